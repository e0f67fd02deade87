import type { BodyRow } from './bodyRows';

/** Rows, and what they are called in a message. */
interface Side {
  readonly what: string;
  readonly rows: readonly BodyRow[];
}

/**
 * Puts each row of the first side before that of the second. One row of as many values as the second side has rows is a
 * column: a flat array of predictions. Throws an Error with one clause when their numbers differ.
 */
export function joinedRows(first: Side, second: Side): BodyRow[] {
  const [only] = first.rows;
  const column = first.rows.length === 1 && second.rows.length > 1 && only?.length === second.rows.length;
  const rows = column && only ? only.map((value) => [value]) : first.rows;
  if (rows.length !== second.rows.length) {
    throw new Error(`${first.what} has ${rows.length} row(s), ${second.what} ${second.rows.length}`);
  }
  return second.rows.map((row, i) => [...(rows[i] ?? []), ...row]);
}
