import assert from 'node:assert/strict';
import type { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { checkSubscriptions } from '../../../cli/doctor/subscriptionCheck';

type Subscription = { readonly SubscriptionArn: string; readonly Endpoint: string };
const confirmed = { SubscriptionArn: 'arn:aws:sns:eu-west-1:1:alerts:1', Endpoint: 'ana@example.com' };
const pending = (Endpoint: string) => ({ SubscriptionArn: 'PendingConfirmation', Endpoint });

/** The line of the check on a topic with these pages of subscriptions. */
async function line(pages: readonly (readonly Subscription[])[], topic = 'topic') {
  const cloudWatch = {
    send: async ({ input }: DescribeAlarmsCommand) => {
      assert.equal(input.AlarmNamePrefix, 'critical.prod.');
      return { MetricAlarms: topic === '' ? [] : [{ AlarmActions: [topic] }] };
    },
  };
  const sns = {
    send: async ({ input }: ListSubscriptionsByTopicCommand) => {
      assert.equal(input.TopicArn, topic);
      const page = Number(input.NextToken ?? 0);
      return { Subscriptions: pages[page], NextToken: page + 1 < pages.length ? String(page + 1) : undefined };
    },
  };
  const [found] = await checkSubscriptions({ cloudWatch, sns } as never, 'prod');
  return `${found?.status}: ${found?.text}`;
}

describe("doctor's check of subscriptions", () => {
  it('names addresses that are not confirmed, on every page', async () => {
    assert.equal(
      await line([[confirmed, pending('ben@example.com')], [pending('eva@example.com')]]),
      'problem: not confirmed, so that they get no mail: ben@example.com, eva@example.com; each must open the link in the mail of AWS Notifications',
    );
  });

  it('accepts confirmed ones, and a stack before its first update', async () => {
    assert.equal(await line([[confirmed]]), 'ok: subscriptions of the topic that are confirmed: 1');
    assert.equal(await line([], ''), 'ok: the stack has no topic yet');
  });
});
