import type { Queue } from '@pulumi/aws/sqs';
import * as pulumi from '@pulumi/pulumi';
import type { Severity } from '../contract/alarmNames';
import { createLimitAlarm } from './limitAlarm';
import type { QueueWithDeadLetterQueue } from './queueWithDeadLetterQueue';

interface QueueAlarmArgs {
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
export function createDeadLetterAlarm(name: string, args: QueueAlarmArgs, opts: pulumi.CustomResourceOptions): void {
  const metric = metricOf(args.queue, 'ApproximateNumberOfMessagesVisible');
  createLimitAlarm(name, { ...args, what: 'dead-letters', metric }, opts);
}

interface QueueAlarmsArgs extends Omit<QueueAlarmArgs, 'text' | 'queue'> {
  readonly queues: QueueWithDeadLetterQueue;
  /** What the messages are, and what is missing until they are handled. */
  readonly messages: string;
  readonly missing: string;
  /** Function that reads the queue. */
  readonly reader: string;
}

/** Longer than all deliveries of a message that fails, which is then in the dead-letter queue. */
const longestDelaySeconds = 3600;

/**
 * Alarms on the queue of a function: its oldest message waits for more than an hour, as nothing reads the queue, or messages
 * are in the dead-letter queue. Children of the parent: `${name}-delay-alarm` and `${name}-dead-letters-alarm`.
 */
export function createQueueAlarms(name: string, args: QueueAlarmsArgs, opts: pulumi.CustomResourceOptions): void {
  const { messages, missing, reader } = args;
  const { queue, deadLetterQueue } = args.queues;
  createLimitAlarm(
    `${name}-delay-alarm`,
    {
      ...args,
      what: 'delayed',
      text: pulumi.interpolate`${messages} wait for more than an hour in queue ${queue.name}; ${missing}. Check that function ${reader} runs: its log, its concurrency, and its event source mapping.`,
      metric: metricOf(queue, 'ApproximateAgeOfOldestMessage'),
      limit: longestDelaySeconds,
    },
    opts,
  );
  createDeadLetterAlarm(
    `${name}-dead-letters-alarm`,
    {
      ...args,
      queue: deadLetterQueue,
      text: pulumi.interpolate`${messages} failed repeatedly and are in the dead-letter queue; ${missing}. Read the log of function ${reader}, fix the cause, then redrive queue ${deadLetterQueue.name}.`,
    },
    opts,
  );
}

/** "Available CloudWatch metrics for Amazon SQS" of its developer guide. */
function metricOf(queue: Queue, metricName: string) {
  return { namespace: 'AWS/SQS', metricName, dimensions: { QueueName: queue.name }, statistic: 'Maximum' as const };
}
