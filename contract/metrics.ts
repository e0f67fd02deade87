import { createHash } from 'node:crypto';

/** Names of the CloudWatch metrics that this system reads and writes. */

/** Metrics of the managed monitor, per feature. Dimensions: `Endpoint`, `MonitoringSchedule`. */
export const dataMetricsNamespace = 'aws/sagemaker/Endpoints/data-metrics';

/**
 * Metrics of this project. Those of its functions are gauges: read them with the statistic Maximum. Metric filters count
 * `RecordedCalls`: read it with Sum.
 */
export const observabilityNamespace = 'ModelObservability';

export const observabilityMetrics = {
  /** Broken promises of one run, count, 0 when all hold. Dimensions: `Endpoint`, `Severity` (critical or warning). */
  brokenPromises: 'BrokenPromises',
  /** 1 for each run whose report is in the store. Dimension: `Endpoint`. */
  monitorRuns: 'MonitorRuns',
  /** Share of a run's records that could not be used, above 0 to 1; no value means 0. Dimension: `Endpoint`. */
  rejectedShare: 'RejectedShare',
  /** Distance of a feature's distribution from its baseline, 0..1. Dimensions: `Endpoint`, `Feature` (`metricNameOf`). */
  driftDistance: 'DriftDistance',
  /** Share of a feature's values that are present, 0..1. Dimensions: `Endpoint`, `Feature` (`metricNameOf`). */
  completeness: 'Completeness',
  /** Recorded calls on the monitoring that neither a deployment nor an approval made, count; no value means 0. */
  recordedCalls: 'RecordedCalls',
  /** 1 for a scheduled self-check that found no fault, 0 for one that found some. Dimension: `Stack`. */
  cleanChecks: 'CleanChecks',
} as const;

/** The longest name; metric names of the managed monitor put up to 32 characters before it, and CloudWatch allows 255. */
const maxNameLength = 200;

/** Derived names end like this, so a feature with such a name gets a derived one too. */
const derivedEnd = /-[0-9a-f]{16}$/;

/**
 * Name of a feature in metrics and dimensions. It is the feature's own name where CloudWatch accepts and shows it as it is:
 * printable ASCII, no colon at the start, no blank at an end, no `${` (a dynamic label). Otherwise it is the name's letters
 * and digits and 16 hex digits of the SHA-256 of the name, so that two features never share one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html
 */
export function metricNameOf(feature: string): string {
  const isAccepted = /^(?![: ])[ -~]+(?<! )$/.test(feature) && !feature.includes('${');
  if (isAccepted && feature.length <= maxNameLength && !derivedEnd.test(feature)) return feature;
  const letters = feature
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9.]+/g, '_')
    .replace(/^[_.]+|[_.]+$/g, '')
    .slice(0, 100);
  const hash = createHash('sha256').update(feature).digest('hex').slice(0, 16);
  return `${letters || 'feature'}-${hash}`;
}

/** Distance of a feature's distribution from its baseline, 0..1. */
export function driftMetric(feature: string): string {
  return `feature_baseline_drift_${metricNameOf(feature)}`;
}

/** Share of a feature's values that are present, 0..1. */
export function completenessMetric(feature: string): string {
  return `feature_completeness_${metricNameOf(feature)}`;
}
