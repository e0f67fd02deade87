import { type CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { ListSubscriptionsByTopicCommand, type SNSClient } from '@aws-sdk/client-sns';
import { alarmNamePrefix } from '../../contract/alarmNames';
import { andMore } from '../../contract/andMore';
import { type Check, runCheck } from './check';

interface SubscriptionClients {
  readonly cloudWatch: Pick<CloudWatchClient, 'send'>;
  readonly sns: Pick<SNSClient, 'send'>;
}

const check = 'subscriptions';
/** Addresses that a line names. */
const listedAddresses = 10;

/** Whether the readers of a deployed stack's mails have confirmed their subscription of its topic. */
export function checkSubscriptions(clients: SubscriptionClients, stack: string): Promise<readonly Check[]> {
  return runCheck(check, 'cloudwatch:DescribeAlarms and sns:ListSubscriptionsByTopic', async () => {
    const topic = await findTopic(clients, stack);
    if (topic === undefined) return { check, status: 'ok', text: 'the stack has no topic yet' };
    const { pending, count } = await readSubscriptions(clients, topic);
    if (pending.length === 0)
      return { check, status: 'ok', text: `subscriptions of the topic that are confirmed: ${count}` };
    const text = `not confirmed, so that they get no mail: ${andMore(pending, listedAddresses)}; each must open the link in the mail of AWS Notifications`;
    return { check, status: 'problem', text };
  });
}

/** The topic of the stack's alarms; undefined before the first update. */
async function findTopic({ cloudWatch }: SubscriptionClients, stack: string): Promise<string | undefined> {
  const AlarmNamePrefix = alarmNamePrefix({ severity: 'critical', stack });
  const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix, MaxRecords: 1 }));
  return MetricAlarms[0]?.AlarmActions?.[0];
}

async function readSubscriptions({ sns }: SubscriptionClients, TopicArn: string) {
  const pending: string[] = [];
  let count = 0;
  let next: string | undefined;
  do {
    const page = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken: next }));
    const subscriptions = page.Subscriptions ?? [];
    count += subscriptions.length;
    for (const { SubscriptionArn, Endpoint = '' } of subscriptions) {
      if (SubscriptionArn === 'PendingConfirmation') pending.push(Endpoint);
    }
    next = page.NextToken;
  } while (next !== undefined);
  return { pending, count };
}
