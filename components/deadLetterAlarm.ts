import type { Queue } from '@pulumi/aws/sqs';
import type * as pulumi from '@pulumi/pulumi';
import type { Severity } from '../contract/alarmNames';
import { createCountAlarm } from './countAlarm';

interface DeadLetterAlarmArgs {
  readonly stack: string;
  /** @default warning */
  readonly severity?: Severity;
  /** In the place of an endpoint in the alarm's name. */
  readonly part: string;
  /** What happened and what to do, one or two sentences. */
  readonly text: pulumi.Input<string>;
  readonly queue: Queue;
  readonly topicArn: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** An alarm as long as a dead-letter queue has messages. */
export function createDeadLetterAlarm(
  name: string,
  { queue, ...args }: DeadLetterAlarmArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  createCountAlarm(
    name,
    {
      ...args,
      what: 'dead-letters',
      metric: {
        namespace: 'AWS/SQS',
        metricName: 'ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: queue.name },
        statistic: 'Maximum',
      },
    },
    opts,
  );
}
