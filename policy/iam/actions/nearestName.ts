import { distance } from 'fastest-levenshtein';

/** The name with the smallest edit distance, at most 4 and a third of the length; undefined when every name is farther. */
export function nearestName(wanted: string, names: readonly string[]): string | undefined {
  const farthest = Math.min(4, Math.floor(wanted.length / 3));
  const near = names
    .filter((name) => Math.abs(name.length - wanted.length) <= farthest)
    .map((name) => ({ name, edits: distance(wanted, name) }))
    .filter(({ edits }) => edits <= farthest);
  const fewest = Math.min(...near.map(({ edits }) => edits));
  return near.find(({ edits }) => edits === fewest)?.name;
}
