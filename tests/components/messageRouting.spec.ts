import assert from 'node:assert/strict';
import * as pulumi from '@pulumi/pulumi';
import { MessageRouting, type MessageRoutingArgs } from '../../components/messageRouting';
import { routeDelivery } from '../../config/routeDelivery';
import { childrenOf, deploy, inputsOf, scope, statementsOf } from '../support/pulumiMocks';

const type = 'model-observability:index:MessageRouting';
const busType = 'aws:cloudwatch/eventBus:EventBus';
const ruleType = 'aws:cloudwatch/eventRule:EventRule';
const targetType = 'aws:cloudwatch/eventTarget:EventTarget';
const connectionType = 'aws:cloudwatch/eventConnection:EventConnection';
const destinationType = 'aws:cloudwatch/eventApiDestination:EventApiDestination';
const tickets = { name: 'tickets', kind: 'message', severities: ['critical', 'warning'] } as const;
const rulesArn = 'arn:aws:events:eu-west-1:123456789012:rule/model-observability-prod/*';
const queueArn = 'arn:aws:sqs:eu-west-1:123456789012:messages-undelivered';

function routing(args: Partial<MessageRoutingArgs> = {}) {
  const { routes = [{ ...tickets, severities: [...tickets.severities] }], deliveries = {} } = args;
  return deploy(() => {
    const { busName, deadLetterQueueUrl } = new MessageRouting('messages', {
      ...scope,
      stack: 'prod',
      routes,
      deliveries,
      queueArns: { tickets: 'tickets-arn' },
      topicArn: 'topic-arn',
      tags: { owner: 'ml' },
    });
    return { busName, deadLetterQueueUrl };
  });
}

/** A route of Jira Service Management, which has an address of its own to close alerts. */
const jira = (): Partial<MessageRoutingArgs> => {
  const delivery = routeDelivery({ kind: 'jiraServiceManagement' }, 'key-1');
  return {
    routes: [{ name: 'ops', kind: 'jiraServiceManagement', severities: ['critical'] }],
    deliveries: { ops: { hasCloseEndpoint: true, hasChangeEndpoint: false, delivery: pulumi.secret(delivery) } },
  };
};

describe('MessageRouting', () => {
  it('creates a bus, a rule for each route and for canaries, and a queue for undelivered messages with an alarm', async () => {
    const deployment = await routing();
    assert.deepEqual(childrenOf(deployment, type), [
      [busType, 'messages-bus'],
      ['aws:sqs/queue:Queue', 'messages-canaries'],
      ['aws:sqs/queuePolicy:QueuePolicy', 'messages-canaries-policy'],
      [ruleType, 'messages-canary'],
      [targetType, 'messages-canary-target'],
      [ruleType, 'messages-tickets'],
      [targetType, 'messages-tickets-target'],
      ['aws:sqs/queue:Queue', 'messages-undelivered'],
      ['aws:cloudwatch/metricAlarm:MetricAlarm', 'messages-undelivered-alarm'],
      ['aws:sqs/queuePolicy:QueuePolicy', 'messages-undelivered-policy'],
    ]);
    assert.deepEqual(inputsOf(deployment, busType, 'messages-bus'), {
      name: 'model-observability-prod',
      description: 'Messages about incidents',
      tags: { owner: 'ml' },
    });
    const { eventPattern, eventBusName } = inputsOf(deployment, ruleType, 'messages-tickets');
    assert.equal(eventBusName, 'model-observability-prod');
    assert.deepEqual(JSON.parse(String(eventPattern)), {
      source: ['model-observability'],
      detail: { routes: ['tickets'] },
    });
    assert.deepEqual(inputsOf(deployment, targetType, 'messages-tickets-target'), {
      rule: 'messages-tickets',
      eventBusName: 'model-observability-prod',
      arn: 'tickets-arn',
      inputPath: '$.detail.bodies.message',
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 },
      deadLetterConfig: { arn: queueArn },
    });
  });

  it('lets only rules of the bus write undelivered messages and canaries', async () => {
    const deployment = await routing();
    for (const queue of ['messages-undelivered', 'messages-canaries']) {
      const { policy } = inputsOf(deployment, 'aws:sqs/queuePolicy:QueuePolicy', `${queue}-policy`);
      assert.deepEqual(
        statementsOf(policy).map(({ Principal, Condition }) => [Principal, Condition]),
        [[{ Service: 'events.amazonaws.com' }, { ArnEquals: { 'aws:SourceArn': rulesArn } }]],
      );
    }
  });

  it('hands canaries to a queue of their own, and to no other', async () => {
    const deployment = await routing();
    const { eventPattern } = inputsOf(deployment, ruleType, 'messages-canary');
    assert.deepEqual(JSON.parse(String(eventPattern)).detail, { routes: ['canary'] });
    const { arn, inputPath } = inputsOf(deployment, targetType, 'messages-canary-target');
    assert.deepEqual(
      [arn, inputPath],
      ['arn:aws:sqs:eu-west-1:123456789012:messages-canaries', '$.detail.bodies.message'],
    );
  });

  it('pages for undelivered messages', async () => {
    const { name, alarmActions, dimensions } = inputsOf(
      await routing(),
      'aws:cloudwatch/metricAlarm:MetricAlarm',
      'messages-undelivered-alarm',
    );
    assert.deepEqual(
      [name, alarmActions, dimensions],
      ['critical.prod.messages.dead-letters', ['topic-arn'], { QueueName: 'messages-undelivered' }],
    );
  });

  it('creates a connection and a destination for a route that leaves AWS, and another one where closing has its own address', async () => {
    const deployment = await routing(jira());
    assert.deepEqual(
      childrenOf(deployment, type).filter(([, name]) => name?.includes('ops') || name?.includes('role')),
      [
        [ruleType, 'messages-ops'],
        [ruleType, 'messages-ops-close'],
        [targetType, 'messages-ops-close-target'],
        [connectionType, 'messages-ops-connection'],
        [destinationType, 'messages-ops-destination'],
        [destinationType, 'messages-ops-destination-close'],
        [targetType, 'messages-ops-target'],
        ['aws:iam/role:Role', 'messages-role'],
        ['aws:iam/rolePolicy:RolePolicy', 'messages-role-policy'],
      ],
    );
    const patterns = ['messages-ops', 'messages-ops-close'].map((name) =>
      JSON.parse(String(inputsOf(deployment, ruleType, name)['eventPattern'])),
    );
    assert.deepEqual(
      patterns.map(({ detail }) => detail.message.kind),
      [['opened', 'escalated'], ['closed']],
    );
    assert.deepEqual(inputsOf(deployment, targetType, 'messages-ops-close-target')['httpTarget'], {
      pathParameterValues: ['$.detail.message.thread'],
    });
    const { invocationEndpoint } = inputsOf(deployment, destinationType, 'messages-ops-destination-close');
    // A secret, as everything that comes from the settings of the route's secret.
    assert.equal(
      (invocationEndpoint as { value?: unknown }).value,
      'https://api.atlassian.com/jsm/ops/integration/v2/alerts/*/close?identifierType=alias',
    );
  });

  it('hands changes to another address of PagerDuty, with the same connection', async () => {
    const delivery = pulumi.secret(routeDelivery({ kind: 'pagerDuty' }, 'key-1'));
    const deployment = await routing({
      routes: [{ name: 'pages', kind: 'pagerDuty', severities: ['critical'] }],
      deliveries: { pages: { hasCloseEndpoint: false, hasChangeEndpoint: true, delivery } },
    });
    const { eventPattern } = inputsOf(deployment, ruleType, 'messages-pages-change');
    assert.deepEqual(JSON.parse(String(eventPattern)).detail, { changeRoutes: ['pages'] });
    const { inputPath } = inputsOf(deployment, targetType, 'messages-pages-change-target');
    assert.equal(inputPath, '$.detail.body');
    const { invocationEndpoint, connectionArn } = inputsOf(
      deployment,
      destinationType,
      'messages-pages-destination-change',
    );
    assert.equal((invocationEndpoint as { value?: unknown }).value, 'https://events.pagerduty.com/v2/change/enqueue');
    assert.equal(connectionArn, inputsOf(deployment, destinationType, 'messages-pages-destination')['connectionArn']);
    const { policy } = inputsOf(deployment, 'aws:iam/rolePolicy:RolePolicy', 'messages-role-policy');
    assert.equal([statementsOf(policy)[0]?.Resource].flat().length, 2);
  });

  it('has a role that only rules of the bus may assume, for these destinations', async () => {
    const deployment = await routing(jira());
    const { assumeRolePolicy } = inputsOf(deployment, 'aws:iam/role:Role', 'messages-role');
    assert.deepEqual(
      statementsOf(assumeRolePolicy).map(({ Condition }) => Condition),
      [
        {
          StringEquals: { 'aws:SourceAccount': '123456789012' },
          ArnLike: { 'aws:SourceArn': rulesArn },
        },
      ],
    );
    const { policy } = inputsOf(deployment, 'aws:iam/rolePolicy:RolePolicy', 'messages-role-policy');
    assert.deepEqual(
      statementsOf(policy).map(({ Action, Resource }) => [Action, (Resource as string[]).length]),
      [['events:InvokeApiDestination', 2]],
    );
  });
});

