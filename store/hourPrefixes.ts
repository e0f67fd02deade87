import { hourMs, hourPath } from '../contract/hours';

/** Folders of a time, the widest first: how much of `yyyy/mm/dd/hh/` names one, what follows in its first hour, and the next one. */
const units: readonly { readonly length: number; readonly first: string; readonly next: (at: Date) => number }[] = [
  { length: 5, first: '01/01/00/', next: (at) => Date.UTC(at.getUTCFullYear() + 1, 0) },
  { length: 8, first: '01/00/', next: (at) => Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1) },
  { length: 11, first: '00/', next: (at) => at.getTime() + 24 * hourMs },
  { length: 14, first: '', next: (at) => at.getTime() + hourMs },
];

/**
 * The fewest of the folders `yyyy/`, `yyyy/mm/`, `yyyy/mm/dd/` and `yyyy/mm/dd/hh/` that hold the hours from one whole hour
 * to another, and no other hour; in order.
 */
export function hourPrefixes(from: Date, to: Date): string[] {
  const prefixes: string[] = [];
  for (let at = from; at < to; ) {
    const path = `${hourPath(at)}/`;
    const unit = units.find(({ length, first, next }) => path.slice(length) === first && next(at) <= to.getTime());
    if (!unit) throw new Error(`${at.toISOString()} to ${to.toISOString()} are no whole hours`);
    prefixes.push(path.slice(0, unit.length));
    at = new Date(unit.next(at));
  }
  return prefixes;
}
