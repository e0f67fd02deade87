import type { PolicyStatement } from '@pulumi/aws/iam';
import { Queue, QueuePolicy } from '@pulumi/aws/sqs';
import * as pulumi from '@pulumi/pulumi';
import { policyDocument } from './policyDocument';

interface QueueWriter {
  readonly service: string;
  /** One or several, which may have an asterisk. */
  readonly arn: pulumi.Input<string> | readonly pulumi.Input<string>[];
}

interface QueueWithDeadLetterQueueArgs {
  /** Seconds that a reader has before a message is delivered again. */
  readonly visibilitySeconds: number;
  /** The services that write to the queue, such as `events.amazonaws.com`, each with the ARN of its resource: a rule, a topic. */
  readonly writers: readonly QueueWriter[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface QueueWithDeadLetterQueue {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly policy: QueuePolicy;
}

const fourteenDaysSeconds = 14 * 24 * 3600;

/**
 * An encrypted queue. A message that fails five times stays in the dead-letter queue for 14 days. Children
 * of the parent: `name`, `${name}-dead-letters` and `${name}-policy`.
 */
export function createQueueWithDeadLetterQueue(
  name: string,
  args: QueueWithDeadLetterQueueArgs,
  opts: pulumi.CustomResourceOptions,
): QueueWithDeadLetterQueue {
  const deadLetterQueue = createQueue(`${name}-dead-letters`, args.tags, opts);
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
    { queueUrl: queue.url, policy: policyDocument(args.writers.map((writer, i) => writerMaySend(queue, writer, i))) },
    opts,
  );
  return { queue, deadLetterQueue, policy };
}

/** An encrypted queue whose messages stay for 14 days. */
export function createQueue(
  name: string,
  tags: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
): Queue {
  return new Queue(name, queueArgs(tags), opts);
}

function queueArgs(tags: Readonly<Record<string, string>>) {
  return { sqsManagedSseEnabled: true, messageRetentionSeconds: fourteenDaysSeconds, tags };
}

/** Lets a service write to a queue on behalf of one resource. */
export function writerMaySend(queue: Queue, { service, arn }: QueueWriter, index = 0): PolicyStatement {
  return {
    Sid: index === 0 ? 'WriterMaySend' : `Writer${index + 1}MaySend`,
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sqs:SendMessage',
    Resource: queue.arn,
    Condition: { ArnEquals: { 'aws:SourceArn': arn as pulumi.Input<string> | pulumi.Input<string>[] } },
  };
}
