import type { CaptureSchema, Column } from '../../contract/captureSchema';
import type { CaptureShape, ShapeColumn } from './captureShape';

export type ShapeSide = 'output' | 'input';

/** One way in which captures are not what a schema's version says. */
export interface ShapeChange {
  readonly kind: 'added' | 'removed' | 'reordered' | 'retyped';
  readonly side: ShapeSide;
  /** Columns by their names; one without a name by its place, such as `column 3`. */
  readonly columns: readonly string[];
  /** `likely`: the captures have no names, so that it is read from the order of the types. */
  readonly certainty: 'certain' | 'likely';
  /** One sentence. */
  readonly text: string;
}

/** A column of the captures and the schema's column that it is taken for. */
export interface ColumnMatch {
  readonly seen: ShapeColumn;
  /** Undefined for a new column. */
  readonly known?: Column;
  /** Whether names or types leave no doubt. */
  readonly certain: boolean;
}

export interface SideComparison {
  readonly changes: readonly ShapeChange[];
  /** In the captures' order. */
  readonly matches: readonly ColumnMatch[];
}

/** What the captures' columns of one side are, and what changed against a version. */
export function compareSide(side: ShapeSide, seen: CaptureShape, schema: CaptureSchema): SideComparison {
  const [columns, known] = [seen[side], schema[side]];
  const named = columns.length > 0 && columns.every(({ name }) => name !== undefined);
  return named ? byName(side, columns, known) : byPlace(side, columns, known);
}

/** What changed against a version; nothing when the captures are of it. */
export function shapeChanges(seen: CaptureShape, schema: CaptureSchema): ShapeChange[] {
  return (['output', 'input'] as const).flatMap((side) => compareSide(side, seen, schema).changes);
}

const fits = (seen: ShapeColumn, known: Column) => seen.type === 'Unknown' || seen.type === known.type;

function byName(side: ShapeSide, seen: readonly ShapeColumn[], known: readonly Column[]): SideComparison {
  const byNames = new Map(known.map((column) => [column.name, column]));
  const matches = seen.map((column): ColumnMatch => {
    const match = byNames.get(column.name ?? '');
    return match ? { seen: column, known: match, certain: true } : { seen: column, certain: true };
  });
  const present = new Set(seen.map(({ name }) => name));
  const common = known.filter(({ name }) => present.has(name)).map(({ name }) => name);
  const order = matches.flatMap((match) => (match.known ? [match.known.name] : []));
  const change = changeOf(side, 'certain');
  const moved = order.filter((name, i) => name !== common[i]);
  return {
    matches,
    changes: [
      ...matches
        .filter((match) => !match.known)
        .map(({ seen: { name = '' } }) => change('added', [name], `'${name}' is new`)),
      ...known
        .filter(({ name }) => !present.has(name))
        .map(({ name }) => change('removed', [name], `'${name}' is gone`)),
      ...(moved.length === 0 ? [] : [change('reordered', moved, `the order is now ${order.join(', ')}`)]),
      ...retyped(matches, change),
    ],
  };
}

function byPlace(side: ShapeSide, seen: readonly ShapeColumn[], known: readonly Column[]): SideComparison {
  if (seen.length !== known.length) return byAlignment(side, seen, known);
  const moved = permuted(seen, known);
  if (!moved) {
    const matches = seen.map((column, i) => ({ seen: column, ...at(known, i), certain: true }));
    return { matches, changes: retyped(matches, changeOf(side, 'certain')) };
  }
  const matches = seen.map((column, i) => ({ seen: column, ...at(moved, i), certain: known[i] === moved[i] }));
  const names = moved.filter((column, i) => column !== known[i]).map(({ name }) => name);
  const text = `the types of ${names.join(', ')} stand in another order, so these columns were moved, or retyped all at once`;
  return { matches, changes: [changeOf(side, 'likely')('reordered', names, text)] };
}

function at(known: readonly Column[], i: number): { known?: Column } {
  const column = known[i];
  return column ? { known: column } : {};
}

