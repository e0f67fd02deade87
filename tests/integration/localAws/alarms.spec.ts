import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  ListTagsForResourceCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { type Route, routeFilterPolicy } from '../../../contract/alarmNames';
import { makeQueue, queuedBodies } from '../../support/awsQueues';
import { localAccount } from '../../support/localAccount';
import { storeOnLocalAws } from '../../support/storeOnLocalAws';

const { region, accountId } = localAccount;

describe("the local AWS's alarms", function () {
  this.timeout(60_000);
  const store = storeOnLocalAws();
  const pager = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      paged.push(JSON.parse(Buffer.concat(chunks).toString()) as (typeof paged)[number]);
      res.end();
    });
  });
  const paged: { Subject: string; Message: string }[] = [];
  let topic: string;
  let tickets: { url: string; arn: string };
  const critical = 'critical.local.churn.errors';
  const info = 'info.local.churn.errors';
  const silence = 'critical.local.churn.silence';
  const silentExpression = 'IF(EPOCH(runs) < 1793700000, 0, IF(FILL(runs, 0) < 1, 1, 0))';
  const silenceAlarm = (Expression: string) =>
    new PutMetricAlarmCommand({
      AlarmName: silence,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      Metrics: [
        { Id: 'silent', Expression, ReturnData: true },
        {
          Id: 'runs',
          ReturnData: false,
          MetricStat: {
            Metric: { Namespace: 'ModelObservability', MetricName: 'MonitorRuns' },
            Period: 3600,
            Stat: 'Maximum',
          },
        },
      ],
    });
  const datum = (value: number) =>
    store.aws.cloudWatch.send(
      new PutMetricDataCommand({
        Namespace: 'ModelObservability',
        MetricData: [{ MetricName: 'Errors', Dimensions: [{ Name: 'Endpoint', Value: 'churn' }], Value: value }],
      }),
    );

  before(async () => {
    pager.listen(0, '127.0.0.1');
    await once(pager, 'listening');
    const { TopicArn = '' } = await store.aws.sns.send(new CreateTopicCommand({ Name: 'alerts' }));
    topic = TopicArn;
    tickets = await makeQueue(store.aws, 'tickets');
    const subscribe = (Protocol: string, Endpoint: string, route?: Route) =>
      store.aws.sns.send(
        new SubscribeCommand({
          TopicArn: topic,
          Protocol,
          Endpoint,
          Attributes: route && {
            FilterPolicyScope: 'MessageBody',
            FilterPolicy: JSON.stringify(routeFilterPolicy(route)),
            RawMessageDelivery: 'false',
          },
        }),
      );
    await subscribe('http', `http://127.0.0.1:${(pager.address() as AddressInfo).port}/page`, 'pager');
    await subscribe('sqs', tickets.arn, 'tickets');
    await subscribe('email', 'ml-oncall@example.com');
    await subscribe('https', 'https://events.example.com/integration/churn', 'pager');
    for (const AlarmName of [critical, info]) {
      await store.aws.cloudWatch.send(
        new PutMetricAlarmCommand({
          AlarmName,
          AlarmDescription: 'Runbook: https://example.com',
          AlarmActions: [topic],
          OKActions: [topic],
          EvaluationPeriods: 1,
          Threshold: 0,
          ComparisonOperator: 'GreaterThanThreshold',
          TreatMissingData: 'notBreaching',
          Namespace: 'ModelObservability',
          MetricName: 'Errors',
          Dimensions: [{ Name: 'Endpoint', Value: 'churn' }],
          Period: 3600,
          Statistic: 'Sum',
          Tags: [{ Key: 'stack', Value: 'local' }],
        }),
      );
    }
    await store.aws.cloudWatch.send(silenceAlarm(silentExpression));
    await store.local.advanceHour();
    await queuedBodies(store.aws, tickets.url);
    paged.length = 0;
  });
  after((done) => {
    pager.closeAllConnections();
    // An error only means that it never listened.
    pager.close(() => done());
  });

  it('are described as they were defined', async () => {
    const { MetricAlarms } = await store.aws.cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [critical, silence] }),
    );
    const [metric, expression] = MetricAlarms ?? [];
    assert.equal(metric?.AlarmArn, `arn:aws:cloudwatch:${region}:${accountId}:alarm:${critical}`);
    assert.equal(metric?.MetricName, 'Errors');
    assert.equal(metric?.ActionsEnabled, true);
    assert.equal(metric?.StateValue, 'OK');
    assert.deepEqual(metric?.InsufficientDataActions, []);
    assert.equal(expression?.Metrics?.[0]?.Expression, silentExpression);
    const { Tags } = await store.aws.cloudWatch.send(
      new ListTagsForResourceCommand({ ResourceARN: metric?.AlarmArn ?? '' }),
    );
    assert.deepEqual(Tags, [{ Key: 'stack', Value: 'local' }]);
  });

  it('reach each route by severity, with the message that CloudWatch documents', async () => {
    await datum(2);
    const transitions = await store.local.evaluateAlarms();
    assert.deepEqual(
      transitions.map((t) => [t.alarm, t.to]),
      [
        [critical, 'ALARM'],
        [info, 'ALARM'],
      ],
    );
    assert.deepEqual(
      paged.map((p) => p.Subject),
      [`ALARM: "${critical}" in EU (Ireland)`],
    );
    const message = JSON.parse(paged[0]?.Message ?? '{}') as Record<string, unknown>;
    assert.equal(message['NewStateValue'], 'ALARM');
    assert.equal(message['OldStateValue'], 'OK');
    assert.equal(message['NewStateReason'], 'Threshold Crossed: 1 datapoint [2] was greater than the threshold (0).');
    assert.equal(message['StateChangeTime'], '2026-11-02T07:00:00.000+0000');
    const queued = await queuedBodies<{ Message: string }>(store.aws, tickets.url);
    assert.deepEqual(
      queued.map((q) => (JSON.parse(q.Message) as { AlarmName: string }).AlarmName),
      [critical],
    );
    const mails = (await store.local.mailbox()).filter((m) => m.subject?.startsWith('ALARM'));
    assert.deepEqual(
      mails.map((m) => [m.protocol, m.to, (JSON.parse(m.message) as { AlarmName: string }).AlarmName]),
      [
        ['email', 'ml-oncall@example.com', critical],
        ['https', 'https://events.example.com/integration/churn', critical],
        ['email', 'ml-oncall@example.com', info],
      ],
    );
  });

  it('change their state without a message while they are muted', async () => {
    await store.aws.cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames: [critical] }));
    const before = paged.length;
    const { transitions } = await store.local.advanceHour(async () => void (await datum(0)));
    const change = transitions.find((t) => t.alarm === critical);
    assert.deepEqual([change?.alarm, change?.to, change?.muted, change?.notified], [critical, 'OK', true, []]);
    assert.equal(paged.length, before);
    await store.aws.cloudWatch.send(new EnableAlarmActionsCommand({ AlarmNames: [critical] }));
  });

  it('are refused with a parameter or call that the local AWS would ignore', async () => {
    const { cloudWatch } = store.aws;
    await assert.rejects(cloudWatch.send(new DescribeAlarmsCommand({ ChildrenOfAlarmName: info })), {
      name: 'LocalAwsNotImplemented',
      message: /^the local AWS does not support 'ChildrenOfAlarmName' in DescribeAlarms; supported: AlarmNames, /,
    });
    const refusal = (operation: string) => ({
      name: 'LocalAwsNotImplemented',
      message: `the local AWS does not support ${operation}; use PutMetricAlarm and DescribeAlarms: it has metric alarms only`,
    });
    await assert.rejects(
      cloudWatch.send(new PutCompositeAlarmCommand({ AlarmName: 'x', AlarmRule: `ALARM("${info}")` })),
      refusal('PutCompositeAlarm'),
    );
    await assert.rejects(cloudWatch.send(new DescribeAlarmHistoryCommand({})), refusal('DescribeAlarmHistory'));
  });

  it('are refused with an expression that the local AWS does not support', async () => {
    await assert.rejects(store.aws.cloudWatch.send(silenceAlarm('ANOMALY_DETECTION_BAND(runs, 2)')), {
      message:
        "unsupported metric math 'ANOMALY_DETECTION_BAND(runs, 2)'; supported: IF(EPOCH(<id>) < <seconds>, 0, IF(FILL(<id>, 0) < 1, 1, 0) + ...)",
    });
  });
});
