import type { Severity } from '../../contract/alarmNames';
import {
  type Constraints,
  type DistributionConstraints,
  type FeatureConstraints,
  type FeatureStatistics,
  type MonitoringConfig,
  rejectedCheckType,
  type Statistics,
  type Violation,
  violationText,
  windowCheckTypes,
} from '../../contract/modelMonitorFiles';
import type { FeatureSla, Sla, SwitchedOff, WindowLimits } from '../../contract/sla';
import { type BrokenPromise, type FeatureSummary, promiseChecks } from '../../contract/windowSummary';
import { rejectedViolation, tooFewRowsText } from '../constraints/windowJudgement';
import { featureDrift } from '../drift/featureDrift';
import { javaDouble } from '../modelMonitor/javaDouble';
import { effectiveConfig } from '../modelMonitor/monitoringConfig';
import { completenessOf } from '../profile/columnStatistics';

/** What an SLA promises of windows and features. */
type JudgedPromises = Pick<Sla, 'features'> & WindowLimits;

export interface ReportNumbers {
  readonly rows: number;
  readonly features: FeatureSummary[];
  readonly brokenPromises: BrokenPromise[];
  /** Why drift was not judged, in one sentence. */
  readonly tooFewRows?: string;
}

/** One feature of a report: its statistics, its numbers and its promises in the SLA. */
interface Comparison {
  readonly current: FeatureStatistics;
  readonly summary: FeatureSummary;
  readonly sla: FeatureSla;
  /** Minimum share of values that must be among the categories, 0..1. */
  readonly domainShare: number;
}

/**
 * Returns the numbers of a report, and the promises of the SLA that it breaks. Features match the baseline's by position,
 * as in the container; if the number of columns differs, only the report's own violations count. A limit in the SLA
 * replaces the limit that the report was made with. All other violations of the report are kept, except those on drift in a
 * window of fewer rows than the SLA requires.
 */
export function summarizeReport(args: {
  readonly statistics: Statistics;
  /** Undefined if the run wrote none, as a clean run of the managed container does. */
  readonly violations: readonly Violation[] | undefined;
  /** Rejected records and rows; undefined if the engine does not report them. */
  readonly rejected?: number | undefined;
  readonly baseline: { readonly statistics: Statistics; readonly constraints: Constraints };
  readonly sla: JudgedPromises;
}): ReportNumbers {
  const { statistics, violations = [], rejected, baseline, sla } = args;
  const rows = statistics.dataset.item_count;
  const tooFewRows = tooFewRowsText(rows, sla);
  const { constraints } = baseline;
  const matches = statistics.features.length === constraints.features.length;
  const compared = statistics.features.map((current, i) =>
    featureSummary(
      current,
      matches ? constraints.features[i] : undefined,
      matches ? baseline.statistics.features[i] : undefined,
      constraints,
      sla,
    ),
  );
  const own = matches
    ? compared.flatMap((summary, i) => {
        const current = statistics.features[i];
        const promises = slaOf(sla, summary.name);
        const domainShare = domainShareOf(constraints, i);
        return current && promises ? brokenBy({ current, summary, sla: promises, domainShare }) : [];
      })
    : [];
  const tooManyRejected = rejected === undefined ? undefined : rejectedViolation({ rows, rejected }, sla);
  const broken = new Set(own.map(nameOf));
  const reported = violations
    .filter(({ constraint_check_type: check }) => rejected === undefined || check !== rejectedCheckType)
    .flatMap((violation) => reportedBreach(violation, sla))
    .filter((breach) => broken.has(nameOf(breach)) || !(matches && isDecidedBySla(breach, sla)));
  const brokenPromises = mergePromises(
    [...own, ...(tooManyRejected ? reportedBreach(tooManyRejected, sla) : [])],
    reported,
  ).filter(({ check }) => tooFewRows === undefined || check !== promiseChecks.driftLimit);
  return { rows, features: compared, brokenPromises, tooFewRows };
}

function featureSummary(
  current: FeatureStatistics,
  constraints: FeatureConstraints | undefined,
  baseline: FeatureStatistics | undefined,
  { monitoring_config }: Constraints,
  sla: JudgedPromises,
): FeatureSummary {
  const counts = current.numerical_statistics?.common ?? current.string_statistics?.common;
  const [present, missing] = [counts?.num_present ?? 0, counts?.num_missing ?? 0];
  const name = constraints?.name ?? current.name;
  const drift =
    constraints &&
    baseline &&
    featureDrift(baseline, current, distributionRules(monitoring_config, constraints, slaOf(sla, name)));
  return {
    name,
    type: current.inferred_type,
    present,
    missing,
    completeness: completenessOf(present, missing),
    ...(drift && { drift: { distance: drift.distance, limit: drift.threshold } }),
  };
}

/** How a feature is compared: by the baseline's constraints, with the SLA's limit and switches on top. */
function distributionRules(
  config: MonitoringConfig,
  constraints: FeatureConstraints,
  promises: FeatureSla | undefined,
): DistributionConstraints {
  const rules = effectiveConfig(config, constraints).distribution_constraints;
  if (promises?.off?.drift !== undefined || promises?.off?.all !== undefined)
    return { ...rules, perform_comparison: 'Disabled' };
  const limit = promises?.driftLimit;
  return limit === undefined
    ? rules
    : { ...rules, comparison_threshold: limit, categorical_comparison_threshold: limit };
}

