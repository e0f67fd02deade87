import type { FeatureBins, FeatureCounts } from '../../contract/calibration';
import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { binOf, type NumericBins } from './featureBins';
import { type FeatureValues, featureValues } from './featureValues';

/** A feature's counts in a report; undefined if it has no distribution there, or numbers instead of texts. */
export function countsOf(feature: FeatureStatistics | undefined, bins: FeatureBins): FeatureCounts | undefined {
  const values = feature && featureValues(feature);
  return values && countValues(values, bins);
}

/** Counts a window's values in a baseline's bins; undefined if one side has numbers and the other texts. */
export function countValues(values: FeatureValues, bins: FeatureBins): FeatureCounts | undefined {
  if (values.kind === 'category') {
    return bins.kind === 'category' ? countCategories(values.categories, values.nulls, bins.categories) : undefined;
  }
  return bins.kind === 'numeric' ? countNumbers(values.numbers, values.nulls, bins) : undefined;
}

function countNumbers(
  numbers: readonly (readonly [number, number])[],
  nulls: number,
  { edges, common, known }: NumericBins,
): FeatureCounts {
  const counts = { rows: nulls, nulls, common: 0, zeros: 0, unseen: 0, bins: zeros(edges.length + 1) };
  const values = 'values' in known ? new Set(known.values) : undefined;
  const [low, high] = 'low' in known ? [known.low, known.high] : [];
  for (const [value, rows] of numbers) {
    const isKnown = values ? values.has(value) : value >= (low ?? value) && value <= (high ?? value);
    if (!isKnown) counts.unseen += rows;
    counts.rows += rows;
    if (value === common) counts.common += rows;
    if (value === 0) counts.zeros += rows;
    const bin = binOf(edges, value);
    counts.bins[bin] = (counts.bins[bin] ?? 0) + rows;
  }
  return counts;
}

function countCategories(
  categories: ReadonlyMap<string, number>,
  nulls: number,
  known: readonly string[],
): FeatureCounts {
  const bins = known.map((value) => categories.get(value) ?? 0);
  const present = sum([...categories.values()]);
  return { rows: present + nulls, nulls, common: bins[0] ?? 0, zeros: 0, unseen: present - sum(bins), bins };
}

/** The counts of two windows together; with `sign` -1 of the first without the second. */
export function addCounts(a: FeatureCounts, b: FeatureCounts, sign: 1 | -1 = 1): FeatureCounts {
  return {
    rows: a.rows + sign * b.rows,
    nulls: a.nulls + sign * b.nulls,
    common: a.common + sign * b.common,
    zeros: a.zeros + sign * b.zeros,
    unseen: a.unseen + sign * b.unseen,
    bins: a.bins.map((rows, i) => rows + sign * (b.bins[i] ?? 0)),
  };
}

const zeros = (length: number) => new Array<number>(length).fill(0);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
