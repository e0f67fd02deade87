import { type Property, updates } from '../table/resourceType';

/** The property `tags` where AWS uses a map, or where the row sets tags by separate calls. */
export const tags: Property = updates();

type Tags = Readonly<Record<string, string | undefined>> | undefined;

/** Tags as a list of keys and values, as most services expect them. */
export function tagList(tagged: Tags): { Key: string; Value: string }[] {
  return Object.entries(tagged ?? {}).map(([Key, Value]) => ({ Key, Value: Value ?? '' }));
}

/** Tags as a map, from a list of keys and values. */
export function tagMap(list: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined) {
  return Object.fromEntries((list ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

/** Keys to remove and tags to set, to change `olds` to `news`. */
function tagChanges(olds: Tags, news: Tags): { removed: string[]; set: Record<string, string> } {
  const removed = Object.keys(olds ?? {}).filter((key) => news?.[key] === undefined);
  const changed = Object.entries(news ?? {}).filter(([key, value]) => olds?.[key] !== value);
  return { removed, set: Object.fromEntries(changed.map(([key, value]) => [key, value ?? ''])) };
}

/** Changes tags by a service's two calls, as far as anything changed. */
export async function changeTags(
  olds: Tags,
  news: Tags,
  calls: {
    readonly remove: (keys: string[]) => Promise<unknown>;
    readonly set: (tagged: Record<string, string>) => Promise<unknown>;
  },
): Promise<void> {
  const { removed, set } = tagChanges(olds, news);
  if (removed.length > 0) await calls.remove(removed);
  if (Object.keys(set).length > 0) await calls.set(set);
}
