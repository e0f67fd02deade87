import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Route } from '../../contract/alarmNames';
import type { AwsClients } from '../aws/awsClients';
import type { LocalAws } from '../localAws/localAws';
import type { AlarmState, MessageRow } from '../model/rehearsalReport';
import type { Pager } from '../standIns/pager';

/** What CloudWatch says in a notification. */
interface AlarmNotice {
  readonly AlarmName: string;
  readonly NewStateValue: AlarmState;
  readonly NewStateReason: string;
  readonly StateChangeTime: string;
}

/** Every message that reached a person or the ticket queue since the start, oldest first. The queue is emptied. */
export async function collectMessages(
  aws: LocalAws,
  { sqs }: AwsClients,
  pager: Pager,
  ticketQueueUrl: string,
): Promise<MessageRow[]> {
  const tickets: string[] = [];
  for (;;) {
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: ticketQueueUrl, MaxNumberOfMessages: 10 }),
    );
    if (messages.length === 0) break;
    for (const { Body = '', ReceiptHandle } of messages) {
      tickets.push(Body);
      await sqs.send(new DeleteMessageCommand({ QueueUrl: ticketQueueUrl, ReceiptHandle }));
    }
  }
  const mails = (await aws.mailbox()).filter(({ protocol }) => protocol === 'email').map(({ message }) => message);
  return [
    ...pager.notifications.map((message) => messageRow('pager', message)),
    ...mails.map((message) => messageRow('digest', message)),
    ...tickets.map((message) => messageRow('tickets', message)),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function messageRow(route: Route, message: string): MessageRow {
  const notice = JSON.parse(message) as AlarmNotice;
  return {
    route,
    at: new Date(notice.StateChangeTime).toISOString(),
    alarmName: notice.AlarmName,
    state: notice.NewStateValue,
    summary: notice.NewStateReason,
  };
}
