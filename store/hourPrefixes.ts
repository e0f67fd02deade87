import { hourMs, hourPath } from '../contract/hours';

/** A folder that holds a year, a month, a day or an hour. */
interface FolderUnit {
  /** Length of its path, as a part of `yyyy/mm/dd/hh/`. */
  readonly length: number;
  /** The rest of the path of its first hour. */
  readonly firstHour: string;
  /** Start of the folder after it, in milliseconds. */
  readonly next: (at: Date) => number;
}

/** The widest first. */
const units: readonly FolderUnit[] = [
  { length: 5, firstHour: '01/01/00/', next: (at) => Date.UTC(at.getUTCFullYear() + 1, 0) },
  { length: 8, firstHour: '01/00/', next: (at) => Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1) },
  { length: 11, firstHour: '00/', next: (at) => at.getTime() + 24 * hourMs },
  { length: 14, firstHour: '', next: (at) => at.getTime() + hourMs },
];

/**
 * The fewest folders `yyyy/`, `yyyy/mm/`, `yyyy/mm/dd/` or `yyyy/mm/dd/hh/` that together hold exactly the hours from one
 * whole hour to another, in order.
 */
export function hourPrefixes(from: Date, to: Date): string[] {
  const prefixes: string[] = [];
  for (let at = from; at < to; ) {
    const path = `${hourPath(at)}/`;
    const unit = units.find(
      ({ length, firstHour, next }) => path.slice(length) === firstHour && next(at) <= to.getTime(),
    );
    if (!unit) throw new Error(`${at.toISOString()} to ${to.toISOString()} must be whole hours`);
    prefixes.push(path.slice(0, unit.length));
    at = new Date(unit.next(at));
  }
  return prefixes;
}
