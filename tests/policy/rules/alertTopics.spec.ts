import assert from 'node:assert/strict';
import { alertTopics } from '../../../policy/rules/alertTopics';
import { subscription, topic } from '../monitoredStack';
import { runRule, type StackResource, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };
const fit = 'sqs, lambda, firehose, application, sms, email, email-json, https';
const unreached = (only: string) =>
  `Topic 'alerts' has no reliable subscriber${only}: add an aws.sns.TopicSubscription with protocol ${fit}.`;

function policy(statement: object): StackResource {
  return {
    type: 'aws:sns/topicPolicy:TopicPolicy',
    name: 'alerts-policy',
    props: { arn: unknown, policy: { Statement: [statement] } },
    from: { arn: ['alerts'] },
  };
}
const open = { Sid: 'All', Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sns:Publish', Resource: '*' };

describe('alert-topics', () => {
  it('passes a topic with a key and one reliable subscriber', async () => {
    for (const protocol of fit.split(', ')) {
      assert.deepEqual(await runRule(alertTopics, [topic, subscription(protocol), subscription('http')]), clean);
    }
  });

  it('reports a topic without subscribers, or only with plain HTTP', async () => {
    assert.deepEqual((await runRule(alertTopics, [topic])).violations, [['alerts', unreached('')]]);
    assert.deepEqual((await runRule(alertTopics, [topic, subscription('http')])).violations, [
      ['alerts', unreached(' (only http)')],
    ]);
  });

  it('reports a topic whose only subscriber filters the body of an e-mail, which is plain text', async () => {
    const filtered = (protocol: string) => {
      const plain = subscription(protocol);
      return { ...plain, props: { ...plain.props, filterPolicyScope: 'MessageBody' } };
    };
    assert.deepEqual((await runRule(alertTopics, [topic, filtered('email')])).violations, [
      ['alerts', unreached(' (only email with a filter on MessageBody)')],
    ]);
    assert.deepEqual(await runRule(alertTopics, [topic, filtered('sqs')]), clean);
    assert.deepEqual(await runRule(alertTopics, [topic, filtered('email'), subscription('email')]), clean);
  });

  it('reports a topic without a key, or with an AWS managed key', async () => {
    const plain = { ...topic, props: {} };
    assert.deepEqual((await runRule(alertTopics, [plain, subscription('sqs')])).violations, [
      ['alerts', "Topic 'alerts' is not encrypted: set kmsMasterKeyId to a customer managed key."],
    ]);
    const managed = { ...topic, props: { kmsMasterKeyId: 'alias/aws/sns' } };
    assert.deepEqual((await runRule(alertTopics, [managed, subscription('sqs')])).violations, [
      [
        'alerts',
        "Topic 'alerts' is encrypted with an AWS managed key, so alarms can't publish to it: set " +
          'kmsMasterKeyId to a customer managed key whose policy allows cloudwatch.amazonaws.com.',
      ],
    ]);
  });

  it('reports a policy for everyone without a condition', async () => {
    const stack = [topic, subscription('sqs')];
    assert.deepEqual((await runRule(alertTopics, [...stack, policy(open)])).violations, [
      [
        'alerts',
        "Topic 'alerts' is open to everyone (statement 'All' of 'alerts-policy'): name the principal, or " +
          'add a condition such as aws:SourceAccount.',
      ],
    ]);
    const bound = { ...open, Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } };
    for (const statement of [bound, { ...open, Effect: 'Deny' }]) {
      assert.deepEqual(await runRule(alertTopics, [...stack, policy(statement)]), clean);
    }
  });

  it("does not apply to a stack without topics, nor to another topic's subscribers", async () => {
    assert.deepEqual(await runRule(alertTopics, [subscription('http')]), clean);
    const other = { ...subscription('sqs'), props: { topic: 'arn:other', protocol: 'sqs' }, from: {} };
    assert.deepEqual((await runRule(alertTopics, [topic, other])).violations, [['alerts', unreached('')]]);
  });

  it('is undetermined with an unknown protocol or unconfirmed subscribers', async () => {
    assert.deepEqual((await runRule(alertTopics, [topic, subscription(unknown)])).undetermined, [
      ['alerts', "alert-topics: whether topic 'alerts' has a subscriber is not known before the update."],
    ]);
    const pending = subscription('email', { pendingConfirmation: true });
    assert.deepEqual(await runRule(alertTopics, [topic, pending]), {
      violations: [],
      undetermined: [
        ['alerts', "alert-topics: topic 'alerts' has no confirmed subscriber: 'alerts-email' is pending confirmation."],
      ],
    });
  });
});
