import { MetricAlarm } from '@pulumi/aws/cloudwatch';
import type * as pulumi from '@pulumi/pulumi';
import { alarmName, type Severity } from '../contract/alarmNames';

interface LimitAlarmArgs {
  readonly stack: string;
  /** @default warning */
  readonly severity?: Severity;
  /** In the place of an endpoint in the alarm's name, and what it is about. */
  readonly part: string;
  readonly what: string;
  /** What happened and what to do, a few sentences. */
  readonly text: pulumi.Input<string>;
  readonly metric: {
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions?: Readonly<Record<string, pulumi.Input<string>>>;
    readonly statistic: 'Maximum' | 'Sum';
  };
  /** The greatest value without an alarm. @default 0 */
  readonly limit?: number;
  /** @default 300 */
  readonly periodSeconds?: number;
  readonly topicArn: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** An alarm as long as the value of a period exceeds a limit; no data means that it does not. */
export function createLimitAlarm(name: string, args: LimitAlarmArgs, opts: pulumi.CustomResourceOptions): void {
  const {
    stack,
    severity = 'warning',
    part,
    what,
    text,
    metric,
    limit = 0,
    periodSeconds = 300,
    topicArn,
    tags,
  } = args;
  new MetricAlarm(
    name,
    {
      name: alarmName({ severity, stack, endpoint: part, what }),
      alarmDescription: text,
      ...metric,
      period: periodSeconds,
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: limit,
      treatMissingData: 'notBreaching',
      actionsEnabled: true,
      alarmActions: [topicArn],
      okActions: [topicArn],
      tags,
    },
    opts,
  );
}
