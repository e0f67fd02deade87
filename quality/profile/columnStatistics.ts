import type {
  FeatureStatistics,
  InferredType,
  NumericalStatistics,
  StringStatistics,
} from '../../contract/modelMonitorFiles';
import { KernelColumn, type ValueType } from '../kernel/kernelColumn';
import { ColumnAccumulator } from './columnAccumulator';
import type { PlacedValue } from './typeWatch';

/** How many of a column's values look like what. */
export type TypeCounts = Readonly<Record<ValueType, number>>;

/** Counts of one column of a training or monitoring window. */
interface ColumnCounts {
  readonly types: TypeCounts;
  /** Rows by value; of a column with more than 4,096 values only of those that were watched. */
  readonly counts: ReadonlyMap<string, number>;
  /** Number of distinct values, equal numbers counted once; an estimate above 4,096. */
  readonly distinct: number;
  readonly present: number;
  readonly missing: number;
}

/** The values of a column, counted one by one or by a query. */
export type CountedValues = Pick<
  ColumnAccumulator,
  'types' | 'missing' | 'valueCounts' | 'overflowed' | 'distinctCount' | 'moments' | 'levels'
>;

/** The counts of a column, with its entry in Model Monitor's statistics.json. */
export interface ColumnProfile extends ColumnCounts {
  readonly statistics: FeatureStatistics;
  /** Of a column of numbers, the first value that is none of the expected type; undefined if it is not known. */
  readonly firstOther?: PlacedValue | undefined;
}

/** A String feature with more distinct values has no distribution (deequ's limit). */
const maxCategories = 120;
const bucketCount = 10;

/** The statistics of one column. `values` are texts in row order; null is a missing value. */
export function columnStatistics(name: string, values: readonly (string | null)[]): ColumnProfile {
  const column = new ColumnAccumulator();
  for (const value of values) column.addText(value);
  return columnProfile(name, column);
}

/** The statistics of one column, of which all values were taken. */
export function columnProfile(name: string, column: CountedValues): ColumnProfile {
  const { types, missing, valueCounts, overflowed, distinctCount } = column;
  const inferred = inferredTypeOf(types);
  const present = types.Integral + types.Fractional + types.Boolean + types.String;
  const profile = { types, counts: valueCounts, distinct: distinctCount, present, missing };
  const numeric = inferred === 'Integral' || inferred === 'Fractional';
  return {
    ...profile,
    statistics: {
      name,
      inferred_type: inferred,
      ...(numeric
        ? { numerical_statistics: numericalStatistics(profile, column) }
        : { string_statistics: stringStatistics(profile, overflowed) }),
    },
  };
}

/** The profile of a column whose values are categories, whatever they look like. */
export function categoryProfile(column: ColumnProfile): ColumnProfile {
  const { counts, present, missing, statistics } = column;
  if (present === 0) return column;
  // Above 4,096 values only the tracked ones are counted.
  const hasOverflowed = [...counts.values()].reduce((sum, count) => sum + count, 0) < present;
  const profile = {
    types: { Integral: 0, Fractional: 0, Boolean: 0, String: present },
    counts,
    distinct: hasOverflowed ? column.distinct : counts.size,
    present,
    missing,
  };
  return {
    ...profile,
    statistics: {
      name: statistics.name,
      inferred_type: 'String',
      string_statistics: stringStatistics(profile, hasOverflowed),
    },
  };
}

/** The profile of a column that is captured but not analyzed. */
export function ignoredProfile(name: string): ColumnProfile {
  const types = { Integral: 0, Fractional: 0, Boolean: 0, String: 0 };
  const profile = { types, counts: new Map<string, number>(), distinct: 0, present: 0, missing: 0 };
  return {
    ...profile,
    statistics: { name, inferred_type: 'Unknown', string_statistics: stringStatistics(profile, false) },
  };
}

function inferredTypeOf(types: TypeCounts): InferredType {
  if (types.String + types.Boolean > 0) return 'String';
  if (types.Fractional > 0) return 'Fractional';
  return types.Integral > 0 ? 'Integral' : 'Unknown';
}

/** Share of present values, 0..1; 1 for a column without rows. */
export function completenessOf(present: number, missing: number): number {
  return present + missing === 0 ? 1 : present / (present + missing);
}

function numericalStatistics(
  { present, missing, distinct }: ColumnCounts,
  { moments, levels }: CountedValues,
): NumericalStatistics {
  const { sum, min, max, standardDeviation } = moments;
  const completeness = completenessOf(present, missing);
  return {
    common: { num_present: present, num_missing: missing },
    mean: sum / present,
    sum,
    std_dev: standardDeviation,
    min,
    max,
    approximate_num_distinct_values: distinct,
    completeness,
    distribution: {
      kll: {
        buckets: bucketsOf(levels, min, max),
        sketch: { parameters: { ...KernelColumn.sketchParameters }, data: levels },
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

/** With exact counts per value, most frequent first, if there are few values. */
function stringStatistics(
  { counts, distinct, present, missing }: ColumnCounts,
  hasOverflowed: boolean,
): StringStatistics {
  const completeness = completenessOf(present, missing);
  const base = {
    common: { num_present: present, num_missing: missing },
    distinct_count: hasOverflowed ? distinct : counts.size,
    completeness,
  };
  if (hasOverflowed || counts.size === 0 || counts.size > maxCategories) return base;
  const buckets = [...counts].map(([value, count]) => ({ value, count }));
  buckets.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return { ...base, distribution: { categorical: { buckets } } };
}
