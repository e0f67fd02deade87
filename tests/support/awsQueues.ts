import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { AwsClients } from './awsClients';
import { localAccount } from './localAccount';

export async function makeQueue(aws: AwsClients, name: string): Promise<{ url: string; arn: string }> {
  const { QueueUrl = '' } = await aws.sqs.send(new CreateQueueCommand({ QueueName: name }));
  return { url: QueueUrl, arn: `arn:aws:sqs:${localAccount.region}:${localAccount.accountId}:${name}` };
}

/** Receives the messages in a queue, which are hidden then, and returns their bodies. */
export async function queuedBodies<T>(aws: AwsClients, url: string): Promise<T[]> {
  const bodies: T[] = [];
  for (;;) {
    const { Messages = [] } = await aws.sqs.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map((m) => JSON.parse(m.Body ?? '{}') as T));
  }
}

/** Makes a rule on events with a queue as its target, and returns the queue's URL. */
export async function routeEvents(
  aws: AwsClients,
  name: string,
  pattern: unknown,
  state?: 'DISABLED',
): Promise<string> {
  const queue = await makeQueue(aws, `${name}-queue`);
  await aws.events.send(new PutRuleCommand({ Name: name, EventPattern: JSON.stringify(pattern), State: state }));
  await aws.events.send(new PutTargetsCommand({ Rule: name, Targets: [{ Id: 'queue', Arn: queue.arn }] }));
  return queue.url;
}
