import type {
  FeatureStatistics,
  InferredType,
  NumericalStatistics,
  StringStatistics,
} from '../contract/modelMonitorFiles';
import { KllSketch, kllParameters } from './kllSketch';
import { numberOf, type ValueType, valueTypeOf } from './valueType';

/** How many of a column's values look like what. */
type TypeCounts = Readonly<Record<ValueType, number>>;

/** One column of a training or monitoring window. */
export interface ColumnProfile {
  readonly statistics: FeatureStatistics;
  readonly types: TypeCounts;
  /** Rows by value. */
  readonly counts: ReadonlyMap<string, number>;
  readonly present: number;
  readonly missing: number;
}

/** Above this many distinct values a String feature's distribution is not kept (deequ's limit). */
const maxCategories = 120;
const bucketCount = 10;

/** The statistics of one column. `values` are texts in row order, null where there is none. */
export function columnStatistics(name: string, values: readonly (string | null)[]): ColumnProfile {
  const texts = values.filter((value) => value !== null);
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const types: Record<ValueType, number> = { Integral: 0, Fractional: 0, Boolean: 0, String: 0 };
  for (const [text, count] of counts) types[valueTypeOf(text)] += count;
  const inferred = inferredTypeOf(types);
  const missing = values.length - texts.length;
  const numeric = inferred === 'Integral' || inferred === 'Fractional';
  return {
    statistics: {
      name,
      inferred_type: inferred,
      ...(numeric
        ? { numerical_statistics: numericalStatistics(texts.map(numberOf), missing) }
        : { string_statistics: stringStatistics(counts, texts.length, missing) }),
    },
    types,
    counts,
    present: texts.length,
    missing,
  };
}

function inferredTypeOf(types: TypeCounts): InferredType {
  if (types.String + types.Boolean > 0) return 'String';
  if (types.Fractional > 0) return 'Fractional';
  return types.Integral > 0 ? 'Integral' : 'Unknown';
}

/** Share of the values that are present, 0..1; a column without rows is complete. */
export function completenessOf(present: number, missing: number): number {
  return present + missing === 0 ? 1 : present / (present + missing);
}

/** A running double sum, and Welford's update of the population's variance, a row at a time as the container does. */
function numericalStatistics(values: readonly number[], missing: number): NumericalStatistics {
  let sum = 0;
  let n = 0;
  let average = 0;
  let m2 = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  const sketch = new KllSketch();
  for (const value of values) {
    sum += value;
    n += 1;
    const delta = value - average;
    const deltaN = delta / n;
    average += deltaN;
    m2 += delta * (delta - deltaN);
    if (value < min) min = value;
    if (value > max) max = value;
    sketch.add(value);
  }
  const completeness = completenessOf(n, missing);
  return {
    common: { num_present: n, num_missing: missing, completeness },
    mean: sum / n,
    sum,
    std_dev: Math.sqrt(m2 / n),
    min,
    max,
    approximate_num_distinct_values: new Set(values).size,
    completeness,
    distribution: {
      kll: {
        buckets: bucketsOf(sketch.levels, min, max),
        sketch: { parameters: { ...kllParameters }, data: sketch.levels },
      },
    },
  };
}

/**
 * Ten buckets of equal width, `[lower, upper)`, the last one closed at its computed bound; rounding may leave the
 * maximum outside, as it does in the container.
 */
function bucketsOf(levels: readonly (readonly number[])[], min: number, max: number) {
  const bound = (i: number) => min + ((max - min) * i) / 10.0;
  return Array.from({ length: bucketCount }, (_, i) => {
    const lower = bound(i);
    const upper = bound(i + 1);
    const last = i === bucketCount - 1;
    let count = 0;
    levels.forEach((items, level) => {
      for (const item of items) if (item >= lower && (last ? item <= upper : item < upper)) count += 2 ** level;
    });
    return { lower_bound: lower, upper_bound: upper, count };
  });
}

/** Exact counts a value, the most frequent first, where the values are few. */
function stringStatistics(counts: ReadonlyMap<string, number>, present: number, missing: number): StringStatistics {
  const completeness = completenessOf(present, missing);
  const base = {
    common: { num_present: present, num_missing: missing, completeness },
    distinct_count: counts.size,
    completeness,
  };
  if (counts.size === 0 || counts.size > maxCategories) return base;
  const buckets = [...counts].map(([value, count]) => ({ value, count }));
  buckets.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return { ...base, distribution: { categorical: { buckets } } };
}
