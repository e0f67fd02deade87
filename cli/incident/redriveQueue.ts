import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ListDeadLetterSourceQueuesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import {
  changeDetailType,
  changeEventSchema,
  messageDetailType,
  messageSource,
  readMessageEvent,
} from '../../contract/messageRoute';

interface RedriveClients {
  readonly sqs: SQSClient;
  readonly events: EventBridgeClient;
}

/** What was done with a message of a dead-letter queue, or would be in a dry run. */
export interface RedrivenMessage {
  /** Id of the message about the incident, or of the message of the queue. */
  readonly id: string;
  /** Where it is sent: `route <name>` or `queue <name>`; absent if it stays in the dead-letter queue. */
  readonly to?: string;
  /** Why it was not delivered, as far as its attributes tell. */
  readonly error?: string;
  /** Why it stays. */
  readonly problem?: string;
}

/** Seconds that a received message stays hidden. */
const hiddenSeconds = 120;

/**
 * Sends the messages of a dead-letter queue where they failed, and deletes those that were accepted. Messages about incidents
 * go to the route that failed only; events of another queue go back to that queue. What cannot be read stays. A redrive that
 * stops between sending and deleting leaves a message that a later one sends again, under the same id.
 */
export async function redriveQueue(
  clients: RedriveClients,
  queueUrl: string,
  { dryRun }: { readonly dryRun: boolean },
): Promise<RedrivenMessage[]> {
  const { sqs } = clients;
  const { queueUrls = [] } = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: queueUrl }));
  const received = await receiveAll(sqs, queueUrl);
  const redriven: RedrivenMessage[] = [];
  for (const message of received) {
    const outcome = await redrive(clients, message, queueUrls[0], dryRun);
    const handle = { QueueUrl: queueUrl, ReceiptHandle: message.ReceiptHandle };
    if (dryRun || outcome.problem !== undefined) {
      await sqs.send(new ChangeMessageVisibilityCommand({ ...handle, VisibilityTimeout: 0 }));
    } else {
      await sqs.send(new DeleteMessageCommand(handle));
    }
    redriven.push(outcome);
  }
  return redriven;
}

async function receiveAll(sqs: SQSClient, queueUrl: string): Promise<Message[]> {
  const messages = new Map<string | undefined, Message>();
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: hiddenSeconds,
        WaitTimeSeconds: 1,
        MessageAttributeNames: ['All'],
      }),
    );
    for (const message of Messages) messages.set(message.MessageId, message);
    if (Messages.length === 0) return [...messages.values()];
  }
}

async function redrive(
  { sqs, events }: RedriveClients,
  message: Message,
  sourceUrl: string | undefined,
  dryRun: boolean,
): Promise<RedrivenMessage> {
  const { MessageId: id = '', Body: body = '' } = message;
  const attribute = (name: string) => message.MessageAttributes?.[name]?.StringValue;
  const error = attribute('ERROR_MESSAGE') ?? attribute('ERROR_CODE');
  const known = { id, ...(error !== undefined && { error }) };
  try {
    const ruleArn = attribute('RULE_ARN');
    if (ruleArn !== undefined) {
      const { bus, rule } = parseRuleArn(ruleArn);
      const { id, route, detailType, detail } = readEvent(detailOf(body), rule);
      if (!dryRun) await putEvent(events, bus, detailType, JSON.stringify(detail));
      return { ...known, id, to: `route ${route}` };
    }
    if (sourceUrl === undefined) {
      return { ...known, problem: 'it names no rule, and the queue is the dead-letter queue of no other queue' };
    }
    if (!dryRun) await sqs.send(new SendMessageCommand({ QueueUrl: sourceUrl, MessageBody: body }));
    return { ...known, to: `queue ${sourceUrl.split('/').at(-1)}` };
  } catch (thrown) {
    return { ...known, problem: (thrown as Error).message };
  }
}

/** The event of a message or a change, for the route of a rule only. */
function readEvent(read: unknown, rule: string) {
  const change = changeEventSchema.safeParse(read).data;
  if (change) {
    const route = routeOfRule(rule, change.changeRoutes);
    return { id: change.id, route, detailType: changeDetailType, detail: { ...change, changeRoutes: [route] } };
  }
  const event = readMessageEvent(read);
  const route = routeOfRule(rule, event.routes);
  return { id: event.message.id, route, detailType: messageDetailType, detail: { ...event, routes: [route] } };
}

function detailOf(body: string): unknown {
  const event: unknown = JSON.parse(body);
  return (event as { detail?: unknown } | null)?.detail;
}

/** Bus and name of a rule, `arn:aws:events:<region>:<account>:rule/<bus>/<name>`. */
function parseRuleArn(arn: string): { bus: string; rule: string } {
  const [, bus, rule] = arn.split('/');
  if (bus === undefined || rule === undefined) throw new Error(`rule ${arn} is not of a bus of its own`);
  return { bus, rule };
}

/** The route of a rule: its name is `messages-<route>-<hex>`, with `-close` or `-change` behind the route for other addresses. */
function routeOfRule(rule: string, routes: readonly string[]): string {
  const name = /^messages-(?<name>.+)-[0-9a-f]{7}$/.exec(rule)?.groups?.['name'];
  const route =
    routes.find((one) => one === name) ?? routes.find((one) => [`${one}-close`, `${one}-change`].includes(name ?? ''));
  if (route === undefined) throw new Error(`rule ${rule} is of none of the routes ${routes.join(', ')}`);
  return route;
}

async function putEvent(events: EventBridgeClient, bus: string, detailType: string, detail: string): Promise<void> {
  const { Entries: [entry] = [] } = await events.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: bus, Source: messageSource, DetailType: detailType, Detail: detail }],
    }),
  );
  if (entry?.ErrorCode !== undefined)
    throw new Error(`bus ${bus} refused it: ${entry.ErrorMessage ?? entry.ErrorCode}`);
}
