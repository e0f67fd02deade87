import { createHash } from 'node:crypto';

/** Fixed, so that the same documents are drawn on every machine; a document's place in the draw depends on its name alone. */
const seed = 'accuracy-1';

/** Draws some of the names, the same ones whenever they are drawn. */
export function sampleOf(kind: string, names: readonly string[], size: number): readonly string[] {
  const place = (name: string) => createHash('sha256').update(`${seed}/${kind}/${name}`).digest('hex');
  const drawn = names.map((name) => ({ name, at: place(name) })).sort((a, b) => (a.at < b.at ? -1 : 1));
  return drawn.slice(0, size).map(({ name }) => name);
}
