import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { completenessOf } from '../../quality/profile/columnStatistics';

/**
 * Shift between two sides, to sort features that have no limit: the distance of the means in standard
 * deviations of the first side, or the largest difference of a category's share; 0 if unknown.
 */
export function meanShift(before: FeatureStatistics | undefined, after: FeatureStatistics | undefined): number {
  const [old, current] = [before?.numerical_statistics, after?.numerical_statistics];
  if (old && current) {
    const gap = Math.abs(current.mean - old.mean);
    return gap > 0 ? gap / old.std_dev : 0;
  }
  const [shares, others] = [sharesOf(before), sharesOf(after)];
  if (!shares || !others) return 0;
  const values = new Set([...shares.keys(), ...others.keys()]);
  return Math.max(0, ...[...values].map((value) => Math.abs((shares.get(value) ?? 0) - (others.get(value) ?? 0))));
}

function sharesOf(feature: FeatureStatistics | undefined): Map<string, number> | undefined {
  const buckets = feature?.string_statistics?.distribution?.categorical.buckets;
  const total = buckets?.reduce((sum, { count }) => sum + count, 0);
  return buckets && new Map(buckets.map(({ value, count }) => [value, count / (total || 1)]));
}

/** Share of a feature's values that are present, 0..1; undefined if unknown. */
export function presentShare(feature: FeatureStatistics | undefined): number | undefined {
  const counts = (feature?.numerical_statistics ?? feature?.string_statistics)?.common;
  return counts && completenessOf(counts.num_present, counts.num_missing);
}
