import type { FeatureStatistics } from '../../contract/modelMonitorFiles';

/** A feature's values in a report: of numbers each distinct one with its rows, ascending; of texts the rows by category. */
export type FeatureValues =
  | { readonly kind: 'numeric'; readonly nulls: number; readonly numbers: readonly (readonly [number, number])[] }
  | { readonly kind: 'category'; readonly nulls: number; readonly categories: ReadonlyMap<string, number> };

/** A value and its rows. */
export type Entry = readonly [number | string, number];

export function entriesOf(values: FeatureValues): readonly Entry[] {
  return values.kind === 'numeric' ? values.numbers : [...values.categories];
}

/** Rows that have a value. */
export function rowsOf(values: FeatureValues): number {
  return entriesOf(values).reduce((sum, [, rows]) => sum + rows, 0);
}

/** The same feature with other values; entries of one value are added up, and those without rows are left out. */
export function replaceEntries(values: FeatureValues, entries: readonly Entry[]): FeatureValues {
  const rows = new Map<number | string, number>();
  for (const [value, count] of entries) rows.set(value, (rows.get(value) ?? 0) + count);
  const kept = [...rows].filter(([, count]) => count > 0);
  if (values.kind === 'category') {
    return { ...values, categories: new Map(kept.map(([value, count]) => [String(value), count])) };
  }
  const numbers = kept.map(([value, count]): [number, number] => [Number(value), count]);
  return { ...values, numbers: numbers.sort(([a], [b]) => a - b) };
}

/**
 * Reads the values from a report's statistics. An item of level h of a sketch stands for 2^h rows; under 2,050 rows a sketch
 * has one level and is exact (Karnin, Lang and Liberty, https://arxiv.org/abs/1603.05346). Undefined for a feature without a
 * distribution, such as a text of more than 120 values.
 */
export function featureValues(feature: FeatureStatistics): FeatureValues | undefined {
  const levels = feature.numerical_statistics?.distribution?.kll.sketch.data;
  if (levels) {
    return { kind: 'numeric', nulls: feature.numerical_statistics?.common.num_missing ?? 0, numbers: weigh(levels) };
  }
  const text = feature.string_statistics;
  const buckets = text?.distribution?.categorical.buckets;
  if (!buckets) return undefined;
  const categories = new Map(buckets.map(({ value, count }) => [value, count]));
  return { kind: 'category', nulls: text.common.num_missing, categories };
}

function weigh(levels: readonly (readonly number[])[]): [number, number][] {
  const sorted = levels.flatMap((items, level) => countSorted(items, 2 ** level));
  if (levels.length < 2) return sorted;
  const rows = new Map<number, number>();
  for (const [value, count] of sorted) rows.set(value, (rows.get(value) ?? 0) + count);
  return [...rows].sort(([a], [b]) => a - b);
}

/** Distinct numbers, ascending, each with `rows` for each time that it occurs. */
function countSorted(items: readonly number[], rows: number): [number, number][] {
  const counted: [number, number][] = [];
  let last: [number, number] | undefined;
  for (const item of Float64Array.from(items).sort()) {
    if (!Number.isFinite(item)) continue;
    if (last?.[0] === item) {
      last[1] += rows;
      continue;
    }
    last = [item, rows];
    counted.push(last);
  }
  return counted;
}
