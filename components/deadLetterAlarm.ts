import { MetricAlarm } from '@pulumi/aws/cloudwatch';
import type { Queue } from '@pulumi/aws/sqs';
import type * as pulumi from '@pulumi/pulumi';
import { alarmName } from '../contract/alarmNames';

interface DeadLetterAlarmArgs {
  readonly stack: string;
  /** In the place of an endpoint in the alarm's name. */
  readonly part: string;
  /** What happened and what to do, one or two sentences. */
  readonly text: pulumi.Input<string>;
  readonly queue: Queue;
  readonly topicArn: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** A warning as long as a dead-letter queue has messages. */
export function createDeadLetterAlarm(
  name: string,
  { stack, part, text, queue, topicArn, tags }: DeadLetterAlarmArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  new MetricAlarm(
    name,
    {
      name: alarmName({ severity: 'warning', stack, endpoint: part, what: 'dead-letters' }),
      alarmDescription: text,
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: queue.name },
      statistic: 'Maximum',
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
