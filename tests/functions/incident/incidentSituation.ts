import assert from 'node:assert/strict';
import { type CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { hourMs } from '../../../contract/hours';
import type { ChangeEvent, MessageEvent } from '../../../contract/messageRoute';
import type { Reject, Statistics, Violation } from '../../../contract/modelMonitorFiles';
import { type EndpointMonitor, type MonitorSettings, monitorSettingsKey } from '../../../contract/monitorSettings';
import { baselineKey, incidentKey, reportHourPrefix } from '../../../contract/storeLayout';
import type { WindowSummary } from '../../../contract/windowSummary';
import { createIncidentHandler } from '../../../functions/incident/incidentHandler';
import { parseIncidentDocument } from '../../../incidents/document/incidentDocument';
import { IncidentIndex } from '../../../incidents/index/incidentIndex';
import { suggestConstraints } from '../../../quality/constraints/suggestConstraints';
import { modelMonitorJson } from '../../../quality/modelMonitor/modelMonitorJson';
import { columnStatistics } from '../../../quality/profile/columnStatistics';
import { churnSla as sla } from '../../support/churnSla';
import { FakeTable } from '../../support/fakeTable';
import { FakeStore } from './fakeStore';

export const ref = { endpoint: 'churn', schema: 'v1' };
export const schedule = 'churn-schedule-1a2b3c4';
const baseline = '2026-11-01-3f9a2c';
const day = Date.UTC(2026, 10, 23);
export const hour = (h: number) => new Date(day + h * hourMs);
export const now = new Date('2026-11-23T12:34:56.000Z');

/** Statistics of 100 rows: `age` counts up from a number, in every row or every second one; `tenure` is constant. */
export function statisticsFrom(age: number, step = 1): Statistics {
  const values = Array.from({ length: 100 }, (_, i) => (i % step === 0 ? String(age + i) : null));
  const features = [columnStatistics('age', values), columnStatistics('tenure', Array(100).fill('7'))];
  return { version: 0, dataset: { item_count: 100 }, features: features.map((column) => column.statistics) };
}
const baselineStatistics = statisticsFrom(0);
const constraints = suggestConstraints(baselineStatistics);

export const drift = (feature: string): Violation => ({
  feature_name: feature,
  constraint_check_type: 'baseline_drift_check',
  description: 'Baseline drift distance: 0.93 exceeds threshold: 0.1',
});
export const typeCheck: Violation = {
  feature_name: 'tenure',
  constraint_check_type: 'data_type_check',
  description: 'Data type match requirement is not met.',
};

const churn: EndpointMonitor = {
  schema: 'v1',
  baseline,
  engine: 'modelMonitor',
  schedule: 'cron(0 * ? * * *)',
  owner: 'ml',
  sla,
  featureMetrics: false,
};

/** Routes of the stack. */
const routes: NonNullable<MonitorSettings['routes']> = [
  { name: 'pager', kind: 'pagerDuty', severities: ['critical'] },
  { name: 'tickets', kind: 'message', severities: ['critical', 'warning'] },
  { name: 'chat', kind: 'slack', severities: ['critical', 'warning'], owners: ['other'] },
];

/** A bus and a topic that keep their messages and changes. */
function fakeBus() {
  const messages: MessageEvent[] = [];
  const changes: ChangeEvent[] = [];
  const bus: { isDown: boolean; onPut?: (() => void) | undefined } = { isDown: false };
  const events = {
    send: async (command: unknown) => {
      assert.ok(command instanceof PutEventsCommand);
      if (bus.isDown) return { FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] };
      for (const { EventBusName, Source, DetailType, Detail = '' } of command.input.Entries ?? []) {
        assert.deepEqual([EventBusName, Source], ['messages', 'model-observability']);
        if (DetailType === 'Monitoring Change') changes.push(JSON.parse(Detail));
        else messages.push(JSON.parse(Detail));
        bus.onPut?.();
      }
      return { FailedEntryCount: 0 };
    },
  } as unknown as EventBridgeClient;
  const pages: unknown[] = [];
  const mails: PublishCommand['input'][] = [];
  const sns = {
    send: async ({ input }: PublishCommand) =>
      input.Subject === undefined ? pages.push(JSON.parse(input.Message ?? '')) : mails.push(input),
  } as unknown as SNSClient;
  return { messages, changes, bus, events, pages, mails, sns };
}

