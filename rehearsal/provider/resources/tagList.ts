import { type Property, updates } from '../table/resourceType';

/** `tags` where AWS takes a map, or where the row sets them by calls of their own. */
export const tags: Property = updates();

type Tags = Readonly<Record<string, string | undefined>> | undefined;

/** Tags as most services take them. */
export function tagList(tagged: Tags): { Key: string; Value: string }[] {
  return Object.entries(tagged ?? {}).map(([Key, Value]) => ({ Key, Value: Value ?? '' }));
}

/** Tags as most services give them. */
export function tagMap(list: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined) {
  return Object.fromEntries((list ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

/** What to take away and what to set so that `olds` become `news`. */
function tagChanges(olds: Tags, news: Tags): { removed: string[]; set: Record<string, string> } {
  const removed = Object.keys(olds ?? {}).filter((key) => news?.[key] === undefined);
  const changed = Object.entries(news ?? {}).filter(([key, value]) => olds?.[key] !== value);
  return { removed, set: Object.fromEntries(changed.map(([key, value]) => [key, value ?? ''])) };
}

/** Applies a change of tags by a service's two calls; calls neither when nothing changed. */
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
