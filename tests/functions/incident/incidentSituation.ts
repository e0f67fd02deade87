import assert from 'node:assert/strict';
import { type CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { hourMs } from '../../../contract/hours';
import type { Reject, Violation } from '../../../contract/modelMonitorFiles';
import { incidentKey, reportHourPrefix } from '../../../contract/storeLayout';
import { parseIncidentDocument } from '../../../functions/incident/incidentDocument';
import { createIncidentHandler } from '../../../functions/incident/incidentHandler';
import { FakeStore } from './fakeStore';

export const ref = { endpoint: 'churn', schema: 'v1' };
export const schedule = 'churn-schedule-1a2b3c4';
const day = Date.UTC(2026, 10, 23);
export const hour = (h: number) => new Date(day + h * hourMs);
const now = new Date('2026-11-23T12:34:56.000Z');

export const drift = (feature: string): Violation => ({
  feature_name: feature,
  constraint_check_type: 'baseline_drift_check',
  description: 'Baseline drift distance: 0.93 exceeds threshold: 0.1',
});
export const missing: Violation = {
  feature_name: 'Missing columns',
  constraint_check_type: 'missing_column_check',
  description: 'There are missing columns in current dataset.',
};

/** A store and a handler, its published metrics, and functions that write reports and send events. */
export function situation() {
  const store = new FakeStore();
  const metrics: string[] = [];
  let cloudWatchIsDown = false;
  const cloudwatch = {
    send: async (command: unknown) => {
      assert.ok(command instanceof PutMetricDataCommand);
      if (cloudWatchIsDown) throw new Error('Throttling');
      for (const { MetricName, Value, Dimensions = [], Timestamp } of command.input.MetricData ?? []) {
        assert.deepEqual([command.input.Namespace, Timestamp], ['ModelObservability', now]);
        metrics.push(`${MetricName}=${Value} {${Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join(', ')}}`);
      }
    },
  } as unknown as CloudWatchClient;
  const args = { s3: store.client, cloudwatch, now: () => now, bucket: 'store', namespace: 'ModelObservability' };
  const handler = createIncidentHandler(args);
  const statistics = (h: number): string => {
    const key = `${reportHourPrefix(ref, schedule, hour(h))}statistics.json`;
    store.put(key, { version: 0, dataset: { item_count: 120 }, features: [] });
    return key;
  };
  /** Writes an hour's report with its statistics; returns the key of its violations. */
  const report = (h: number, violations: readonly Violation[], rejects?: readonly Reject[] | object): string => {
    const prefix = reportHourPrefix(ref, schedule, hour(h));
    statistics(h);
    if (rejects) store.put(`${prefix}rejects.json`, rejects);
    store.put(`${prefix}constraint_violations.json`, { violations });
    return `${prefix}constraint_violations.json`;
  };
  return {
    store,
    metrics,
    handler,
    statistics,
    report,
    arrives: (...keys: string[]) => handler({ Records: keys.map((key, i) => record(`m${i}`, key)) }),
    breakCloudWatch: (broken: boolean) => {
      cloudWatchIsDown = broken;
    },
    incident: (h: number) => parseIncidentDocument(store.text(incidentKey('churn', hour(h)))).incident,
  };
}

export function record(messageId: string, key: string, bucket = 'store') {
  const detail = { bucket: { name: bucket }, object: { key, size: 1, 'version-id': 'x' } };
  return { messageId, body: JSON.stringify({ source: 'aws.s3', 'detail-type': 'Object Created', detail }) };
}

export const allWell = { batchItemFailures: [] };
