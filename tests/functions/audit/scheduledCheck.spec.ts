import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { CloudWatchClient, type PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { S3Client } from '@aws-sdk/client-s3';
import type { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { CheckClients } from '../../../audit/check/checkClients';
import type { AuditSettings } from '../../../contract/auditSettings';
import { auditSettingsKey } from '../../../contract/auditSettings';
import { hourMs } from '../../../contract/hours';
import { checkEvent } from '../../../contract/scheduledEvent';
import { checkResultKey } from '../../../contract/storeLayout';
import type { AuditNotice } from '../../../functions/audit/notices';
import { runScheduledCheck } from '../../../functions/audit/scheduledCheck';
import { FakeStore } from '../incident/fakeStore';

const alarm = 'critical.prod.churn.silence';
const trailArn = 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/evidence';
const monitors = JSON.stringify({ version: 1, stack: 'prod', endpoints: {} });
const settings: AuditSettings = {
  version: 1,
  stack: 'prod',
  endpoints: ['churn'],
  trailArn,
  deploymentRoles: [],
  approvers: [],
  mutes: [],
  monitorsHash: createHash('sha256').update(monitors).digest('hex'),
  resources: {
    'aws:cloudwatch/metricAlarm:MetricAlarm': { [alarm]: { actionsEnabled: true } },
    'aws:cloudwatch/eventRule:EventRule': { calls: {} },
  },
};

/** A stack with one alarm and one rule; `muted` and `state` are what AWS stores of them. */
function situation() {
  const store = new FakeStore();
  store.put(auditSettingsKey, settings);
  store.put('settings/monitors.json', monitors);
  const stored: { muted: boolean; state: string; failure?: Error } = { muted: false, state: 'ENABLED' };
  let now = new Date('2026-11-02T14:25:10Z');
  const notices: AuditNotice[] = [];
  const values: (number | undefined)[] = [];
  const responses: Readonly<Record<string, () => object>> = {
    DescribeAlarmsCommand: () => ({ MetricAlarms: [{ AlarmName: alarm, ActionsEnabled: !stored.muted }] }),
    ListAlarmMuteRulesCommand: () => ({}),
    ListMetricsCommand: () => ({}),
    DescribeRuleCommand: () => {
      if (stored.failure) throw stored.failure;
      return { State: stored.state };
    },
    GetTrailStatusCommand: () => ({ IsLogging: true, LatestDeliveryTime: now }),
    GetEventSelectorsCommand: () => ({
      AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management', 'Data'] }] }],
    }),
  };
  // Listing by pages accepts instances of the SDK's clients only.
  const config = { region: 'eu-west-1' };
  const send = async (command: object) => (responses[command.constructor.name] ?? (() => ({})))();
  const { send: sendToStore } = store.client;
  const cloudwatch = {
    send: async ({ input }: PutMetricDataCommand) => values.push(input.MetricData?.[0]?.Value),
  } as unknown as CloudWatchClient;
  const sns = {
    send: async ({ input }: PublishCommand) => notices.push(JSON.parse(input.Message ?? '') as AuditNotice),
  } as unknown as SNSClient;
  const clients = {
    cloudTrail: { send },
    cloudWatch: Object.assign(new CloudWatchClient(config), { send }),
    events: { send },
    s3: Object.assign(new S3Client(config), { send: sendToStore }),
  } as unknown as CheckClients;
  const args = { clients, cloudwatch, sns, bucket: 'store', topicArn: 'topic', namespace: 'N', now: () => now };
  return {
    store,
    stored,
    values,
    /** Runs the check some hours later, and returns the names and reasons of the notices. */
    check: async (hours = 1) => {
      now = new Date(now.getTime() + hours * hourMs);
      notices.length = 0;
      await runScheduledCheck(args, now);
      return notices.map(({ AlarmName, NewStateReason }) => [AlarmName, NewStateReason.split(';')[0]]);
    },
  };
}

const muted = ['critical.prod.churn.fault', `alarm ${alarm} is muted: its actions are disabled`];
const disabled = ['critical.prod.audit.fault', 'event rule calls is not as deployed: state ENABLED, now DISABLED'];

describe('the scheduled self-check', () => {
  it('sends nothing on a clean stack, and writes the result', async () => {
    const { check, store, values } = situation();
    assert.deepEqual(await check(), []);
    assert.deepEqual(values, [1]);
    const { at, stack, noticed } = JSON.parse(store.text(checkResultKey)) as Record<string, unknown>;
    assert.deepEqual([at, stack, noticed], ['2026-11-02T15:25:10.000Z', 'prod', {}]);
  });

  it('sends a message on a mute at once, once a day while it lasts, and on the next one at once', async () => {
    const { check, stored, values } = situation();
    stored.muted = true;
    assert.deepEqual(await check(), [muted]);
    for (let hour = 1; hour < 24; hour += 1) assert.deepEqual(await check(), [], `hour ${hour}`);
    assert.deepEqual(await check(), [muted]);
    stored.state = 'DISABLED';
    assert.deepEqual(await check(), [disabled]);
    assert.deepEqual(await check(23), [muted]);
    assert.deepEqual(await check(), [disabled]);
    Object.assign(stored, { muted: false, state: 'ENABLED' });
    assert.deepEqual(await check(24), []);
    assert.deepEqual(values.slice(-2), [0, 1]);
    stored.muted = true;
    assert.deepEqual(await check(), [muted]);
  });

  it('reports what it cannot read as a fault', async () => {
    const { check, stored } = situation();
    stored.failure = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
    assert.deepEqual(await check(), [
      ['warning.prod.audit.fault', 'event rule calls: cannot be read (AccessDeniedException: not authorized)'],
    ]);
  });

  it('sends every fault again if the last result is damaged or has times in the future', async () => {
    const { check, stored, store } = situation();
    stored.muted = true;
    await check();
    const state = JSON.parse(store.text(checkResultKey)) as { noticed: Record<string, string> };
    const noticed = Object.fromEntries(Object.keys(state.noticed).map((text) => [text, '2126-01-01T00:00:00Z']));
    for (const damaged of ['{', '{}', JSON.stringify({ ...state, noticed })]) {
      store.put(checkResultKey, damaged);
      assert.deepEqual(await check(), [muted]);
    }
  });

  it('recognizes the event of its schedule only', () => {
    assert.deepEqual(checkEvent.dueAt(checkEvent.compose('2026-11-02T14:25:00Z')), new Date('2026-11-02T14:25:00Z'));
    for (const event of [{}, { Records: [] }, { check: { scheduledTime: 'now' } }, null]) {
      assert.equal(checkEvent.dueAt(event), undefined);
    }
  });
});
