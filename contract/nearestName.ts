import { distance } from 'fastest-levenshtein';

/** The known name that was probably meant; undefined when more than a third of the closest one differs. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const candidates = known.map((candidate) => ({
    candidate,
    edits: distance(name.toLowerCase(), candidate.toLowerCase()),
  }));
  const [nearest] = candidates.sort((a, b) => a.edits - b.edits);
  if (!nearest || nearest.edits > Math.max(1, Math.ceil(nearest.candidate.length / 3))) return undefined;
  return nearest.candidate;
}
