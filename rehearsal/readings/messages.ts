import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Route } from '../../contract/alarmNames';
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
  const notice = JSON.parse(text) as AlarmNotice;
  return {
    route,
    at: new Date(notice.StateChangeTime).toISOString(),
    alarmName: notice.AlarmName,
    state: notice.NewStateValue,
    summary: notice.NewStateReason,
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
