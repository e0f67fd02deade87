import { type Column, captureKeyOf } from './captureSchema';

/** A name that a proposed schema made unique, because the other side or an earlier column has the same. */
const numberedName = /^(?<base>.+)_(?:[2-9]|[1-9]\d+)$/;

/**
 * The keys under which each column of a side may be captured, its own one first. A proposed schema calls a request's key
 * `score_2` if the answer has a `score`: the key `score` of the request is then the column `score_2`, unless the request has
 * a column of that name. `otherKeys` are those of the answer's columns.
 */
export function columnKeys(columns: readonly Column[], otherKeys: ReadonlySet<string>): string[][] {
  const taken = new Set(columns.map(captureKeyOf));
  return columns.map((column) => {
    const own = captureKeyOf(column);
    const base = column.capturedAs === undefined ? numberedName.exec(column.name)?.groups?.['base'] : undefined;
    if (base === undefined || !otherKeys.has(base) || taken.has(base)) return [own];
    taken.add(base);
    return [own, base];
  });
}
