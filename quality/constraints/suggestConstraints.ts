import type {
  Constraints,
  FeatureConstraints,
  FeatureStatistics,
  MonitoringConfig,
  Statistics,
} from '../../contract/modelMonitorFiles';
import { suggestedMonitoringConfig } from '../modelMonitor/monitoringConfig';
import { completenessOf } from '../profile/columnStatistics';

/** The constraints that a data set suggests. */
export function suggestConstraints(statistics: Statistics): Constraints {
  return {
    version: 0,
    features: statistics.features.map(constraintsOf),
    monitoring_config: structuredClone(suggestedMonitoringConfig) as MonitoringConfig,
  };
}

function constraintsOf(feature: FeatureStatistics): FeatureConstraints {
  const { name, inferred_type, numerical_statistics, string_statistics } = feature;
  const presence = numerical_statistics?.common ?? string_statistics?.common;
  const domains = domainsOf(feature);
  return {
    name,
    inferred_type,
    completeness: presence ? completenessOf(presence.num_present, presence.num_missing) : 0,
    ...(numerical_statistics && { num_constraints: { is_non_negative: numerical_statistics.min >= 0 } }),
    ...(domains && { string_constraints: { domains } }),
  };
}

/** The values of a column with few values, of which at most a tenth occur once. */
function domainsOf(feature: FeatureStatistics): string[] | undefined {
  const buckets = feature.string_statistics?.distribution?.categorical.buckets;
  if (!buckets) return undefined;
  const uniqueValues = buckets.filter((bucket) => bucket.count === 1).length;
  return uniqueValues <= buckets.length / 10 ? buckets.map((bucket) => bucket.value) : undefined;
}
