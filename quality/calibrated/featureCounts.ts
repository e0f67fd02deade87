import type { FeatureBins, FeatureCounts, StoredCounts } from '../../contract/calibration';
import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { BinIndex } from './binIndex';
import type { NumericBins } from './featureBins';
import { type FeatureValues, featureValues } from './featureValues';
import { KnownNumbers } from './knownNumbers';

/** A feature's counts in a report; undefined if it has no distribution there, or numbers instead of texts. */
export function countsOf(feature: FeatureStatistics | undefined, bins: FeatureBins): FeatureCounts | undefined {
  const numeric = feature?.numerical_statistics;
  const levels = numeric?.distribution?.kll.sketch.data;
  if (numeric && levels) {
    return bins.kind === 'numeric' ? countSketch(levels, numeric.common.num_missing, bins) : undefined;
  }
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

/** Counts a sketch's items as they come: sorting them first would cost more than a search for each one's bin. */
function countSketch(levels: readonly (readonly number[])[], nulls: number, bins: NumericBins): FeatureCounts {
  const counter = new NumberCounter(nulls, bins);
  levels.forEach((items, level) => {
    const rows = 2 ** level;
    for (const item of items) if (Number.isFinite(item)) counter.add(item, rows);
  });
  return counter.counts;
}

function countNumbers(
  numbers: readonly (readonly [number, number])[],
  nulls: number,
  bins: NumericBins,
): FeatureCounts {
  const counter = new NumberCounter(nulls, bins);
  for (const [value, rows] of numbers) counter.add(value, rows);
  return counter.counts;
}

class NumberCounter {
  readonly counts;
  private readonly index: BinIndex;
  private readonly known: KnownNumbers;

  constructor(
    nulls: number,
    private readonly numeric: NumericBins,
  ) {
    const { known, edges } = numeric;
    this.index = new BinIndex(edges);
    this.known = new KnownNumbers(known);
    this.counts = { rows: nulls, nulls, common: 0, zeros: 0, unseen: 0, bins: zeros(edges.length + 1) };
  }

  add(value: number, rows: number): void {
    const { counts, numeric } = this;
    if (!this.known.has(value)) counts.unseen += rows;
    counts.rows += rows;
    if (value === numeric.common) counts.common += rows;
    if (value === 0) counts.zeros += rows;
    const bin = this.index.binOf(value);
    counts.bins[bin] = (counts.bins[bin] ?? 0) + rows;
  }
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

/** The counts of some windows together; undefined without windows. */
export function sumCounts(counts: readonly FeatureCounts[]): StoredCounts | undefined {
  const [first, ...others] = counts;
  if (!first) return undefined;
  const sum = storedCounts(first);
  for (const more of others) addInto(sum, more);
  return sum;
}

/** A copy as a calibration stores it. */
export function storedCounts({ bins, ...counts }: FeatureCounts): StoredCounts {
  return { ...counts, bins: Array.from(bins) };
}

/** Adds counts to a sum. */
export function addInto(sum: StoredCounts, { rows, nulls, common, zeros, unseen, bins: added }: FeatureCounts): void {
  sum.rows += rows;
  sum.nulls += nulls;
  sum.common += common;
  sum.zeros += zeros;
  sum.unseen += unseen;
  const { bins } = sum;
  const more = rowsOfBins(added);
  for (let i = 0; i < bins.length; i++) bins[i] = (bins[i] as number) + (more[i] as number);
}

let scratch = new Float64Array(256);

/** The rows of bins in one kind of array, until the next call: V8's loop over several kinds takes twice as long. */
export function rowsOfBins(bins: ArrayLike<number>): Float64Array {
  if (bins.length > scratch.length) scratch = new Float64Array(2 * bins.length);
  scratch.set(bins);
  return scratch;
}

const zeros = (length: number) => new Array<number>(length).fill(0);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
