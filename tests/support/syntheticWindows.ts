import { hourMs } from '../../contract/hours';
import type { FeatureStatistics, Statistics } from '../../contract/modelMonitorFiles';
import type { PastWindow } from '../../quality/calibrated/pastWindow';
import { Kernel } from '../../quality/kernel/kernel';
import { ColumnAccumulator } from '../../quality/profile/columnAccumulator';
import { columnProfile } from '../../quality/profile/columnStatistics';

/** Random numbers from 0 up to 1 that depend on a seed alone (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Generates the text of a feature's value at an hour of the history. */
export type Generator = (random: () => number, hour: number) => string | null;

/** Statistics of columns of texts. */
export function statisticsOfColumns(columns: Readonly<Record<string, readonly (string | null)[]>>): Statistics {
  const kernel = new Kernel();
  const features = Object.entries(columns).map(([name, values]): FeatureStatistics => {
    const column = new ColumnAccumulator([], kernel);
    for (const value of values) column.addText(value);
    return columnProfile(name, column).statistics;
  });
  return { version: 0, dataset: { item_count: Object.values(columns)[0]?.length ?? 0 }, features };
}

const start = Date.parse('2026-01-04T00:00:00Z');

/** Windows of `every` hours with `rows` rows each. */
export function syntheticWindows(args: {
  readonly generators: Readonly<Record<string, Generator>>;
  readonly random: () => number;
  readonly weeks: number;
  readonly rows: number;
  /** @default 4 */
  readonly every?: number;
  /** Week of the first window. @default 0 */
  readonly week?: number;
}): PastWindow[] {
  const { generators, random, weeks, rows, every = 4, week = 0 } = args;
  return Array.from({ length: (weeks * 168) / every }, (_, i) => {
    const hour = week * 168 + i * every;
    const from = new Date(start + hour * hourMs);
    const columns = Object.fromEntries(
      Object.entries(generators).map(([name, generate]) => [
        name,
        Array.from({ length: rows }, () => generate(random, hour)),
      ]),
    );
    return { from, to: new Date(from.getTime() + every * hourMs), statistics: statisticsOfColumns(columns) };
  });
}
