import assert from 'node:assert/strict';
import * as pulumi from '@pulumi/pulumi';
import { AlertRouting, type AlertRoutingArgs, parsePagerProtocol } from '../../components/alertRouting';
import { childrenOf, dependenciesOf, deploy, inputsOf, scope, statementsOf } from '../support/pulumiMocks';

const type = 'model-observability:index:AlertRouting';
const subscriptionType = 'aws:sns/topicSubscription:TopicSubscription';
const topicArn = 'arn:aws:sns:eu-west-1:123456789012:alerts';
const everything: Pick<AlertRoutingArgs, 'pagerUrl' | 'digest' | 'mail' | 'tickets'> = {
  pagerUrl: 'https://events.example.com/integration/churn',
  digest: [{ to: ['ml-oncall@example.com', 'boss@example.com'] }, { owner: 'payments-ml', to: ['boss@example.com'] }],
  tickets: true,
};

function routing(args: typeof everything = everything) {
  return deploy(() => {
    const { topicArn, ticketQueueUrl } = new AlertRouting('alerts', {
      ...scope,
      stack: 'prod',
      ...args,
      tags: { owner: 'ml' },
    });
    return { topicArn, ticketQueueUrl };
  });
}

const filter = (severities: readonly string[], more: object = {}) =>
  JSON.stringify({
    AlarmName: severities.map((severity) => ({ prefix: `${severity}.` })),
    Trigger: { MetricName: [{ exists: false }, { 'anything-but': ['BrokenPromises'] }] },
    ...more,
  });

const alarmType = 'aws:cloudwatch/metricAlarm:MetricAlarm';

