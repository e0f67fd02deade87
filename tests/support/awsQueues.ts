import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { AwsClients } from './awsClients';
import { localAccount } from './localAccount';

export async function makeQueue(aws: AwsClients, name: string): Promise<{ url: string; arn: string }> {
  const { QueueUrl = '' } = await aws.sqs.send(new CreateQueueCommand({ QueueName: name }));
  return { url: QueueUrl, arn: `arn:aws:sqs:${localAccount.region}:${localAccount.accountId}:${name}` };
}

/** Bodies of what waits in a queue; it is taken out of sight by that. */
export async function queuedBodies<T>(aws: AwsClients, url: string): Promise<T[]> {
  const found: T[] = [];
  for (;;) {
    const { Messages = [] } = await aws.sqs.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return found;
    found.push(...Messages.map((m) => JSON.parse(m.Body ?? '{}') as T));
  }
}

/** A queue, by its URL, behind a rule on events. */
export async function routeEvents(
  aws: AwsClients,
  name: string,
  pattern: unknown,
  state?: 'DISABLED',
): Promise<string> {
  const queue = await makeQueue(aws, `${name}-queue`);
  await aws.events.send(
    new PutRuleCommand({ Name: name, EventPattern: JSON.stringify(pattern), ...(state && { State: state }) }),
  );
  await aws.events.send(new PutTargetsCommand({ Rule: name, Targets: [{ Id: 'queue', Arn: queue.arn }] }));
  return queue.url;
}
