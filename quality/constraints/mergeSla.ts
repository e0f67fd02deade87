import type { Constraints, FeatureConstraints, MonitoringConfig, ValueRange } from '../../contract/modelMonitorFiles';
import type { FeatureSla, Sla, SwitchedOff, Thresholds } from '../../contract/sla';
import { effectiveConfig } from '../modelMonitor/monitoringConfig';

interface Merge {
  constraints: FeatureConstraints;
  /** One sentence for each change. */
  changes: string[];
}

type MergeRule = (feature: FeatureConstraints, sla: FeatureSla, config: MonitoringConfig) => Merge | undefined;

/** One rule per promise of the SLA; returns undefined if the constraints are already as strict. */
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
  range: (feature, { range }) => {
    if (!range) return undefined;
    const current = feature.num_constraints?.range ?? {};
    const bounds = [
      stricterBound('min', current.min, range.min, Math.max),
      stricterBound('max', current.max, range.max, Math.min),
    ].filter((bound) => bound !== undefined);
    if (bounds.length === 0) return undefined;
    const merged = Object.assign({ ...current }, ...bounds.map(({ side, value }) => ({ [side]: value }))) as ValueRange;
    // A lower bound below zero does not replace the constraint that the data suggested.
    const is_non_negative = feature.num_constraints?.is_non_negative ?? false;
    return {
      constraints: { ...feature, num_constraints: { ...feature.num_constraints, is_non_negative, range: merged } },
      changes: bounds.map(({ sentence }) => `${feature.name}: ${sentence}`),
    };
  },
  categories: (feature, { categories }) => {
    if (!categories) return undefined;
    const suggested = feature.string_constraints?.domains;
    const allowed = new Set(categories);
    const domains = suggested ? suggested.filter((value) => allowed.has(value)) : [...allowed];
    if (suggested && domains.length === suggested.length) return undefined;
    const allowedText = domains.length > 0 ? domains.join(', ') : 'none';
    return {
      constraints: { ...feature, string_constraints: { ...feature.string_constraints, domains } },
      changes: [`${feature.name}: categories limited to ${allowedText}, by the SLA.`],
    };
  },
  thresholds: (feature, { thresholds = {} }, config) => {
    const { changes, overrides } = changedThresholds(thresholds, effectiveConfig(config, feature), feature.name);
    return changes.length === 0 ? undefined : { constraints: overrideConfig(feature, overrides), changes };
  },
  driftLimit: (feature, { driftLimit }, config) => {
    if (driftLimit === undefined) return undefined;
    const key = feature.inferred_type === 'String' ? 'categorical_comparison_threshold' : 'comparison_threshold';
    const { distribution_constraints } = effectiveConfig(config, feature);
    const current = distribution_constraints[key] ?? distribution_constraints.comparison_threshold;
    if (driftLimit >= current) return undefined;
    return {
      constraints: overrideConfig(feature, { distribution_constraints: { [key]: driftLimit } }),
      changes: [`${feature.name}: drift threshold lowered from ${current} to the SLA's ${driftLimit}.`],
    };
  },
  off: (feature, { off = {} }) => {
    const checks = (Object.keys(switches) as (keyof SwitchedOff)[]).filter((check) => off[check] !== undefined);
    if (checks.length === 0) return undefined;
    return {
      constraints: checks.reduce((switched, check) => switches[check](switched), feature),
      changes: checks.map((check) => {
        const checkText = check === 'all' ? 'all checks' : `${check} check`;
        return `${feature.name}: ${checkText} switched off by the SLA: ${off[check] ?? ''}`;
      }),
    };
  },
} as const satisfies Record<Exclude<keyof FeatureSla, 'severity'>, MergeRule>;

type Bound = 'min' | 'max';

/** The SLA's bound and a sentence about the change, if the bound is stricter than the current one. */
function stricterBound(
  side: Bound,
  current: number | undefined,
  promised: number | undefined,
  stricter: (...values: number[]) => number,
) {
  if (promised === undefined) return undefined;
  const value = current === undefined ? promised : stricter(current, promised);
  if (value === current) return undefined;
  const [limit, verb] = side === 'min' ? ['least', 'raised'] : ['greatest', 'lowered'];
  const sentence =
    current === undefined
      ? `${limit} value allowed is ${promised}, by the SLA.`
      : `${limit} value allowed ${verb} from ${current} to the SLA's ${promised}.`;
  return { side, value, sentence };
}

