import {
  type CheckType,
  type Constraints,
  type FeatureConstraints,
  type FeatureStatistics,
  isStrictCheck,
  type MonitoringConfig,
  type Statistics,
  type ValueRange,
  type Violation,
  type WindowCheckType,
  withCause,
} from '../../contract/modelMonitorFiles';
import { featureDrift } from '../drift/featureDrift';
import { javaDouble } from '../modelMonitor/javaDouble';
import { effectiveConfig } from '../modelMonitor/monitoringConfig';
import { type ColumnProfile, completenessOf } from '../profile/columnStatistics';
import { domainCause, typeCause } from './violationCause';

/** One feature of a window with its baseline. */
interface Comparison {
  readonly constraints: FeatureConstraints;
  readonly config: MonitoringConfig;
  readonly column: ColumnProfile;
  readonly baseline: FeatureStatistics | undefined;
}

type FeatureCheck = Exclude<CheckType, 'missing_column_check' | 'extra_column_check' | WindowCheckType>;

/** One function per check type: returns the description of a violation, or undefined. */
const featureChecks = {
  data_type_check: ({ constraints, config, column }) => {
    const expected = constraints.inferred_type;
    if (expected === 'Unknown' || column.present === 0) return undefined;
    // An Integral value does not satisfy Fractional. Booleans have no type of their own in these files.
    const matching = column.types[expected] + (expected === 'String' ? column.types.Boolean : 0);
    const percent = (matching / column.present) * 100;
    if (percent / 100 >= config.datatype_check_threshold) return undefined;
    const expectedPercent = javaDouble(config.datatype_check_threshold * 100);
    return `Data type match requirement is not met. Expected data type: ${expected}, Expected match: ${expectedPercent}%. Observed: Only ${javaDouble(percent)}% of data is ${expected}.`;
  },
  completeness_check: ({ constraints, column }) => {
    const observed = completenessOf(column.present, column.missing);
    if (observed >= constraints.completeness) return undefined;
    return `Data completeness requirement is not met. Expected: ${javaDouble(constraints.completeness * 100)}%. Observed: Only ${javaDouble(observed * 100)}%.`;
  },
  baseline_drift_check: ({ config, column, baseline }) => {
    const drift = baseline && featureDrift(baseline, column.statistics, config.distribution_constraints);
    if (!drift || drift.distance <= drift.threshold) return undefined;
    return `Baseline drift distance: ${javaDouble(drift.distance)} exceeds threshold: ${javaDouble(drift.threshold)}`;
  },
  categorical_values_check: ({ constraints, config, column }) => {
    const domains = constraints.string_constraints?.domains;
    if (!domains || column.present === 0) return undefined;
    const inside = [...new Set(domains)].reduce((sum, value) => sum + (column.counts.get(value) ?? 0), 0);
    const percent = (inside / column.present) * 100;
    if (percent / 100 >= config.domain_content_threshold) return undefined;
    const expectedPercent = javaDouble(config.domain_content_threshold * 100);
    return `Value match requirement is not met. Expected match: ${expectedPercent}%. Observed: Only ${javaDouble(percent)}% of data is in the domain.`;
  },
  // The strict checks apply to numeric columns; a column with texts is left to the type check.
  non_negative_check: ({ constraints, column }) => {
    const min = column.statistics.numerical_statistics?.min;
    if (!constraints.num_constraints?.is_non_negative || min === undefined || min >= 0) return undefined;
    return `Non-negative requirement is not met. Expected: no value below 0.0. Observed: the least value is ${javaDouble(min)}.`;
  },
  range_check: ({ constraints, column }) => {
    const range = constraints.num_constraints?.range;
    const observed = column.statistics.numerical_statistics;
    if (!range || !observed) return undefined;
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = range;
    if (observed.min >= min && observed.max <= max) return undefined;
    return `Value range requirement is not met. Expected: ${rangeText(range)}. Observed: ${rangeText(observed)}.`;
  },
} as const satisfies Record<FeatureCheck, (comparison: Comparison) => string | undefined>;

/** One function per check type whose cause can be told. */
const featureCauses: Partial<
  Record<FeatureCheck, (comparison: Pick<Comparison, 'constraints' | 'column'>) => string | undefined>
> = {
  data_type_check: ({ constraints, column }) => typeCause(constraints.inferred_type, column),
  categorical_values_check: ({ constraints, column }) =>
    domainCause(constraints.string_constraints?.domains ?? [], column),
};

/**
 * The violations of a window. Columns match by position. A wrong number of columns is then the only violation, because
 * columns cannot be matched. Strict mode adds the checks that the managed container skips.
 */
export function checkConstraints(args: {
  columns: readonly ColumnProfile[];
  statistics: Statistics;
  constraints: Constraints;
  /** @default false */
  strict?: boolean;
  /** False for a window with too few rows. @default true */
  judgesDrift?: boolean;
  /** Why there are other columns than the baseline's, in one sentence. */
  shapeCause?: string | undefined;
}): Violation[] {
  const { columns, statistics, constraints, strict = false, judgesDrift = true, shapeCause } = args;
  const checks = (Object.keys(featureChecks) as FeatureCheck[]).filter(
    (check) => (strict || !isStrictCheck(check)) && (judgesDrift || check !== 'baseline_drift_check'),
  );
  if (constraints.monitoring_config.evaluate_constraints === 'Disabled') return [];
  const count = columnCountViolation(columns.length, constraints.features.length);
  if (count) return [withCause(count, shapeCause)];
  return constraints.features.flatMap((feature, i): Violation[] => {
    const column = columns[i];
    const config = effectiveConfig(constraints.monitoring_config, feature);
    if (!column || config.evaluate_constraints === 'Disabled') return [];
    const baseline = statistics.features[i];
    const causeOf = (check: FeatureCheck) => featureCauses[check]?.({ constraints: feature, column });
    return checks.flatMap((check): Violation[] => {
      const description = featureChecks[check]({ constraints: feature, config, column, baseline });
      if (!description) return [];
      const violation = { feature_name: feature.name, constraint_check_type: check, description };
      return [withCause(violation, causeOf(check))];
    });
  });
}

function rangeText({ min, max }: ValueRange): string {
  const lower = min === undefined ? undefined : `at least ${javaDouble(min)}`;
  const upper = max === undefined ? undefined : `at most ${javaDouble(max)}`;
  return [lower, upper].filter((bound) => bound !== undefined).join(' and ');
}

function columnCountViolation(current: number, baseline: number): Violation | undefined {
  if (current === baseline) return undefined;
  const kind = current > baseline ? 'extra' : 'missing';
  return {
    feature_name: kind === 'extra' ? 'Extra columns' : 'Missing columns',
    constraint_check_type: `${kind}_column_check`,
    description: `There are ${kind} columns in current dataset. Number of columns in current dataset: ${current}, Number of columns in baseline constraints: ${baseline}`,
  };
}
