import assert from 'node:assert/strict';
import type { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { type AuditSettings, auditSettingsKey } from '../../../contract/auditSettings';
import type { ChangeEvent } from '../../../contract/messageRoute';
import { type MonitorSettings, monitorSettingsKey } from '../../../contract/monitorSettings';
import { createAuditHandler } from '../../../functions/audit/auditHandler';
import type { AuditNotice } from '../../../functions/audit/notices';
import { churnSla } from '../../support/churnSla';
import { account, trailRecord } from '../../support/trailRecords';
import { FakeStore } from '../incident/fakeStore';

const silence = 'critical.prod.churn.silence';
const settings: AuditSettings = {
  version: 1,
  stack: 'prod',
  endpoints: ['churn'],
  trailArn: `arn:aws:cloudtrail:eu-west-1:${account}:trail/model-observability-prod`,
  deploymentRoles: [`arn:aws:iam::${account}:role/release`],
  approvers: [],
  mutes: [{ alarms: [silence], reason: 'migration', until: '2026-11-03T00:00:00Z' }],
  resources: {
    'aws:cloudwatch/metricAlarm:MetricAlarm': { [silence]: {}, 'warning.prod.churn.promises': {} },
    'aws:sqs/queue:Queue': { 'https://sqs.eu-west-1.amazonaws.com/1/incidents-events': {} },
    'aws:scheduler/schedule:Schedule': { 'analyzer-group-1a2b3c4/churn-1a2b3c4': {} },
  },
};

/** A handler with its store, and what it published. */
function situation() {
  const store = new FakeStore();
  store.put(auditSettingsKey, settings);
  const published: { subject: string; notice: AuditNotice }[] = [];
  const sns = {
    send: async ({ input }: PublishCommand) =>
      published.push({ subject: input.Subject ?? '', notice: JSON.parse(input.Message ?? '') as AuditNotice }),
  } as unknown as SNSClient;
  const changes: ChangeEvent[] = [];
  const events = {
    send: async ({ input }: PutEventsCommand) => {
      for (const { Detail = '' } of input.Entries ?? []) changes.push(JSON.parse(Detail));
      return { FailedEntryCount: 0 };
    },
  } as unknown as EventBridgeClient;
  const handle = createAuditHandler({
    events,
    bus: 'messages',
    region: 'eu-west-1',
    s3: store.client,
    bucket: 'store',
    sns,
    now: () => new Date('2026-11-02T14:10:00Z'),
    topicArn: 'topic-arn',
  });
  return {
    store,
    published,
    changes,
    handle: (...details: unknown[]) =>
      handle({
        Records: details.map((detail, i) => ({
          messageId: `m${i}`,
          body: typeof detail === 'string' ? detail : JSON.stringify({ source: 'aws.monitoring', detail }),
        })),
      }),
  };
}

const call = (changes: object, i = 0) => ({ ...trailRecord, eventID: `event-${i}`, ...changes });
const deletion = (alarmName: string, i: number) =>
  call({ eventName: 'DeleteAlarms', requestParameters: { alarmNames: [alarmName] } }, i);

/** Settings of the incident function with routes of PagerDuty, by their owners. */
const monitors: MonitorSettings = {
  version: 1,
  stack: 'prod',
  routes: ['ml', 'other'].map((owner) => ({
    name: owner,
    kind: 'pagerDuty',
    severities: ['critical'],
    owners: [owner],
  })),
  endpoints: {
    churn: {
      schema: 'v1',
      baseline: '2026-11-01-3f9a2c',
      engine: 'analyzer',
      schedule: 'rate(1 hour)',
      owner: 'ml',
      sla: churnSla,
      featureMetrics: false,
    },
  },
};

const deployment = (endpointName: string, i: number, more = {}) => {
  const requestParameters = { endpointName, endpointConfigName: 'churn-2' };
  return call({ eventSource: 'sagemaker.amazonaws.com', eventName: 'UpdateEndpoint', requestParameters, ...more }, i);
};

describe('the audit function', () => {
  it("sends deployments of monitored endpoints to their owners' routes of PagerDuty, with the caller", async () => {
    const { handle, changes, store } = situation();
    store.put(monitorSettingsKey, monitors);
    await handle(deployment('churn', 1), deployment('fraud', 2), deployment('churn', 3, { errorCode: 'AccessDenied' }));
    assert.deepEqual(
      changes.map(({ id, changeRoutes }) => [id, changeRoutes]),
      [['event-1', ['ml']]],
    );
    const body = changes[0]?.body as { payload: { summary: string; timestamp: string } } | undefined;
    assert.equal(
      body?.payload.summary,
      `Stack prod: churn: Endpoint churn was deployed with UpdateEndpoint. (by arn:aws:iam::${account}:user/mallory)`,
    );
    assert.equal(body?.payload.timestamp, '2026-11-02T14:05:00Z');
  });

  it('sends a message on an unexplained call, with the sentence of the audit commands', async () => {
    const { handle, published } = situation();
    assert.deepEqual(await handle(deletion(silence, 0)), { batchItemFailures: [] });
    assert.deepEqual(
      published.map(({ subject, notice }) => [subject, notice.AlarmName, notice.NewStateValue, notice.StateChangeTime]),
      [['ALARM: critical.prod.churn.change', 'critical.prod.churn.change', 'ALARM', '2026-11-02T14:10:00.000Z']],
    );
    assert.equal(
      published[0]?.notice.NewStateReason,
      `2026-11-02T14:05:00Z user mallory muted alarm ${silence} of endpoint churn with DeleteAlarms from 198.51.100.7 through the AWS CLI; unexplained`,
    );
  });

  it('stays quiet on routine and planned calls, and on those of others', async () => {
    const { handle, published } = situation();
    const session = { type: 'AssumedRole', arn: `arn:aws:sts::${account}:assumed-role/release/42` };
    await handle(
      call({ eventName: 'DeleteAlarms', userIdentity: session }, 1),
      call({ requestParameters: { alarmNames: [silence] } }, 2),
      deletion('cpu', 3),
      call({ eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' }, 4),
      call(
        { eventSource: 'scheduler.amazonaws.com', eventName: 'UpdateSchedule', requestParameters: { name: 'x' } },
        5,
      ),
    );
    assert.deepEqual(published, []);
  });

  it('sends one message for each caller, endpoint and severity of a batch, the most severe first', async () => {
    const { handle, published } = situation();
    const alarms = Array.from({ length: 12 }, (_, i) => deletion(silence, i));
    const queue = { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/incidents-events' };
    await handle(
      call({ ...deletion(silence, 20), errorCode: 'AccessDenied' }, 20),
      ...alarms,
      call({ eventSource: 'sqs.amazonaws.com', eventName: 'PurgeQueue', requestParameters: queue }, 21),
      call(
        {
          eventSource: 'scheduler.amazonaws.com',
          eventName: 'DeleteSchedule',
          requestParameters: { name: 'churn-1a2b3c4' },
        },
        22,
      ),
    );
    assert.deepEqual(
      published.map(({ notice }) => [notice.AlarmName, notice.NewStateReason.split('\n').length]),
      [
        ['critical.prod.churn.change', 11],
        ['critical.prod.audit.change', 1],
        ['warning.prod.churn.change', 1],
      ],
    );
    assert.match(published[0]?.notice.NewStateReason ?? '', /\nand 3 more$/);
    assert.match(published[2]?.notice.NewStateReason ?? '', /tried to mute alarm .* and was refused \(AccessDenied\)/);
  });

  it('has a call that is delivered twice once', async () => {
    const { handle, published } = situation();
    await handle(deletion(silence, 1), deletion(silence, 1));
    assert.equal(published[0]?.notice.NewStateReason.split('\n').length, 1);
  });

  it('asks for messages again that are not calls, and handles the others', async () => {
    const { handle, published } = situation();
    const log: string[] = [];
    const original = console.error;
    console.error = (line: string) => log.push(line);
    try {
      const result = await handle('not JSON', { eventName: 'DeleteAlarms' }, deletion(silence, 1));
      assert.deepEqual(result, { batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm1' }] });
    } finally {
      console.error = original;
    }
    assert.deepEqual(log, ['messages m0, m1: not a call that CloudTrail recorded']);
    assert.equal(published.length, 1);
  });

  it('keeps a message below the limits of SNS, whatever a call has in it', async () => {
    const { handle, published } = situation();
    const hostile = `${'"<script>\u0007'.repeat(5000)}`;
    await handle(
      ...Array.from({ length: 40 }, (_, i) =>
        call(
          {
            ...deletion(silence, i),
            userAgent: hostile,
            sourceIPAddress: hostile,
            requestParameters: { alarmNames: [silence, hostile] },
          },
          i,
        ),
      ),
    );
    const [message] = published;
    assert.ok(Buffer.byteLength(JSON.stringify(message?.notice)) < 256 * 1024);
    assert.ok((message?.subject.length ?? 0) <= 100);
  });
});
