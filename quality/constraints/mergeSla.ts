import type { Constraints, FeatureConstraints, MonitoringConfig, ValueRange } from '../../contract/modelMonitorFiles';
import type { FeatureSla, Sla, SwitchedOff } from '../../contract/sla';
import { effectiveConfig } from '../modelMonitor/monitoringConfig';

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
  range: (feature, { range }) => {
    if (!range) return undefined;
    const current = feature.num_constraints?.range ?? {};
    const bounds = [
      stricterBound('min', current.min, range.min, Math.max),
      stricterBound('max', current.max, range.max, Math.min),
    ].filter((bound) => bound !== undefined);
    if (bounds.length === 0) return undefined;
    const merged = Object.assign({ ...current }, ...bounds.map(({ side, value }) => ({ [side]: value }))) as ValueRange;
    // A contract that bounds a feature below zero says nothing of its sign, so the data's own promise stays.
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
    return {
      constraints: overridden(feature, { distribution_constraints: { [key]: driftLimit } }),
      changes: [`${feature.name}: drift threshold lowered from ${current} to the SLA's ${driftLimit}.`],
    };
  },
  off: (feature, { off = {} }) => {
    const checks = (Object.keys(switches) as (keyof SwitchedOff)[]).filter((check) => off[check] !== undefined);
    if (checks.length === 0) return undefined;
    return {
      constraints: checks.reduce((switched, check) => switches[check](switched), feature),
      changes: checks.map((check) => {
        const what = check === 'all' ? 'all checks' : `${check} check`;
        return `${feature.name}: ${what} switched off by the SLA: ${off[check] ?? ''}`;
      }),
    };
  },
} as const satisfies Record<Exclude<keyof FeatureSla, 'severity'>, MergeRule>;

type Bound = 'min' | 'max';

/** A bound where the SLA's is stricter than the current one, with the sentence that says so. */
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

/** How Model Monitor's file says that a check is not made: it has a switch for two of them, and thresholds. */
const switches = {
  all: (feature) => overridden(feature, { evaluate_constraints: 'Disabled' }),
  type: (feature) => overridden(feature, { datatype_check_threshold: 0 }),
  completeness: (feature) => ({ ...feature, completeness: 0 }),
  categories: (feature) => overridden(feature, { domain_content_threshold: 0 }),
  drift: (feature) => overridden(feature, { distribution_constraints: { perform_comparison: 'Disabled' } }),
} as const satisfies Record<keyof SwitchedOff, (feature: FeatureConstraints) => FeatureConstraints>;

type Overrides = NonNullable<FeatureConstraints['monitoringConfigOverrides']>;

function overridden(
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
 * The constraints with an SLA merged in. The stricter side wins, promise by promise: an SLA loosens what the data
 * suggested only where it switches a check off, and then with its reason. Features that the constraints don't have are left out; `slaProblems` names them.
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
