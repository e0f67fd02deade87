import { type CaptureSchema, type Column, captureKeyOf } from '../../contract/captureSchema';
import type { CaptureShape, ShapeColumn } from './captureShape';

export type ShapeSide = 'output' | 'input';

/** One difference between captures and a schema version. */
export interface ShapeChange {
  readonly kind: 'added' | 'removed' | 'reordered' | 'retyped';
  readonly side: ShapeSide;
  /** Names of columns; a column without a name has its position, such as `column 3`. */
  readonly columns: readonly string[];
  /** `likely`: the captures have no names, so the change is derived from the order of the types. */
  readonly certainty: 'certain' | 'likely';
  /** One sentence. */
  readonly text: string;
}

/** A column of the captures with the matching column of the schema. */
export interface ColumnMatch {
  readonly seen: ShapeColumn;
  /** Undefined for a new column. */
  readonly known?: Column;
  /** Whether names or types identify the column. */
  readonly certain: boolean;
}

export interface SideComparison {
  readonly changes: readonly ShapeChange[];
  /** In the captures' order. */
  readonly matches: readonly ColumnMatch[];
}

/** Matches the captures' columns of one side with a schema version. */
export function compareSide(side: ShapeSide, seen: CaptureShape, schema: CaptureSchema): SideComparison {
  const [columns, known] = [seen[side], schema[side]];
  const named = columns.length > 0 && columns.every(({ name }) => name !== undefined);
  return named ? byName(side, columns, known) : byPlace(side, columns, known);
}

/** The differences between captures and a schema version; an empty list if the captures match it. */
export function shapeChanges(seen: CaptureShape, schema: CaptureSchema): ShapeChange[] {
  return (['output', 'input'] as const).flatMap((side) => compareSide(side, seen, schema).changes);
}

/** Whether values of the type seen fit a column of the schema. Those of an ignored one or of categories have any type. */
function hasType(seen: ShapeColumn, known: Column): boolean {
  if (seen.type === 'Unknown' || seen.type === known.type || known.ignored) return true;
  return known.type === 'Category';
}

function byName(side: ShapeSide, seen: readonly ShapeColumn[], known: readonly Column[]): SideComparison {
  const byKey = new Map(known.map((column) => [captureKeyOf(column), column]));
  const matches = seen.map((column): ColumnMatch => {
    return { seen: column, known: byKey.get(column.name ?? ''), certain: true };
  });
  const present = new Set(seen.map(({ name }) => name));
  const isPresent = (column: Column) => present.has(captureKeyOf(column));
  const expectedOrder = known.filter(isPresent).map(({ name }) => name);
  const order = matches.flatMap((match) => (match.known ? [match.known.name] : []));
  const change = changeOf(side, 'certain');
  const moved = order.filter((name, i) => name !== expectedOrder[i]);
  return {
    matches,
    changes: [
      ...matches
        .filter((match) => !match.known)
        .map(({ seen: { name = '' } }) => change('added', [name], `'${name}' is new`)),
      ...known
        .filter((column) => !isPresent(column))
        .map(({ name }) => change('removed', [name], `'${name}' was removed`)),
      ...(moved.length > 0 ? [change('reordered', moved, `the order is now ${order.join(', ')}`)] : []),
      ...retypedColumns(matches, change),
    ],
  };
}

function byPlace(side: ShapeSide, seen: readonly ShapeColumn[], known: readonly Column[]): SideComparison {
  if (seen.length !== known.length) return byAlignment(side, seen, known);
  const moved = reorderByType(seen, known);
  if (!moved) {
    const matches = seen.map((column, i) => ({ seen: column, known: known[i], certain: true }));
    return { matches, changes: retypedColumns(matches, changeOf(side, 'certain')) };
  }
  const matches = seen.map((column, i) => ({ seen: column, known: moved[i], certain: known[i] === moved[i] }));
  const names = moved.filter((column, i) => column !== known[i]).map(({ name }) => name);
  const text = `the types of ${names.join(', ')} are in another order, so these columns were moved, or all of them retyped`;
  return { matches, changes: [changeOf(side, 'likely')('reordered', names, text)] };
}