/** How Model Monitor's file switches a check off: two checks have switches, the others thresholds. */
const switches = {
  all: (feature) => overrideConfig(feature, { evaluate_constraints: 'Disabled' }),
  type: (feature) => overrideConfig(feature, { datatype_check_threshold: 0 }),
  completeness: (feature) => ({ ...feature, completeness: 0 }),
  categories: (feature) => overrideConfig(feature, { domain_content_threshold: 0 }),
  drift: (feature) => overrideConfig(feature, { distribution_constraints: { perform_comparison: 'Disabled' } }),
} as const satisfies Record<keyof SwitchedOff, (feature: FeatureConstraints) => FeatureConstraints>;

/** Where Model Monitor's file has a threshold of an SLA, and its name in a sentence. */
const thresholdSettings = {
  type: { key: 'datatype_check_threshold', name: 'type threshold' },
  domain: { key: 'domain_content_threshold', name: 'domain threshold' },
  drift: { distributionKey: 'comparison_threshold', name: 'drift threshold' },
  categoricalDrift: { distributionKey: 'categorical_comparison_threshold', name: 'categorical drift threshold' },
  method: { distributionKey: 'comparison_method', name: 'drift method' },
  categoricalMethod: { distributionKey: 'categorical_drift_method', name: 'categorical drift method' },
} as const satisfies Record<
  keyof Thresholds,
  { readonly name: string } & (
    | { readonly key: keyof MonitoringConfig }
    | { readonly distributionKey: keyof MonitoringConfig['distribution_constraints'] }
  )
>;

/** The thresholds that differ from those of a config, as overrides, with a sentence for each. */
function changedThresholds(thresholds: Thresholds, config: MonitoringConfig, subject: string) {
  const changes: string[] = [];
  const top: Record<string, unknown> = {};
  const distribution: Record<string, unknown> = {};
  for (const key of Object.keys(thresholdSettings) as (keyof Thresholds)[]) {
    const setting = thresholdSettings[key];
    const value = thresholds[key];
    const current = 'key' in setting ? config[setting.key] : config.distribution_constraints[setting.distributionKey];
    if (value === undefined || value === current) continue;
    if ('key' in setting) top[setting.key] = value;
    else distribution[setting.distributionKey] = value;
    changes.push(`${subject}: ${setting.name} changed from ${current ?? 'none'} to the SLA's ${value}.`);
  }
  const isPlain = Object.keys(distribution).length === 0;
  const overrides: Overrides = isPlain ? top : { ...top, distribution_constraints: distribution };
  return { changes, overrides };
}

type Overrides = NonNullable<FeatureConstraints['monitoringConfigOverrides']>;

function overrideConfig(
  feature: FeatureConstraints,
  { distribution_constraints: distribution, ...rest }: Overrides,
): FeatureConstraints {
  const current = feature.monitoringConfigOverrides;
  return {
    ...feature,
    monitoringConfigOverrides: {
      ...current,
      ...rest,
      ...(distribution && { distribution_constraints: { ...current?.distribution_constraints, ...distribution } }),
    },
  };
}

/**
 * Merges an SLA into constraints. For each promise the stricter side wins; its thresholds replace the suggested ones, and a
 * check is switched off only with a reason. Ignores features that the constraints lack; `slaProblems` reports them.
 */
export function mergeSla(constraints: Constraints, sla: Sla): { constraints: Constraints; changes: string[] } {
  const ofAll = changedThresholds(sla.thresholds ?? {}, constraints.monitoring_config, 'all features');
  const monitoring_config = effectiveConfig(constraints.monitoring_config, {
    monitoringConfigOverrides: ofAll.overrides,
  });
  const changes = [...ofAll.changes];
  const features = constraints.features.map((feature) => {
    const featureSla = Object.hasOwn(sla.features, feature.name) ? sla.features[feature.name] : undefined;
    if (!featureSla) return feature;
    return (Object.values(rules) as MergeRule[]).reduce((merged, rule) => {
      const merge = rule(merged, featureSla, monitoring_config);
      changes.push(...(merge?.changes ?? []));
      return merge?.constraints ?? merged;
    }, feature);
  });
  return { constraints: { ...constraints, features, monitoring_config }, changes };
}