/** A store with one monitored endpoint, a handler, the metrics that it published, and what arrives. */
export function situation(settings: Partial<EndpointMonitor> = {}) {
  const store = new FakeStore();
  const endpoints = { churn: { ...churn, ...settings } };
  const monitors: MonitorSettings = { version: 1, stack: 'prod', routes, endpoints };
  store.put(monitorSettingsKey, monitors);
  store.put(baselineKey(ref, baseline, 'statistics.json'), modelMonitorJson.write(baselineStatistics));
  store.put(baselineKey(ref, baseline, 'constraints.json'), modelMonitorJson.write(constraints));
  const metrics: string[] = [];
  const dataPerCall: number[] = [];
  let cloudWatchIsDown = false;
  const cloudwatch = {
    send: async (command: unknown) => {
      assert.ok(command instanceof PutMetricDataCommand);
      if (cloudWatchIsDown) throw new Error('Throttling');
      dataPerCall.push(command.input.MetricData?.length ?? 0);
      for (const { MetricName, Value, Dimensions = [], Timestamp } of command.input.MetricData ?? []) {
        assert.deepEqual([command.input.Namespace, Timestamp], ['ModelObservability', time]);
        metrics.push(`${MetricName}=${Value} {${Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join(', ')}}`);
      }
    },
  } as unknown as CloudWatchClient;
  const table = new FakeTable();
  const index = new IncidentIndex(table.client, 'index');
  const { messages, changes, bus, events, pages, mails, sns } = fakeBus();
  let time = now;
  const args = {
    s3: store.client,
    cloudwatch,
    events,
    sns,
    topicArn: 'alerts',
    now: () => time,
    bucket: 'store',
    namespace: 'ModelObservability',
    bus: 'messages',
    region: 'eu-west-1',
    index,
  };
  const handler = createIncidentHandler(args);
  const prefix = (h: number) => reportHourPrefix(ref, schedule, hour(h));
  /** Writes the statistics of the run at an hour; returns their key. */
  const statistics = (h: number, content = baselineStatistics): string => {
    store.put(`${prefix(h)}statistics.json`, modelMonitorJson.write(content));
    return `${prefix(h)}statistics.json`;
  };
  /** Writes the violations of the run at an hour; returns their key. */
  const violations = (h: number, list: readonly Violation[]): string => {
    store.put(`${prefix(h)}constraint_violations.json`, { violations: list });
    return `${prefix(h)}constraint_violations.json`;
  };
  return {
    store,
    table,
    index,
    metrics,
    /** Messages and changes that the bus accepted. */
    messages,
    changes,
    /** Messages to the topic: in the form of alarms, and mails. */
    pages,
    mails,
    bus,
    /** Lets time pass. */
    wait: (minutes: number) => {
      time = new Date(time.getTime() + minutes * 60_000);
    },
    /** Number of metric data of each call. */
    dataPerCall,
    handler,
    statistics,
    violations,
    /** Writes a whole report; returns the keys of the two files whose arrival is told. */
    report: (h: number, list: readonly Violation[], content?: Statistics, rejects?: readonly Reject[] | object) => {
      if (rejects) store.put(`${prefix(h)}rejects.json`, rejects);
      return [statistics(h, content), violations(h, list)];
    },
    arrives: (...keys: string[]) => handler({ Records: keys.map((key, i) => record(`m${i}`, key)) }),
    breakCloudWatch: (broken: boolean) => {
      cloudWatchIsDown = broken;
    },
    /** The incident that opened with the window that begins at an hour. */
    incident: (h: number) => parseIncidentDocument(store.text(incidentKey('churn', hour(h)))).incident,
    /** All incidents, those without windows included. */
    incidents: () => store.keys('incidents/').map((key) => parseIncidentDocument(store.text(key)).incident),
    summary: (h: number) => JSON.parse(store.text(`${prefix(h)}summary.json`)) as WindowSummary,
  };
}

export function record(messageId: string, key: string, bucket = 'store') {
  const detail = { bucket: { name: bucket }, object: { key, size: 1, 'version-id': 'x' } };
  return { messageId, body: JSON.stringify({ source: 'aws.s3', 'detail-type': 'Object Created', detail }) };
}

export const allWell = { batchItemFailures: [] };
