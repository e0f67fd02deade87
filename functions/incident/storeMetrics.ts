import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { observabilityMetrics } from '../../contract/metrics';
import type { Report } from './incident';

/** One capture file arrived. */
export function captureMetrics(endpoint: string, at: Date): MetricDatum[] {
  return [datum(observabilityMetrics.capturedFiles, 1, at, { Endpoint: endpoint })];
}

/** A monitor ran. */
export function runMetrics(endpoint: string, at: Date): MetricDatum[] {
  return [datum(observabilityMetrics.monitorRuns, 1, at, { Endpoint: endpoint })];
}

/** What a report names, none also being said: its violations, in all and by check type. */
export function violationMetrics({ endpoint, violations }: Report, at: Date): MetricDatum[] {
  const byType = new Map<string, number>();
  for (const { constraint_check_type: type } of violations) byType.set(type, (byType.get(type) ?? 0) + 1);
  return [
    datum(observabilityMetrics.violations, violations.length, at, { Endpoint: endpoint }),
    ...[...byType].map(([type, count]) =>
      datum(observabilityMetrics.violations, count, at, { Endpoint: endpoint, CheckType: type }),
    ),
  ];
}

function datum(name: string, value: number, at: Date, dimensions: Readonly<Record<string, string>>): MetricDatum {
  return {
    MetricName: name,
    Value: value,
    Unit: 'Count',
    Timestamp: at,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
}