/** The schema's columns in an order that explains the types seen, each misplaced one once; undefined where none does. */
function permuted(seen: readonly ShapeColumn[], known: readonly Column[]): readonly Column[] | undefined {
  const wrong = known.filter((column, i) => !fits(seen[i] ?? { type: 'Unknown' }, column));
  if (wrong.length < 2) return undefined;
  const left = [...wrong];
  const order = known.map((column, i) => {
    const type = seen[i]?.type;
    if (!wrong.includes(column)) return column;
    const from = left.findIndex((candidate) => candidate.type === type);
    return from < 0 ? undefined : left.splice(from, 1)[0];
  });
  return order.every((column) => column !== undefined) ? order : undefined;
}

/** Another number of columns: which ones came or went is read from the longest sequence of types that both have. */
function byAlignment(side: ShapeSide, seen: readonly ShapeColumn[], known: readonly Column[]): SideComparison {
  const pairs = new Map(longestCommon(seen, known));
  const taken = new Set(pairs.values());
  const change = changeOf(side, 'likely');
  const matches = seen.map((column, i): ColumnMatch => {
    const match = pairs.get(i);
    return match === undefined
      ? { seen: column, certain: false }
      : { seen: column, ...at(known, match), certain: false };
  });
  const counts = `${seen.length} column(s) where there were ${known.length}`;
  return {
    matches,
    changes: [
      ...matches.flatMap(({ seen: { type }, known: match }, i) =>
        match
          ? []
          : [change('added', [`column ${i + 1}`], `${counts}; by the types, column ${i + 1} (${type}) is new`)],
      ),
      ...known.flatMap((_, i) => {
        if (taken.has(i)) return [];
        const names = sameTypeAround(known, i).map(({ name }) => name);
        const gone = names.length > 1 ? `one of ${names.join(', ')} is gone` : `'${names.join('')}' is gone`;
        return [change('removed', names, `${counts}; by the types, ${gone}`)];
      }),
    ],
  };
}

/** The unbroken run of columns of one type around a place: without names, none can be told from the others. */
function sameTypeAround(known: readonly Column[], place: number): Column[] {
  const differs = (column: Column) => column.type !== known[place]?.type;
  const before = known.slice(0, place).findLastIndex(differs);
  const after = known.slice(place).findIndex(differs);
  return known.slice(before + 1, after < 0 ? undefined : place + after);
}

/** Places of both sides that go together, in order; of equally long sequences the one that keeps the first columns. */
function longestCommon(seen: readonly ShapeColumn[], known: readonly Column[]): [seen: number, known: number][] {
  const length = Array.from({ length: seen.length + 1 }, () => new Array<number>(known.length + 1).fill(0));
  const best = (i: number, j: number) => length[i]?.[j] ?? 0;
  const agrees = (i: number, j: number) => {
    const [column, candidate] = [seen[i], known[j]];
    return column !== undefined && candidate !== undefined && fits(column, candidate);
  };
  for (let i = seen.length - 1; i >= 0; i -= 1) {
    for (let j = known.length - 1; j >= 0; j -= 1) {
      const skipped = Math.max(best(i + 1, j), best(i, j + 1));
      (length[i] as number[])[j] = agrees(i, j) ? Math.max(skipped, best(i + 1, j + 1) + 1) : skipped;
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < seen.length && j < known.length; ) {
    if (agrees(i, j) && best(i, j) === best(i + 1, j + 1) + 1) pairs.push([i++, j++]);
    else if (best(i + 1, j) >= best(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

type MakeChange = (kind: ShapeChange['kind'], columns: readonly string[], text: string) => ShapeChange;

function changeOf(side: ShapeSide, certainty: ShapeChange['certainty']): MakeChange {
  return (kind, columns, text) => ({ kind, side, columns, certainty, text: `${side}: ${text}.` });
}

function retyped(matches: readonly ColumnMatch[], change: MakeChange): ShapeChange[] {
  return matches.flatMap(({ seen, known }) =>
    known && !fits(seen, known)
      ? [change('retyped', [known.name], `'${known.name}' was ${known.type} and is ${seen.type}`)]
      : [],
  );
}
