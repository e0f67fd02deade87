import type { DistributionConstraints, FeatureStatistics } from '../../contract/modelMonitorFiles';
import { type CategoryCounts, categoricalDistance, chiSquaredDistance, numericDistance } from './distributionDistance';

/** Distance of a feature from its baseline, and the threshold above which it is a violation; both 0..1. */
interface Drift {
  readonly distance: number;
  readonly threshold: number;
}

/** The drift of one feature; undefined if the comparison is switched off, the types differ or a side has no distribution. */
export function featureDrift(
  baseline: FeatureStatistics,
  current: FeatureStatistics,
  config: DistributionConstraints,
): Drift | undefined {
  if (config.perform_comparison === 'Disabled' || baseline.inferred_type !== current.inferred_type) return undefined;
  const sketches = [baseline, current].map((side) => side.numerical_statistics?.distribution?.kll.sketch.data);
  if (sketches[0] && sketches[1]) {
    const distance = numericDistance(sketches[0], sketches[1], config.comparison_method);
    return distance === undefined ? undefined : { distance, threshold: config.comparison_threshold };
  }
  const [left, right] = [categoriesOf(baseline), categoriesOf(current)];
  return left && right ? categoricalDrift(left, right, config) : undefined;
}

function categoricalDrift(a: CategoryCounts, b: CategoryCounts, config: DistributionConstraints): Drift | undefined {
  const threshold = config.categorical_comparison_threshold ?? config.comparison_threshold;
  if (config.categorical_drift_method === 'ChiSquared') {
    // The threshold is the test's significance level: drift when p is below it.
    const distance = chiSquaredDistance(a, b);
    return distance === undefined ? undefined : { distance, threshold: 1 - threshold };
  }
  const distance = categoricalDistance(a, b, config.comparison_method);
  return distance === undefined ? undefined : { distance, threshold };
}

function categoriesOf(feature: FeatureStatistics): CategoryCounts | undefined {
  const buckets = feature.string_statistics?.distribution?.categorical.buckets;
  return buckets && new Map(buckets.map(({ value, count }) => [value, count]));
}
