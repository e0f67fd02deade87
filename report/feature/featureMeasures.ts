import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { completenessOf } from '../../quality/profile/columnStatistics';

/**
 * How far two sides are apart at a glance, to order features that no limit tells apart: the means' distance in standard
 * deviations of the first side, or the largest gap of a category's share; 0 where that can't be said.
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

/** Share of a feature's values that are present, 0..1; undefined where the statistics don't say. */
export function presentShare(feature: FeatureStatistics | undefined): number | undefined {
  const common = (feature?.numerical_statistics ?? feature?.string_statistics)?.common;
  return common && completenessOf(common.num_present, common.num_missing);
}
