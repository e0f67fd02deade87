import { metricNameOf } from '../../contract/metrics';

/** A feature's name as it is, and beside it the name of its metrics if CloudWatch needs another one. */
export function featureName(feature: string): string {
  const metricName = metricNameOf(feature);
  return metricName === feature ? feature : `${feature} (in metrics: ${metricName})`;
}
