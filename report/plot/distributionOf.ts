import type { FeatureStatistics, NumericalStatistics } from '../../contract/modelMonitorFiles';
import type { CategoryBucket, FeatureDistribution, NumericBucket, SideNames } from './featureDistribution';
import { sketchBuckets } from './sketchBuckets';

/** A feature's statistics on two sides; undefined if a side does not have it. */
export interface FeatureSides {
  readonly before: FeatureStatistics | undefined;
  readonly after: FeatureStatistics | undefined;
}

type Facts = Pick<FeatureDistribution, 'feature' | 'unit' | 'hour' | 'distance' | 'limit'>;

/** What a side can draw. */
type Drawable = 'numbers' | 'categories' | 'nothing' | 'uncounted';

function drawable(feature: FeatureStatistics | undefined): Drawable {
  const numbers = feature?.numerical_statistics;
  const texts = feature?.string_statistics;
  if (numbers) return numbers.distribution ? 'numbers' : 'uncounted';
  if (texts?.distribution) return 'categories';
  return (texts?.common.num_present ?? 0) > 0 ? 'uncounted' : 'nothing';
}

/** Combines a feature's two distributions for one plot; undefined if they have no common axis. */
export function distributionOf({ before, after }: FeatureSides, facts: Facts): FeatureDistribution | undefined {
  const kinds = new Set([drawable(before), drawable(after)]);
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

/** Reason why a feature has no plot, in one sentence. */
export function noPictureReason({ before, after }: FeatureSides, sides: SideNames): string {
  const [old, current] = [drawable(before), drawable(after)];
  if (old === 'nothing' && current === 'nothing') return 'Neither side has a value.';
  for (const [kind, feature, name] of [
    [old, before, sides.before],
    [current, after, sides.after],
  ] as const) {
    if (kind !== 'uncounted') continue;
    const distinct = feature?.string_statistics?.distinct_count;
    return distinct === undefined
      ? `The statistics of the ${name} have no distribution of this feature.`
      : `The ${name} has ${distinct} distinct values, too many to count each.`;
  }
  return `The two sides have no common axis. In the ${sides.before}: ${describeValues(before)}. In the ${sides.after}: ${describeValues(after)}.`;
}

function tenBuckets(numbers: NumericalStatistics | undefined): NumericBucket[] {
  const buckets = numbers?.distribution?.kll.buckets ?? [];
  return buckets.map(({ lower_bound, upper_bound, count }) => ({ lower: lower_bound, upper: upper_bound, count }));
}

function categories(feature: FeatureStatistics | undefined): readonly CategoryBucket[] {
  return feature?.string_statistics?.distribution?.categorical.buckets ?? [];
}

const shownValues = 3;
const shownLetters = 40;

/** Summary of a column's values: `Integral, 1 to 7`, `String, 12 distinct: UA, AA, DL ...`. */
export function describeValues(feature: FeatureStatistics | undefined): string {
  if (!feature) return '–';
  const { inferred_type: type, numerical_statistics: numbers, string_statistics: texts } = feature;
  if (numbers) return `${type}, ${numbers.min} to ${numbers.max}`;
  if (!texts || texts.common.num_present === 0) return 'no value';
  const buckets = texts.distribution?.categorical.buckets ?? [];
  const named = buckets.slice(0, shownValues).map(({ value }) => shortened(value));
  const more = buckets.length > named.length ? ' ...' : '';
  return `${type}, ${texts.distinct_count} distinct${named.length > 0 ? `: ${named.join(', ')}${more}` : ''}`;
}

function shortened(value: string): string {
  const name = value === '' ? '(empty)' : value;
  return name.length > shownLetters ? `${name.slice(0, shownLetters - 1)}…` : name;
}
