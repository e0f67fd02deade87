import type { PolicyStatement } from '@pulumi/aws/iam';
import { Queue, QueuePolicy } from '@pulumi/aws/sqs';
import * as pulumi from '@pulumi/pulumi';
import { policyDocument } from './policyDocument';

interface QueueWithDeadLetterQueueArgs {
  /** Seconds that a reader has before a message is delivered again. */
  readonly visibilitySeconds: number;
  /** The service that writes to the queue, such as `events.amazonaws.com`. */
  readonly writer: string;
  /** ARNs of the writer's resources: rules, a topic. */
  readonly writerArn: pulumi.Input<string> | readonly pulumi.Input<string>[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface QueueWithDeadLetterQueue {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly policy: QueuePolicy;
}

const fourteenDaysSeconds = 14 * 24 * 3600;

/**
 * An encrypted queue that one service writes to. A message that fails five times stays in the dead-letter queue for 14 days. Children
 * of the parent: `name`, `${name}-dead-letters` and `${name}-policy`.
 */
export function createQueueWithDeadLetterQueue(
  name: string,
  args: QueueWithDeadLetterQueueArgs,
  opts: pulumi.CustomResourceOptions,
): QueueWithDeadLetterQueue {
  const deadLetterQueue = createDeadLetterQueue(`${name}-dead-letters`, args.tags, opts);
  const queue = new Queue(
    name,
    {
      ...queueArgs(args.tags),
      visibilityTimeoutSeconds: args.visibilitySeconds,
      redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetterQueue.arn, maxReceiveCount: 5 }),
    },
    opts,
  );
  const policy = new QueuePolicy(
    `${name}-policy`,
    { queueUrl: queue.url, policy: policyDocument([writerMaySend(queue, args)]) },
    opts,
  );
  return { queue, deadLetterQueue, policy };
}

/** An encrypted queue whose messages stay for 14 days. */
export function createDeadLetterQueue(
  name: string,
  tags: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
): Queue {
  return new Queue(name, queueArgs(tags), opts);
}

function queueArgs(tags: Readonly<Record<string, string>>) {
  return { sqsManagedSseEnabled: true, messageRetentionSeconds: fourteenDaysSeconds, tags };
}

function writerMaySend(queue: Queue, { writer, writerArn }: QueueWithDeadLetterQueueArgs): PolicyStatement {
  return {
    Sid: 'WriterMaySend',
    Effect: 'Allow',
    Principal: { Service: writer },
    Action: 'sqs:SendMessage',
    Resource: queue.arn,
    Condition: { ArnEquals: { 'aws:SourceArn': writerArn as pulumi.Input<string> | pulumi.Input<string>[] } },
  };
}
