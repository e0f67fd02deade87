import type { MetricAlarmArgs } from '@pulumi/aws/cloudwatch';
import * as pulumi from '@pulumi/pulumi';
import { observabilityNamespace } from '../contract/metrics';

export interface MissingHoursArgs {
  /** Ids of the result and of the metric in the expression, and the result's label. */
  readonly id: string;
  readonly metricId: string;
  readonly label: string;
  readonly metric: {
    /** @default that of this project */
    readonly namespace?: string;
    readonly metricName: string;
    readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
    /** @default Maximum */
    readonly stat?: string;
  };
  /** Earlier hours count as fine; seconds since 1970. */
  readonly since: pulumi.Output<number>;
}

/**
 * Metric math of an alarm on missing data, so every hour gets a value: 0 before `since` (EPOCH returns a series without
 * gaps), then 1 if the metric is below 1 or missing ("Metric math syntax and functions" of the CloudWatch guide).
 */
export function missingHours(args: MissingHoursArgs): NonNullable<MetricAlarmArgs['metricQueries']> {
  const { id, metricId, label, metric, since } = args;
  return [
    {
      id,
      label,
      returnData: true,
      expression: pulumi.interpolate`IF(EPOCH(${metricId}) < ${since}, 0, IF(FILL(${metricId}, 0) < 1, 1, 0))`,
    },
    {
      id: metricId,
      metric: { namespace: observabilityNamespace, stat: 'Maximum', ...metric, period: 3600 },
    },
  ];
}
