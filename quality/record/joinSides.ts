import type { BodyRows } from './bodyRows';
import type { BodyRow } from './jsonRows';
import type { SidePlan } from './readingPlan';

/** One side of a record, and its name in a message. */
export interface NamedSide {
  readonly name: string;
  readonly read: Pick<BodyRows, 'rows'> & Partial<BodyRows>;
  /** Undefined if its columns are not known. */
  readonly side?: SidePlan;
}

/** Rows of both sides that belong together. */
export interface JoinedSides {
  readonly first: readonly BodyRow[];
  readonly second: readonly BodyRow[];
  /** Headers that stood among the rows and are left out. */
  readonly headers: number;
}

/**
 * Puts the rows of two sides together. One row without names, with as many values as the other side has rows, is a column: a
 * flat list of predictions. A row whose every value is its column's name is a header. Throws an Error with one clause when
 * the numbers of rows differ.
 */
export function joinSides(first: NamedSide, second: NamedSide): JoinedSides {
  const candidates = [rowsOfSide(first), rowsOfSide(second)] as const;
  for (const [ofFirst, ofSecond] of pairs(...candidates)) {
    const joined = matchRows({ ...first, rows: ofFirst }, { ...second, rows: ofSecond });
    if (joined) return joined;
  }
  throw new Error(`${first.name} has ${rowCount(first.read.rows.length)}, ${second.name} ${second.read.rows.length}`);
}

/** The rows of a record with one side. A row of nothing but names is a header unless it is all there is of one column. */
export function withoutHeaders({ read, side }: NamedSide): { rows: readonly BodyRow[]; headers: number } {
  const { rows } = read;
  const kept = rows.filter((row) => !isHeader(row, side));
  const headers = side?.width === 1 && kept.length === 0 ? 0 : rows.length - kept.length;
  return headers === 0 ? { rows, headers } : { rows: kept, headers };
}

const rowCount = (count: number) => (count === 1 ? '1 row' : `${count} rows`);

type SideRows = NamedSide & { readonly rows: readonly BodyRow[] };

function rowsOfSide({ read: { rows, alternatives = [] } }: NamedSide): (readonly BodyRow[])[] {
  return [rows, ...alternatives];
}

/** Every pair of items, those near the beginning of both lists first. */
function pairs<Item>(first: readonly Item[], second: readonly Item[]): [Item, Item][] {
  const all = first.flatMap((a, i) => second.map((b, j) => ({ pair: [a, b] as [Item, Item], order: i + j })));
  return all.sort((a, b) => a.order - b.order).map(({ pair }) => pair);
}

function matchRows(first: SideRows, second: SideRows): JoinedSides | undefined {
  const column = columnOf(first, second);
  if (column) return { first: column, second: second.rows, headers: 0 };
  if (first.rows.length === second.rows.length) return withoutCommonHeaders(first, second);
  const [ofFirst, ofSecond] = [first, second].map(({ rows, side }) => rows.filter((row) => !isHeader(row, side)));
  if (!ofFirst || !ofSecond) return undefined;
  for (const [a, b] of [
    [first.rows, ofSecond],
    [ofFirst, second.rows],
    [ofFirst, ofSecond],
  ] as const) {
    if (a.length !== b.length) continue;
    return { first: a, second: b, headers: Math.max(first.rows.length - a.length, second.rows.length - b.length) };
  }
  return undefined;
}

/** The only row of a side as one value for each row of the other one. */
function columnOf(first: SideRows, second: SideRows): BodyRow[] | undefined {
  const [row, ...others] = first.rows;
  const mayBeColumn = first.side?.width === undefined || first.side.width === 1;
  if (!row || others.length > 0 || first.read.names || !mayBeColumn || second.rows.length < 2) return undefined;
  if (row.length === second.rows.length) return row.map((value) => [value]);
  return undefined;
}

/**
 * Leaves out rows that are headers. A row of one value may be its column's name by chance, so that it counts as a header
 * only if the other side's row is one too.
 */
function withoutCommonHeaders(first: SideRows, second: SideRows): JoinedSides {
  const isCommonHeader = (i: number) => {
    const headers = [first, second].filter(({ rows, side }) => isHeader(rows[i] ?? [], side));
    return headers.length === 2 || headers.some(({ side }) => (side?.width ?? 0) > 1);
  };
  const kept = first.rows.flatMap((_, i) => (isCommonHeader(i) ? [] : [i]));
  const headers = first.rows.length - kept.length;
  if (headers === 0) return { first: first.rows, second: second.rows, headers };
  const pick = (rows: readonly BodyRow[]) => kept.map((i) => rows[i] ?? []);
  return { first: pick(first.rows), second: pick(second.rows), headers };
}

function isHeader(row: BodyRow, side: SidePlan | undefined): boolean {
  const names = side?.names ?? [];
  return (
    row.length > 0 && row.length === names.length && row[0] === names[0] && row.every((value, i) => value === names[i])
  );
}
