import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { observabilityMetrics } from '../../contract/metrics';
import type { Report } from './incident';

/** Metrics for a capture file. */
export function countCapture(endpoint: string, at: Date): MetricDatum[] {
  return [composeDatum(observabilityMetrics.capturedFiles, 1, at, { Endpoint: endpoint })];
}

/** Metrics for a run. */
export function countRun(endpoint: string, at: Date): MetricDatum[] {
  return [composeDatum(observabilityMetrics.monitorRuns, 1, at, { Endpoint: endpoint })];
}

/** Metrics for a report's violations, in total (also 0) and by check type. */
export function countViolations({ endpoint, violations }: Report, at: Date): MetricDatum[] {
  const byType = new Map<string, number>();
  for (const { constraint_check_type: type } of violations) byType.set(type, (byType.get(type) ?? 0) + 1);
  return [
    composeDatum(observabilityMetrics.violations, violations.length, at, { Endpoint: endpoint }),
    ...[...byType].map(([type, count]) =>
      composeDatum(observabilityMetrics.violations, count, at, { Endpoint: endpoint, CheckType: type }),
    ),
  ];
}

function composeDatum(
  name: string,
  value: number,
  at: Date,
  dimensions: Readonly<Record<string, string>>,
): MetricDatum {
  return {
    MetricName: name,
    Value: value,
    Unit: 'Count',
    Timestamp: at,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
}