describe('routeDelivery', () => {
  it('keeps every secret in the connection', () => {
    const secret = 'https://example.azure.com/workflows/1/invoke?api-version=1&sig=hidden-1';
    const deliveries = [
      routeDelivery({ kind: 'pagerDuty' }, 'hidden-1'),
      routeDelivery({ kind: 'pagerDuty', region: 'eu' }, 'hidden-1'),
      routeDelivery({ kind: 'jiraServiceManagement', region: 'eu' }, 'hidden-1'),
      routeDelivery({ kind: 'slack', channel: 'C1' }, 'hidden-1'),
      routeDelivery({ kind: 'teams' }, secret),
      routeDelivery({ kind: 'https', url: 'https://example.com/x', header: 'X-Key' }, 'hidden-1'),
    ];
    assert.deepEqual(
      deliveries.map(({ endpoint }) => endpoint),
      [
        'https://events.pagerduty.com/v2/enqueue',
        'https://events.eu.pagerduty.com/v2/enqueue',
        'https://api.eu.atlassian.com/jsm/ops/integration/v2/alerts',
        'https://slack.com/api/chat.postMessage',
        'https://example.azure.com/workflows/1/invoke',
        'https://example.com/x',
      ],
    );
    for (const { endpoint, closeEndpoint, changeEndpoint } of deliveries) {
      assert.doesNotMatch(`${endpoint} ${closeEndpoint} ${changeEndpoint}`, /hidden-1/);
    }
    assert.equal(deliveries[1]?.changeEndpoint, 'https://events.eu.pagerduty.com/v2/change/enqueue');
    assert.deepEqual(
      deliveries.map(({ header }) => header.value),
      [
        'model-observability',
        'model-observability',
        'GenieKey hidden-1',
        'Bearer hidden-1',
        'model-observability',
        'hidden-1',
      ],
    );
    assert.deepEqual(deliveries[0]?.bodies, [{ key: 'routing_key', value: 'hidden-1', isValueSecret: true }]);
    assert.deepEqual(deliveries[4]?.queryStrings, [
      { key: 'api-version', value: '1', isValueSecret: true },
      { key: 'sig', value: 'hidden-1', isValueSecret: true },
    ]);
  });
});
