import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { metricNameOf, observabilityMetrics } from '../../contract/metrics';
import { rejectedShareOf } from '../../contract/rejectedShare';
import type { WindowSummary } from '../../contract/windowSummary';

/**
 * All metrics are gauges, read with the statistic Maximum: an event that is delivered twice publishes the same value
 * again and changes nothing.
 */

/**
 * Metrics for a run: its report, broken promises by severity (0 if all hold), and the rejected share where it is not 0:
 * CloudWatch charges a metric only for the hours in which it gets values.
 */
export function runMetrics(summary: WindowSummary, at: Date): MetricDatum[] {
  const { endpoint, rows, rejected = 0, brokenPromises } = summary;
  const ofEndpoint = { Endpoint: endpoint };
  return [
    datum(observabilityMetrics.monitorRuns, 1, 'Count', at, ofEndpoint),
    ...(['critical', 'warning'] as const).map((severity) =>
      datum(
        observabilityMetrics.brokenPromises,
        brokenPromises.filter((broken) => broken.severity === severity).length,
        'Count',
        at,
        { ...ofEndpoint, Severity: severity },
      ),
    ),
    ...(rejected === 0
      ? []
      : [datum(observabilityMetrics.rejectedShare, rejectedShareOf({ rows, rejected }), 'None', at, ofEndpoint)]),
  ];
}

/** Metrics for drift and completeness of each feature; optional, because each custom metric has a price. */
export function featureMetrics({ endpoint, features }: WindowSummary, at: Date): MetricDatum[] {
  return features.flatMap(({ name, drift, completeness }) => {
    const dimensions = { Endpoint: endpoint, Feature: metricNameOf(name) };
    return [
      ...(drift ? [datum(observabilityMetrics.driftDistance, drift.distance, 'None', at, dimensions)] : []),
      datum(observabilityMetrics.completeness, completeness, 'None', at, dimensions),
    ];
  });
}

function datum(
  name: string,
  value: number,
  unit: 'Count' | 'None',
  at: Date,
  dimensions: Readonly<Record<string, string>>,
): MetricDatum {
  return {
    MetricName: name,
    Value: value,
    Unit: unit,
    Timestamp: at,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
}
