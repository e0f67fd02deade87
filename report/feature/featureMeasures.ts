import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { completenessOf } from '../../quality/profile/columnStatistics';

/**
 * How far two sides differ, to order features of equal drift: the distance of the means in standard deviations of the first
 * side, or the largest difference in the share of a category; 0 if the sides cannot be compared.
 */
export function meanShift(before: FeatureStatistics | undefined, after: FeatureStatistics | undefined): number {
  const [old, current] = [before?.numerical_statistics, after?.numerical_statistics];
  if (old && current) {
    const gap = Math.abs(current.mean - old.mean);
    return gap > 0 ? gap / old.std_dev : 0;
  }
  const [shares, others] = [categoryShares(before), categoryShares(after)];
  if (!shares || !others) return 0;
  const values = new Set([...shares.keys(), ...others.keys()]);
  return Math.max(0, ...[...values].map((value) => Math.abs((shares.get(value) ?? 0) - (others.get(value) ?? 0))));
}

function categoryShares(feature: FeatureStatistics | undefined): Map<string, number> | undefined {
  const buckets = feature?.string_statistics?.distribution?.categorical.buckets;
  const total = buckets?.reduce((sum, { count }) => sum + count, 0);
  return buckets && new Map(buckets.map(({ value, count }) => [value, count / (total || 1)]));
}

/** Share of a feature's values that are present, 0..1; undefined if the statistics do not contain it. */
export function presentShare(feature: FeatureStatistics | undefined): number | undefined {
  const counts = (feature?.numerical_statistics ?? feature?.string_statistics)?.common;
  return counts && completenessOf(counts.num_present, counts.num_missing);
}
