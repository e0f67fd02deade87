import type { FeatureStatistics, NumericalStatistics } from '../../contract/modelMonitorFiles';
import type { CategoryBucket, FeatureDistribution, NumericBucket, SideNames } from './featureDistribution';
import { sketchBuckets } from './sketchBuckets';

/** A feature's statistics on two sides; undefined on a side without the feature. */
export interface FeatureSides {
  readonly before: FeatureStatistics | undefined;
  readonly after: FeatureStatistics | undefined;
}

type Facts = Pick<FeatureDistribution, 'feature' | 'unit' | 'hour' | 'distance' | 'limit'>;

/** What the statistics of a side contain: `uncounted` values have no distribution. */
type Contents = 'numbers' | 'categories' | 'empty' | 'uncounted';

function contentsOf(feature: FeatureStatistics | undefined): Contents {
  const numbers = feature?.numerical_statistics;
  const texts = feature?.string_statistics;
  if (numbers) return numbers.distribution ? 'numbers' : 'uncounted';
  if (texts?.distribution) return 'categories';
  return (texts?.common.num_present ?? 0) > 0 ? 'uncounted' : 'empty';
}

/** The two distributions of a feature for one plot; undefined if they cannot share one. */
export function distributionOf({ before, after }: FeatureSides, facts: Facts): FeatureDistribution | undefined {
  const kinds = new Set([contentsOf(before), contentsOf(after)]);
  if (kinds.has('uncounted') || (kinds.has('numbers') && kinds.has('categories'))) return undefined;
  if (kinds.has('numbers')) {
    const whole = [before, after].every((side) => side?.inferred_type !== 'Fractional');
    const [old, current] = [before?.numerical_statistics, after?.numerical_statistics];
    const buckets = sketchBuckets(old, current, whole);
    if (buckets) return { ...facts, kind: 'numeric', ...buckets };
    return { ...facts, kind: 'numeric', before: tenBuckets(old), after: tenBuckets(current) };
  }
  if (kinds.has('categories')) {
    return { ...facts, kind: 'string', before: categories(before), after: categories(after) };
  }
  return undefined;
}

/** Explains in a sentence why a feature has no plot. */
export function noPlotReason({ before, after }: FeatureSides, sides: SideNames): string {
  const [old, current] = [contentsOf(before), contentsOf(after)];
  if (old === 'empty' && current === 'empty') {
    return sides.after === undefined ? 'There is no value.' : 'Neither side has a value.';
  }
  for (const [kind, feature, name] of [
    [old, before, sides.before],
    [current, after, sides.after],
  ] as const) {
    if (kind !== 'uncounted') continue;
    const distinct = feature?.string_statistics?.distinct_count;
    return distinct === undefined
      ? `The statistics of the ${name} contain no distribution.`
      : `The ${name} has ${distinct} distinct values, too many for the statistics to count each.`;
  }
  return `The two sides share no axis. In the ${sides.before}: ${describeValues(before)}. In the ${sides.after}: ${describeValues(after)}.`;
}

function tenBuckets(numbers: NumericalStatistics | undefined): NumericBucket[] {
  const buckets = numbers?.distribution?.kll.buckets ?? [];
  return buckets.map(({ lower_bound, upper_bound, count }) => ({ lower: lower_bound, upper: upper_bound, count }));
}

function categories(feature: FeatureStatistics | undefined): readonly CategoryBucket[] {
  return feature?.string_statistics?.distribution?.categorical.buckets ?? [];
}

const describedValues = 3;
const maxValueLength = 40;

/** Describes the values of a column: `Integral, 1 to 7` or `String, 12 distinct: UA, AA, DL ...`. */
export function describeValues(feature: FeatureStatistics | undefined): string {
  if (!feature) return '–';
  const { inferred_type: type, numerical_statistics: numbers, string_statistics: texts } = feature;
  if (numbers) return `${type}, ${numbers.min} to ${numbers.max}`;
  if (!texts || texts.common.num_present === 0) return 'no values';
  const buckets = texts.distribution?.categorical.buckets ?? [];
  const values = buckets.slice(0, describedValues).map(({ value }) => shortenValue(value));
  const more = buckets.length > values.length ? ' ...' : '';
  return `${type}, ${texts.distinct_count} distinct${values.length > 0 ? `: ${values.join(', ')}${more}` : ''}`;
}

function shortenValue(value: string): string {
  const name = value === '' ? '(empty)' : value;
  return name.length > maxValueLength ? `${name.slice(0, maxValueLength - 1)}…` : name;
}
