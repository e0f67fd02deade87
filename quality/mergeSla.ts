import type { Constraints, FeatureConstraints, MonitoringConfig } from '../contract/modelMonitorFiles';
import type { FeatureSla, Sla } from '../contract/sla';
import { effectiveConfig } from './effectiveConfig';

interface Merge {
  constraints: FeatureConstraints;
  /** One sentence for each change. */
  changes: string[];
}

type MergeRule = (feature: FeatureConstraints, sla: FeatureSla, config: MonitoringConfig) => Merge | undefined;

/** One rule a promise of the SLA; undefined when the constraints are as strict already. */
const rules = {
  completeness: (feature, { completeness }) => {
    if (completeness === undefined || completeness <= feature.completeness) return undefined;
    return {
      constraints: { ...feature, completeness },
      changes: [`${feature.name}: completeness raised from ${feature.completeness} to the SLA's ${completeness}.`],
    };
  },
  nonNegative: (feature, { nonNegative }) => {
    if (!nonNegative || feature.num_constraints?.is_non_negative) return undefined;
    return {
      constraints: { ...feature, num_constraints: { ...feature.num_constraints, is_non_negative: true } },
      changes: [`${feature.name}: must not be negative, by the SLA.`],
    };
  },
  categories: (feature, { categories }) => {
    if (!categories) return undefined;
    const suggested = feature.string_constraints?.domains;
    const allowed = new Set(categories);
    const domains = suggested ? suggested.filter((value) => allowed.has(value)) : [...allowed];
    if (suggested && domains.length === suggested.length) return undefined;
    const kept = domains.length > 0 ? domains.join(', ') : 'none';
    return {
      constraints: { ...feature, string_constraints: { ...feature.string_constraints, domains } },
      changes: [`${feature.name}: categories limited to ${kept}, by the SLA.`],
    };
  },
  driftLimit: (feature, { driftLimit }, config) => {
    if (driftLimit === undefined) return undefined;
    const key = feature.inferred_type === 'String' ? 'categorical_comparison_threshold' : 'comparison_threshold';
    const { distribution_constraints } = effectiveConfig(config, feature);
    const current = distribution_constraints[key] ?? distribution_constraints.comparison_threshold;
    if (driftLimit >= current) return undefined;
    const overrides = feature.monitoringConfigOverrides;
    return {
      constraints: {
        ...feature,
        monitoringConfigOverrides: {
          ...overrides,
          distribution_constraints: { ...overrides?.distribution_constraints, [key]: driftLimit },
        },
      },
      changes: [`${feature.name}: drift threshold lowered from ${current} to the SLA's ${driftLimit}.`],
    };
  },
} as const satisfies Record<Exclude<keyof FeatureSla, 'severity'>, MergeRule>;

/**
 * The constraints with an SLA merged in. The stricter side wins, promise by promise: an SLA never loosens what the
 * data suggested. Features that the constraints don't have are left out; `slaProblems` names them.
 */
export function mergeSla(constraints: Constraints, sla: Sla): { constraints: Constraints; changes: string[] } {
  const changes: string[] = [];
  const features = constraints.features.map((feature) => {
    const featureSla = Object.hasOwn(sla.features, feature.name) ? sla.features[feature.name] : undefined;
    if (!featureSla) return feature;
    return (Object.values(rules) as MergeRule[]).reduce((merged, rule) => {
      const merge = rule(merged, featureSla, constraints.monitoring_config);
      changes.push(...(merge?.changes ?? []));
      return merge?.constraints ?? merged;
    }, feature);
  });
  return { constraints: { ...constraints, features }, changes };
}
