import { DeleteMessageCommand, ListQueuesCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { alarmName, type Route } from '../../contract/alarmNames';
import type { IncidentMessage } from '../../contract/incidentMessage';
import type { AlarmState, MessageRow } from '../model/rehearsalReport';

/** The parts of CloudWatch's notification that the report shows. */
interface AlarmNotice {
  readonly AlarmName: string;
  readonly NewStateValue: AlarmState;
  readonly NewStateReason: string;
  readonly StateChangeTime: string;
}

/** Bodies of notifications by route, in any order. Returns the messages, oldest first. */
export function toMessageRows(notices: Readonly<Record<Route, readonly string[]>>): MessageRow[] {
  return (Object.keys(notices) as Route[])
    .flatMap((route) => notices[route].map((notice) => toMessageRow(route, notice)))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function toMessageRow(route: Route, text: string): MessageRow {
  const message = JSON.parse(text) as AlarmNotice | IncidentMessage;
  const notice = 'AlarmName' in message ? message : asNotice(message);
  return {
    route,
    at: new Date(notice.StateChangeTime).toISOString(),
    alarmName: notice.AlarmName,
    state: notice.NewStateValue,
    summary: notice.NewStateReason,
  };
}

/** A message about an incident, as the pager gets it. */
function asNotice({
  severity,
  stack,
  endpoint,
  thread,
  kind,
  headline,
  closed,
  lastWindow,
}: IncidentMessage): AlarmNotice {
  return {
    AlarmName: alarmName({ severity, stack, endpoint, what: thread }),
    NewStateValue: kind === 'closed' ? 'OK' : 'ALARM',
    NewStateReason: headline,
    StateChangeTime: closed ?? lastWindow,
  };
}

/** Receives and deletes every message in a queue, and returns their bodies. */
export async function emptyQueue(sqs: SQSClient, queueUrl: string): Promise<string[]> {
  const bodies: string[] = [];
  for (;;) {
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    if (messages.length === 0) return bodies;
    for (const { Body = '', ReceiptHandle } of messages) {
      bodies.push(Body);
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    }
  }
}

/** The messages in the queue of canaries, which the program names. */
export async function readCanaries(sqs: SQSClient): Promise<string[]> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'messages-canaries' }));
  return (await Promise.all(QueueUrls.map((url) => emptyQueue(sqs, url)))).flat();
}