describe('AlertRouting', () => {
  it('creates exactly these children with every route', async () => {
    const deployment = await routing();
    assert.deepEqual(childrenOf(deployment, type), [
      ['aws:sns/topic:Topic', 'alerts'],
      [subscriptionType, 'alerts-digest-boss@example.com'],
      [subscriptionType, 'alerts-digest-ml-oncall@example.com'],
      ['aws:kms/key:Key', 'alerts-key'],
      ['aws:kms/alias:Alias', 'alerts-key-alias'],
      [subscriptionType, 'alerts-pager'],
      ['aws:sns/topicPolicy:TopicPolicy', 'alerts-policy'],
      ['aws:sqs/queue:Queue', 'alerts-tickets'],
      ['aws:sqs/queue:Queue', 'alerts-tickets-dead-letters'],
      [alarmType, 'alerts-tickets-dead-letters-alarm'],
      ['aws:sqs/queuePolicy:QueuePolicy', 'alerts-tickets-policy'],
      [subscriptionType, 'alerts-tickets-subscription'],
      [alarmType, 'alerts-undelivered-alarm'],
    ]);
    assert.deepEqual(deployment.outputs, {
      topicArn,
      ticketQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/alerts-tickets',
    });
  });

  it('pages if a subscription or the reader of the ticket queue fails', async () => {
    const deployment = await routing();
    const alarms = ['alerts-undelivered-alarm', 'alerts-tickets-dead-letters-alarm'].map((alarm) => {
      const { name, metricName, dimensions, alarmActions } = inputsOf(deployment, alarmType, alarm);
      return [name, metricName, dimensions, alarmActions];
    });
    assert.deepEqual(alarms, [
      ['critical.prod.alerts.undelivered', 'NumberOfNotificationsFailed', { TopicName: 'alerts' }, [topicArn]],
      [
        'critical.prod.tickets.dead-letters',
        'ApproximateNumberOfMessagesVisible',
        { QueueName: 'alerts-tickets-dead-letters' },
        [topicArn],
      ],
    ]);
  });

  it('creates only the topic without any route', async () => {
    const deployment = await routing({ digest: [], tickets: false });
    assert.deepEqual(childrenOf(deployment, type), [
      ['aws:sns/topic:Topic', 'alerts'],
      ['aws:kms/key:Key', 'alerts-key'],
      ['aws:kms/alias:Alias', 'alerts-key-alias'],
      ['aws:sns/topicPolicy:TopicPolicy', 'alerts-policy'],
      [alarmType, 'alerts-undelivered-alarm'],
    ]);
    assert.equal(deployment.outputs.ticketQueueUrl, undefined);
  });

  it("creates the ticket queue's policy before its subscription, and the claim before the topic", async () => {
    assert.deepEqual(dependenciesOf(await routing()), [
      ['alerts', ['alerts-key-alias']],
      ['alerts-tickets-subscription', ['alerts-tickets-policy']],
    ]);
  });

  it("claims the stack's name with an alias before the topic, on which every alarm depends", async () => {
    const { name, targetKeyId } = inputsOf(await routing(), 'aws:kms/alias:Alias', 'alerts-key-alias');
    assert.deepEqual([name, targetKeyId], ['alias/model-observability/stack-name/test', 'alerts-key-key-id']);
  });

  it('pages critical alarms only', async () => {
    assert.deepEqual(inputsOf(await routing(), subscriptionType, 'alerts-pager'), {
      topic: topicArn,
      protocol: 'https',
      endpoint: 'https://events.example.com/integration/churn',
      endpointAutoConfirms: true,
      filterPolicyScope: 'MessageBody',
      filterPolicy: filter(['critical']),
    });
  });

  it('mails the messages of a route to its readers, in one subscription with their digests', async () => {
    const mail = { 'payments-mail': ['ana@example.com', 'boss@example.com'] };
    const deployment = await routing({ ...everything, mail });
    const audiences = (name: string) =>
      JSON.parse(String(inputsOf(deployment, subscriptionType, `alerts-${name}`)['filterPolicy']));
    assert.deepEqual(audiences('mail-ana@example.com'), { audience: ['route:payments-mail'] });
    assert.deepEqual(audiences('digest-boss@example.com'), {
      audience: ['stack', 'owner:payments-ml', 'route:payments-mail'],
    });
  });

  it('mails digests to their readers, and no alarm, as alarms have no attributes', async () => {
    const deployment = await routing();
    const audiencesOf = (address: string) => {
      const { filterPolicy, ...inputs } = inputsOf(deployment, subscriptionType, `alerts-digest-${address}`);
      assert.deepEqual(inputs, {
        topic: topicArn,
        protocol: 'email',
        endpoint: address,
        filterPolicyScope: 'MessageAttributes',
      });
      return JSON.parse(String(filterPolicy));
    };
    assert.deepEqual(audiencesOf('ml-oncall@example.com'), { audience: ['stack'] });
    assert.deepEqual(audiencesOf('boss@example.com'), { audience: ['stack', 'owner:payments-ml'] });
  });

  it('queues warnings and critical alarms as tickets, without an envelope', async () => {
    assert.deepEqual(inputsOf(await routing(), subscriptionType, 'alerts-tickets-subscription'), {
      topic: topicArn,
      protocol: 'sqs',
      endpoint: 'arn:aws:sqs:eu-west-1:123456789012:alerts-tickets',
      rawMessageDelivery: true,
      filterPolicyScope: 'MessageBody',
      filterPolicy: filter(['critical', 'warning'], { Incident: [{ exists: false }] }),
    });
  });

  it('encrypts tickets, moves them to the dead-letter queue after five attempts, and lets only the topic and the rules of the bus write', async () => {
    const deployment = await routing();
    const fourteenDays = 1_209_600;
    assert.deepEqual(inputsOf(deployment, 'aws:sqs/queue:Queue', 'alerts-tickets'), {
      sqsManagedSseEnabled: true,
      messageRetentionSeconds: fourteenDays,
      visibilityTimeoutSeconds: 60,
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:123456789012:alerts-tickets-dead-letters',
        maxReceiveCount: 5,
      }),
      tags: { owner: 'ml' },
    });
    const { policy } = inputsOf(deployment, 'aws:sqs/queuePolicy:QueuePolicy', 'alerts-tickets-policy');
    assert.deepEqual(statementsOf(policy), [
      {
        Sid: 'WriterMaySend',
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: 'arn:aws:sqs:eu-west-1:123456789012:alerts-tickets',
        Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
      },
      {
        Sid: 'Writer2MaySend',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: 'arn:aws:sqs:eu-west-1:123456789012:alerts-tickets',
        Condition: {
          ArnEquals: { 'aws:SourceArn': 'arn:aws:events:eu-west-1:123456789012:rule/model-observability-prod/*' },
        },
      },
    ]);
  });

  it("encrypts the topic with a key that this account's alarms may use", async () => {
    const deployment = await routing();
    assert.equal(
      inputsOf(deployment, 'aws:sns/topic:Topic', 'alerts')['kmsMasterKeyId'],
      'arn:aws:kms:eu-west-1:123456789012:alerts-key',
    );
    const { policy, description } = inputsOf(deployment, 'aws:kms/key:Key', 'alerts-key');
    assert.equal(description, 'Alarm messages');
    assert.deepEqual(statementsOf(policy)[1], {
      Sid: 'AlarmsAndTopicUse',
      Effect: 'Allow',
      Principal: { Service: ['cloudwatch.amazonaws.com', 'sns.amazonaws.com'] },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
    });
  });

  it("lets only this account's alarms publish, and only over TLS", async () => {
    const { policy } = inputsOf(await routing(), 'aws:sns/topicPolicy:TopicPolicy', 'alerts-policy');
    assert.deepEqual(statementsOf(policy), [
      {
        Sid: 'AlarmsOfThisAccountPublish',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: topicArn,
        Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
      },
      {
        Sid: 'DenyWithoutTls',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: topicArn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });
});

describe('parsePagerProtocol', () => {
  const cases: [address: string, protocol: string][] = [
    ['https://events.example.com/x', 'https'],
    ['http://127.0.0.1:8080/pager', 'http'],
    ['http://localhost/pager', 'http'],
    ['http://[::1]:9/pager', 'http'],
  ];
  for (const [address, protocol] of cases) {
    it(`of ${address} is ${protocol}`, () => assert.equal(parsePagerProtocol(address), protocol));
  }

  for (const address of ['http://events.example.com/x', 'ftp://127.0.0.1/x', 'pager', '']) {
    it(`refuses '${address}' and does not print it`, () => {
      assert.throws(
        () => parsePagerProtocol(address),
        (error) =>
          pulumi.RunError.isInstance(error) &&
          error.message === 'invalid pager address: use https:// (http:// only on a loopback host)',
      );
    });
  }
});
