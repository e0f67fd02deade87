/** Names of the CloudWatch metrics that this system reads and writes. */

/** Metrics of the managed monitor, per feature. Dimensions: `Endpoint`, `MonitoringSchedule`. */
export const dataMetricsNamespace = 'aws/sagemaker/Endpoints/data-metrics';

/** Metrics of this project's own functions. All are gauges: read them with the statistic Maximum. */
export const observabilityNamespace = 'ModelObservability';

export const observabilityMetrics = {
  /** Broken promises of one run, count, 0 when all hold. Dimensions: `Endpoint`, `Severity` (critical or warning). */
  brokenPromises: 'BrokenPromises',
  /** 1 for each run whose report is in the store. Dimension: `Endpoint`. */
  monitorRuns: 'MonitorRuns',
  /** Capture files of an hour so far, count. Dimension: `Endpoint`. */
  captureFiles: 'CaptureFiles',
  /** Share of a run's records that could not be used, 0..1. Dimension: `Endpoint`. */
  rejectedShare: 'RejectedShare',
  /** Distance of a feature's distribution from its baseline, 0..1. Dimensions: `Endpoint`, `Feature`. */
  driftDistance: 'DriftDistance',
  /** Share of a feature's values that are present, 0..1. Dimensions: `Endpoint`, `Feature`. */
  completeness: 'Completeness',
} as const;

/** Distance of a feature's distribution from its baseline, 0..1. */
export function driftMetric(feature: string): string {
  return `feature_baseline_drift_${feature}`;
}

/** Share of a feature's values that are present, 0..1. */
export function completenessMetric(feature: string): string {
  return `feature_completeness_${feature}`;
}
