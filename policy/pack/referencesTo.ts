import { holdsUnknown, textsIn } from './plain';
import type { Resource } from './resource';

/** Properties by which other resources name one. */
const identities = ['arn', 'id', 'name', 'alarmName', 'bucket'] as const;

/** Which of some resources a property names. */
type References = (holder: Resource, key: string) => readonly Resource[];

/**
 * Finds resources that properties name: by the ARN, id or name that they hold, and while that is not known, by the
 * resources that they were made from. A known text that was made from a name (`${name}-copy`) names something else.
 */
export function referencesTo(candidates: readonly Resource[]): References {
  const byIdentity = new Map<string, Resource>();
  const nameless = new Set(candidates);
  for (const candidate of candidates) {
    for (const key of identities) {
      const value = candidate.property(key);
      if (typeof value !== 'string' || value === '') continue;
      byIdentity.set(value, candidate);
      nameless.delete(candidate);
    }
  }
  const wanted = new Set(candidates);
  return (holder, key) => {
    const value = holder.property(key);
    const named = textsIn(value).flatMap((text) => byIdentity.get(text) ?? []);
    const open = holdsUnknown(value);
    const made = (holder.sources(key) ?? []).filter((from) => wanted.has(from) && (open || nameless.has(from)));
    return [...new Set([...named, ...made])];
  };
}
