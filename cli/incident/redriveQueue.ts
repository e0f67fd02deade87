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
import type { IncidentMessage, MessageKind } from '../../contract/incidentMessage';
import {
  type ChangeEvent,
  changeDetailType,
  changeEventSchema,
  type MessageEvent,
  messageDetailType,
  messageSource,
  type RouteKind,
  readMessageEvent,
} from '../../contract/messageRoute';
import { messageNumber } from '../../incidents/document/incidentMessages';
import { messageBodies } from '../../incidents/message/messageBodies';

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
  /** Kind of the last message about the incident, if that is a later one: it is sent again behind this one. */
  readonly followedBy?: MessageKind;
}

interface RedriveOptions {
  readonly dryRun: boolean;
  /**
   * Returns the last message that was sent about an incident; undefined if that is the given one.
   * @default no message is sent again
   */
  readonly latestMessage?: (message: IncidentMessage) => Promise<IncidentMessage | undefined>;
}

/** Seconds that a received message stays hidden. */
const hiddenSeconds = 120;

/**
 * Sends the messages of a dead-letter queue where they failed, and deletes those that were accepted. Messages about incidents
 * go to the route that failed only, in the order of their numbers; events of another queue go back to that queue. What cannot
 * be read stays. A redrive that stops between sending and deleting leaves a message that a later one sends again, under the
 * same id.
 *
 * A receiver ignores the end of an incident that it does not know. If a message failed and a later one about its incident did
 * not, the last one is sent again behind it; otherwise the receiver would keep a closed incident open.
 */
export async function redriveQueue(
  clients: RedriveClients,
  queueUrl: string,
  options: RedriveOptions,
): Promise<RedrivenMessage[]> {
  const { sqs } = clients;
  const { queueUrls = [] } = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: queueUrl }));
  const received = (await receiveAll(sqs, queueUrl))
    .map((message) => readQueued(message, queueUrls[0]))
    .sort((a, b) => numberOf(a) - numberOf(b));
  const queuedIds = new Set(received.map(({ id, to }) => `${to} ${id}`));
  const redriven: RedrivenMessage[] = [];
  for (const message of received) {
    const outcome = await redrive(clients, message, queuedIds, options);
    const handle = { QueueUrl: queueUrl, ReceiptHandle: message.receipt };
    if (options.dryRun || outcome.problem !== undefined) {
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

/** An event on a bus, for one route. */
type BusEvent = { readonly bus: string } & (
  | { readonly type: typeof messageDetailType; readonly detail: MessageEvent }
  | { readonly type: typeof changeDetailType; readonly detail: ChangeEvent }
);

/** A message of a dead-letter queue, with what is sent: an event, or its body to the queue where it failed. */
interface QueuedMessage extends RedrivenMessage {
  readonly receipt: string | undefined;
  readonly event?: BusEvent;
  readonly queued?: { readonly url: string; readonly body: string };
}

function readQueued(message: Message, sourceUrl: string | undefined): QueuedMessage {
  const { MessageId: id = '', Body: body = '', ReceiptHandle: receipt } = message;
  const attribute = (name: string) => message.MessageAttributes?.[name]?.StringValue;
  const error = attribute('ERROR_MESSAGE') ?? attribute('ERROR_CODE');
  const known = { id, receipt, ...(error !== undefined && { error }) };
  const ruleArn = attribute('RULE_ARN');
  try {
    if (ruleArn !== undefined) return { ...known, ...readEvent(detailOf(body), ruleArn) };
  } catch (thrown) {
    return { ...known, problem: (thrown as Error).message };
  }
  if (sourceUrl === undefined) {
    return { ...known, problem: 'it names no rule, and the queue is the dead-letter queue of no other queue' };
  }
  return { ...known, to: `queue ${sourceUrl.split('/').at(-1)}`, queued: { url: sourceUrl, body } };
}

/** The event of a message or a change, for the route of a rule only. */
function readEvent(read: unknown, ruleArn: string): Pick<QueuedMessage, 'id' | 'to' | 'event'> {
  const { bus, rule } = parseRuleArn(ruleArn);
  const change = changeEventSchema.safeParse(read).data;
  if (change) {
    const route = routeOfRule(rule, change.changeRoutes);
    const detail = { ...change, changeRoutes: [route] };
    return { id: change.id, to: `route ${route}`, event: { bus, type: changeDetailType, detail } };
  }
  const event = readMessageEvent(read);
  const route = routeOfRule(rule, event.routes);
  const detail = { ...event, routes: [route] };
  return { id: event.message.id, to: `route ${route}`, event: { bus, type: messageDetailType, detail } };
}

/** Messages about an incident have numbers from 1; what has none comes first. */
const numberOf = ({ id, event }: QueuedMessage) => (event?.type === messageDetailType ? messageNumber(id) : 0);

async function redrive(
  { sqs, events }: RedriveClients,
  { receipt: _, event, queued, ...known }: QueuedMessage,
  queuedIds: ReadonlySet<string>,
  { dryRun, latestMessage }: RedriveOptions,
): Promise<RedrivenMessage> {
  if (known.problem !== undefined) return known;
  try {
    if (queued && !dryRun) await sqs.send(new SendMessageCommand({ QueueUrl: queued.url, MessageBody: queued.body }));
    if (!event) return known;
    if (!dryRun) await putEvent(events, event);
    if (event.type !== messageDetailType) return known;
    const latest = await latestMessage?.(event.detail.message);
    if (!latest || queuedIds.has(`${known.to} ${latest.id}`)) return known;
    const bodies = messageBodies(latest, Object.keys(event.detail.bodies) as RouteKind[]);
    if (!dryRun) await putEvent(events, { ...event, detail: { ...event.detail, message: latest, bodies } });
    return { ...known, followedBy: latest.kind };
  } catch (thrown) {
    return { ...known, to: undefined, problem: (thrown as Error).message };
  }
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

async function putEvent(events: EventBridgeClient, { bus, type, detail }: BusEvent): Promise<void> {
  const { Entries: [entry] = [] } = await events.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: bus, Source: messageSource, DetailType: type, Detail: JSON.stringify(detail) }],
    }),
  );
  if (entry?.ErrorCode !== undefined)
    throw new Error(`bus ${bus} refused it: ${entry.ErrorMessage ?? entry.ErrorCode}`);
}
