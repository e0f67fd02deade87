import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { completenessOf } from '../../quality/profile/columnStatistics';

/** Share of a feature's values that are present, 0..1; undefined where the statistics don't say. */
export function presentShare(feature: FeatureStatistics | undefined): number | undefined {
  const common = (feature?.numerical_statistics ?? feature?.string_statistics)?.common;
  return common && completenessOf(common.num_present, common.num_missing);
}
