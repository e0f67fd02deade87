import { type Kind, kindNames } from './accuracyKinds';

export const labellers = ['own', 'cloudsplaining', 'parliament'] as const;
export type Labeller = (typeof labellers)[number];
export type Peer = Exclude<Labeller, 'own'>;
export const peers = ['cloudsplaining', 'parliament'] as const satisfies readonly Peer[];

/** `y`: a finding; `n`: none; `-`: not judged, because the labeller lacks the kind or stopped reading the document. */
export type Label = 'y' | 'n' | '-';

export type KindLabels = Readonly<Record<Labeller, Label>>;

/** Each labeller's label by the document's name and the kind. */
export type LabelTable = ReadonlyMap<string, Readonly<Record<Kind, KindLabels>>>;

/** As CSV: a line per document, a column per kind, in it a letter per labeller in the order of `labellers`. */
export function writeLabels(table: LabelTable): string {
  const lines = [...table].map(([document, byKind]) =>
    [document, ...kindNames.map((kind) => labellers.map((labeller) => byKind[kind][labeller]).join(''))].join(','),
  );
  return `${[['document', ...kindNames].join(','), ...lines].join('\n')}\n`;
}

/** Reads what `writeLabels` wrote; throws where a line is not of that form. */
export function readLabels(text: string): LabelTable {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const columns = header.split(',').slice(1);
  if (columns.join() !== kindNames.join()) {
    throw new Error(`labels have the kinds ${columns.join(', ')}; this version knows ${kindNames.join(', ')}`);
  }
  return new Map(lines.map((line) => readLine(line)));
}

function readLine(line: string): [string, Readonly<Record<Kind, KindLabels>>] {
  const [document = '', ...cells] = line.split(',');
  if (cells.length !== kindNames.length || !cells.every((cell) => /^[yn-]{3}$/.test(cell))) {
    throw new Error(`labels of '${document}' are not ${kindNames.length} cells of three letters of y, n and -`);
  }
  const entries = kindNames.map((kind, i) => {
    const letters = [...(cells[i] ?? '')] as Label[];
    return [kind, Object.fromEntries(labellers.map((labeller, at) => [labeller, letters[at]]))];
  });
  return [document, Object.fromEntries(entries) as Record<Kind, KindLabels>];
}
