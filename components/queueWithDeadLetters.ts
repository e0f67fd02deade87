import type { PolicyStatement } from '@pulumi/aws/iam';
import { Queue, QueuePolicy } from '@pulumi/aws/sqs';
import * as pulumi from '@pulumi/pulumi';
import { policyDocument } from './policyDocument';

interface QueueWithDeadLettersArgs {
  /** How long a reader has before a message is handed out again. */
  readonly visibilitySeconds: number;
  /** The service that writes to the queue, such as `events.amazonaws.com`. */
  readonly writer: string;
  /** ARN of the writer's resource: a rule, a topic. */
  readonly writerArn: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface QueueWithDeadLetters {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly policy: QueuePolicy;
}

const fourteenDaysSeconds = 14 * 24 * 3600;

/**
 * An encrypted queue that one writer may fill; what fails five times waits 14 days among the dead letters. Children are
 * `name`, `${name}-dead-letters` and `${name}-policy` of the parent.
 */
export function queueWithDeadLetters(
  name: string,
  args: QueueWithDeadLettersArgs,
  opts: pulumi.CustomResourceOptions,
): QueueWithDeadLetters {
  const common = { sqsManagedSseEnabled: true, messageRetentionSeconds: fourteenDaysSeconds, tags: args.tags };
  const deadLetters = new Queue(`${name}-dead-letters`, common, opts);
  const queue = new Queue(
    name,
    {
      ...common,
      visibilityTimeoutSeconds: args.visibilitySeconds,
      redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 5 }),
    },
    opts,
  );
  const policy = new QueuePolicy(
    `${name}-policy`,
    { queueUrl: queue.url, policy: policyDocument([writerMaySend(queue, args)]) },
    opts,
  );
  return { queue, deadLetters, policy };
}

function writerMaySend(queue: Queue, { writer, writerArn }: QueueWithDeadLettersArgs): PolicyStatement {
  return {
    Sid: 'WriterMaySend',
    Effect: 'Allow',
    Principal: { Service: writer },
    Action: 'sqs:SendMessage',
    Resource: queue.arn,
    Condition: { ArnEquals: { 'aws:SourceArn': writerArn } },
  };
}
