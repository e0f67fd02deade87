import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { metricNameOf, observabilityMetrics } from '../../contract/metrics';
import { rejectedShareOf } from '../../contract/rejectedShare';
import type { WindowSummary } from '../../contract/windowSummary';

/**
 * All metrics are gauges, read with the statistic Maximum: an event that is delivered twice publishes the same value
 * again and changes nothing.
 */

/** Metrics for a run: its report, and broken promises by severity (0 if all hold). */
export function runMetrics(summary: WindowSummary, at: Date): MetricDatum[] {
  const { endpoint, brokenPromises } = summary;
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
  ];
}

/**
 * Metrics for the rejected share, and for drift and completeness of each feature; optional, because each custom metric has
 * a price.
 */
export function featureMetrics({ endpoint, rows, rejected, features }: WindowSummary, at: Date): MetricDatum[] {
  const ofFeatures = features.flatMap(({ name, drift, completeness }) => {
    const dimensions = { Endpoint: endpoint, Feature: metricNameOf(name) };
    return [
      ...(drift ? [datum(observabilityMetrics.driftDistance, drift.distance, 'None', at, dimensions)] : []),
      datum(observabilityMetrics.completeness, completeness, 'None', at, dimensions),
    ];
  });
  if (rejected === undefined || rows + rejected === 0) return ofFeatures;
  return [
    datum(observabilityMetrics.rejectedShare, rejectedShareOf({ rows, rejected }), 'None', at, { Endpoint: endpoint }),
    ...ofFeatures,
  ];
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
