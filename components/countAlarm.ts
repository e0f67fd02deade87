import { MetricAlarm } from '@pulumi/aws/cloudwatch';
import type * as pulumi from '@pulumi/pulumi';
import { alarmName, type Severity } from '../contract/alarmNames';

interface CountAlarmArgs {
  readonly stack: string;
  /** @default warning */
  readonly severity?: Severity;
  /** In the place of an endpoint in the alarm's name, and what it counts. */
  readonly part: string;
  readonly what: string;
  /** What happened and what to do, a few sentences. */
  readonly text: pulumi.Input<string>;
  /** Where the count comes from. */
  readonly metric: {
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions?: Readonly<Record<string, pulumi.Input<string>>>;
    readonly statistic: 'Maximum' | 'Sum';
  };
  readonly topicArn: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** An alarm as long as a count of five minutes is above zero; no data means zero. */
export function createCountAlarm(name: string, args: CountAlarmArgs, opts: pulumi.CustomResourceOptions): void {
  const { stack, severity = 'warning', part, what, text, metric, topicArn, tags } = args;
  new MetricAlarm(
    name,
    {
      name: alarmName({ severity, stack, endpoint: part, what }),
      alarmDescription: text,
      ...metric,
      period: 300,
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      treatMissingData: 'notBreaching',
      actionsEnabled: true,
      alarmActions: [topicArn],
      okActions: [topicArn],
      tags,
    },
    opts,
  );
}