function domainShareOf({ features, monitoring_config }: Constraints, i: number): number {
  const feature = features[i];
  return feature ? effectiveConfig(monitoring_config, feature).domain_content_threshold : 1;
}

const slaOf = (sla: JudgedPromises, feature: string): FeatureSla | undefined =>
  Object.hasOwn(sla.features, feature) ? sla.features[feature] : undefined;

type Promised = keyof typeof promiseChecks;

/** For each promise, a function that describes how a feature breaks it; it returns undefined if the promise holds. */
const breaches = {
  completeness: ({ summary, sla }) =>
    sla.completeness === undefined || summary.completeness >= sla.completeness
      ? undefined
      : `Completeness ${javaDouble(summary.completeness)} is below the promised ${javaDouble(sla.completeness)}.`,
  driftLimit: ({ summary, sla }) =>
    sla.driftLimit === undefined || !summary.drift || summary.drift.distance <= summary.drift.limit
      ? undefined
      : `Drift distance ${javaDouble(summary.drift.distance)} exceeds the promised ${javaDouble(summary.drift.limit)}.`,
  categories: ({ current, sla, domainShare }) => {
    const buckets = current.string_statistics?.distribution?.categorical.buckets;
    if (!sla.categories || !buckets) return undefined;
    const unknownBuckets = buckets.filter(({ value }) => !sla.categories?.includes(value));
    const unknown = unknownBuckets.length;
    const rowsOf = (counted: typeof buckets) => counted.reduce((sum, { count }) => sum + count, 0);
    return unknown === 0 || 1 - rowsOf(unknownBuckets) / rowsOf(buckets) >= domainShare
      ? undefined
      : `${unknown} of ${buckets.length} categories are not among the promised categories.`;
  },
  nonNegative: ({ current, sla }) => {
    const min = current.numerical_statistics?.min;
    return !sla.nonNegative || min === undefined || min >= 0
      ? undefined
      : `The smallest value ${javaDouble(min)} is negative.`;
  },
  range: ({ current, sla }) => {
    const observed = current.numerical_statistics;
    if (!sla.range || !observed) return undefined;
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = sla.range;
    return observed.min >= min && observed.max <= max
      ? undefined
      : `Values from ${javaDouble(observed.min)} to ${javaDouble(observed.max)} are outside the promised range.`;
  },
} as const satisfies Record<Promised, (comparison: Comparison) => string | undefined>;

function brokenBy(comparison: Comparison): BrokenPromise[] {
  return (Object.keys(breaches) as Promised[]).flatMap((promise): BrokenPromise[] => {
    const description = breaches[promise](comparison);
    if (description === undefined) return [];
    const { summary, sla } = comparison;
    return [{ feature: summary.name, check: promiseChecks[promise], severity: sla.severity, description }];
  });
}

/** Keys of an SLA's `off`, by check type. */
const switchOf: Readonly<Record<string, keyof SwitchedOff>> = {
  data_type_check: 'type',
  completeness_check: 'completeness',
  categorical_values_check: 'categories',
  baseline_drift_check: 'drift',
};

/** Checks of a window as a whole, whose violations name no feature. */
const wholeWindowChecks: readonly string[] = ['missing_column_check', 'extra_column_check', ...windowCheckTypes];

/** Returns a violation of the report as a broken promise; none if the SLA switches its check off. */
function reportedBreach(violation: Violation, sla: JudgedPromises): BrokenPromise[] {
  const { feature_name: feature, constraint_check_type: check } = violation;
  const description = violationText(violation);
  const promises = slaOf(sla, feature);
  const off = promises?.off;
  const switchName = switchOf[check];
  if (off && (off.all !== undefined || (switchName !== undefined && off[switchName] !== undefined))) return [];
  const isWholeWindow = wholeWindowChecks.includes(check);
  return [
    { feature, check, severity: isWholeWindow ? highestSeverity(sla) : (promises?.severity ?? 'warning'), description },
  ];
}

/** Whether the SLA has its own limit for a check that the statistics can decide. */
function isDecidedBySla({ feature, check }: BrokenPromise, sla: JudgedPromises): boolean {
  const promises = slaOf(sla, feature);
  if (check === promiseChecks.completeness) return promises?.completeness !== undefined;
  return check === promiseChecks.driftLimit && promises?.driftLimit !== undefined;
}

const nameOf = ({ check, feature }: BrokenPromise) => `${check} ${feature}`;

/** Severity of a window that cannot be judged, which breaks every promise: the highest severity in the SLA. */
function highestSeverity(sla: JudgedPromises): Severity {
  const used = Object.values(sla.features).map(({ severity }) => severity);
  return used.includes('critical') ? 'critical' : 'warning';
}

/** Returns one entry per feature and check. The report's own text takes precedence, because people search for it. */
function mergePromises(own: readonly BrokenPromise[], reported: readonly BrokenPromise[]): BrokenPromise[] {
  const entries = [...own, ...reported].map((broken) => [nameOf(broken), broken] as const);
  return [...new Map(entries).values()].sort(
    (a, b) => a.check.localeCompare(b.check) || a.feature.localeCompare(b.feature),
  );
}