/** The schema's columns in an order that matches the types seen; undefined if no order does. */
function reorderByType(seen: readonly ShapeColumn[], known: readonly Column[]): readonly Column[] | undefined {
  const misplaced = known.filter((column, i) => !hasType(seen[i] ?? { type: 'Unknown' }, column));
  if (misplaced.length < 2) return undefined;
  const candidates = [...misplaced];
  const order = known.map((column, i) => {
    const type = seen[i]?.type;
    if (!misplaced.includes(column)) return column;
    const from = candidates.findIndex((candidate) => candidate.type === type);
    return from < 0 ? undefined : candidates.splice(from, 1)[0];
  });
  return order.every((column) => column !== undefined) ? order : undefined;
}

/** For a different number of columns: the longest common sequence of types shows which were added or removed. */
function byAlignment(side: ShapeSide, seen: readonly ShapeColumn[], known: readonly Column[]): SideComparison {
  const pairs = new Map(longestCommonSequence(seen, known));
  const matched = new Set(pairs.values());
  const change = changeOf(side, 'likely');
  const matches = seen.map((column, i): ColumnMatch => {
    const position = pairs.get(i);
    return { seen: column, known: position === undefined ? undefined : known[position], certain: false };
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
        if (matched.has(i)) return [];
        const names = sameTypeAround(known, i).map(({ name }) => name);
        const removed = names.length > 1 ? `one of ${names.join(', ')} was removed` : `'${names.join('')}' was removed`;
        return [change('removed', names, `${counts}; by the types, ${removed}`)];
      }),
    ],
  };
}

/** The run of columns of one type around a position: without names they cannot be distinguished. */
function sameTypeAround(known: readonly Column[], position: number): Column[] {
  const differs = (column: Column) => column.type !== known[position]?.type;
  const before = known.slice(0, position).findLastIndex(differs);
  const after = known.slice(position).findIndex(differs);
  return known.slice(before + 1, after < 0 ? undefined : position + after);
}

/** Matching positions of both sides, in order; of equally long sequences the one with the first columns. */
function longestCommonSequence(
  seen: readonly ShapeColumn[],
  known: readonly Column[],
): [seen: number, known: number][] {
  const length = Array.from({ length: seen.length + 1 }, () => new Array<number>(known.length + 1).fill(0));
  const lengthAt = (i: number, j: number) => length[i]?.[j] ?? 0;
  const isMatch = (i: number, j: number) => {
    const [column, candidate] = [seen[i], known[j]];
    return column !== undefined && candidate !== undefined && hasType(column, candidate);
  };
  for (let i = seen.length - 1; i >= 0; i -= 1) {
    for (let j = known.length - 1; j >= 0; j -= 1) {
      const skipped = Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
      (length[i] as number[])[j] = isMatch(i, j) ? Math.max(skipped, lengthAt(i + 1, j + 1) + 1) : skipped;
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < seen.length && j < known.length; ) {
    if (isMatch(i, j) && lengthAt(i, j) === lengthAt(i + 1, j + 1) + 1) pairs.push([i++, j++]);
    else if (lengthAt(i + 1, j) >= lengthAt(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

type MakeChange = (kind: ShapeChange['kind'], columns: readonly string[], text: string) => ShapeChange;

function changeOf(side: ShapeSide, certainty: ShapeChange['certainty']): MakeChange {
  return (kind, columns, text) => ({ kind, side, columns, certainty, text: `${side}: ${text}.` });
}

function retypedColumns(matches: readonly ColumnMatch[], change: MakeChange): ShapeChange[] {
  return matches.flatMap(({ seen, known }) =>
    known && !hasType(seen, known)
      ? [change('retyped', [known.name], `'${known.name}' was ${known.type} and is ${seen.type}`)]
      : [],
  );
}
