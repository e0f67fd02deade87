/** Metrics of the managed monitor, per feature. Dimensions: `Endpoint`, `MonitoringSchedule`. */
export const dataMetricsNamespace = 'aws/sagemaker/Endpoints/data-metrics';

/** Metrics of this project's functions. Dimension: `Endpoint`; `Violations` also with `CheckType`. */
export const observabilityNamespace = 'ModelObservability';

export const observabilityMetrics = {
  /** Violations in one report; also with dimension `CheckType`, one datum per violated check type. */
  violations: 'Violations',
  /** 1 for each run whose statistics arrived in the store, with or without violations. */
  monitorRuns: 'MonitorRuns',
  /** 1 for each capture file that arrived in the store. */
  capturedFiles: 'CapturedFiles',
} as const;

/** Distance of a feature's distribution from its baseline, 0..1. */
export function driftMetric(feature: string): string {
  return `feature_baseline_drift_${feature}`;
}

/** Share of a feature's values that are present, 0..1. */
export function completenessMetric(feature: string): string {
  return `feature_completeness_${feature}`;
}
