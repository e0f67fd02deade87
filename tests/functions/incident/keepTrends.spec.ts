import assert from 'node:assert/strict';
import { trendKey } from '../../../contract/storeLayout';
import { keepTrends } from '../../../functions/incident/keepTrends';
import { sampleSummary } from '../../support/sampleSummary';
import { FakeStore } from './fakeStore';

const prefix = 'reports/churn/schema=v1/churn/analyzer/2026/11/02/09/';
const run = {
  endpoint: 'churn',
  schema: 'v1',
  monitoringSchedule: 'analyzer',
  runAt: new Date('2026-11-02T09:00:00Z'),
  prefix,
};
const [features, runs] = [trendKey('features', run), trendKey('runs', run)];
const promises = { age: { severity: 'warning', completeness: 0.98 } } as const;

describe('keepTrends', () => {
  const keep = (store: FakeStore, now = '2026-11-02T09:05:00.000Z') =>
    keepTrends(
      { s3: store.client, bucket: 'store', now: () => new Date(now) },
      run,
      promises,
      store.text(`${prefix}summary.json`),
    );
  const rows = (store: FakeStore, key: string) =>
    store
      .text(key)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('writes a line for each feature, and one for the run', async () => {
    const store = new FakeStore();
    store.put(`${prefix}summary.json`, sampleSummary(8, 9, 0.25, 0.75));
    await keep(store);
    const window = {
      capture_schema: 'v1',
      monitoring_schedule: 'churn-4f1c',
      window_from: '2026-11-02T08:00:00.000Z',
      window_to: '2026-11-02T09:00:00.000Z',
    };
    assert.deepEqual(rows(store, features), [
      {
        ...window,
        feature: 'age',
        type: 'Integral',
        present: 150,
        missing: 50,
        completeness: 0.75,
        promised_completeness: 0.98,
        drift_distance: 0.25,
        drift_limit: 0.1,
        broken_checks: 'baseline_drift_check',
      },
      { ...window, feature: 'plan', type: 'String', present: 200, missing: 0, completeness: 1 },
    ]);
    assert.deepEqual(rows(store, runs), [
      {
        ...window,
        row_count: 200,
        feature_count: 2,
        broken_promises: 1,
        critical_promises: 1,
        reported_at: '2026-11-02T09:05:00.000Z',
      },
    ]);
  });

  it('writes nothing again, and keeps when the report was read first after a change of the summary', async () => {
    const store = new FakeStore();
    store.put(`${prefix}summary.json`, sampleSummary(8, 9));
    await keep(store);
    const { writes } = store;
    await keep(store, '2026-11-02T10:00:00.000Z');
    assert.equal(store.writes, writes);
    store.put(`${prefix}summary.json`, sampleSummary(8, 9, 0.3));
    await keep(store, '2026-11-02T11:00:00.000Z');
    const [row] = rows(store, runs);
    assert.deepEqual([row?.['broken_promises'], row?.['reported_at']], [1, '2026-11-02T09:05:00.000Z']);
  });

  it('replaces rows that cannot be read', async () => {
    const store = new FakeStore();
    store.put(`${prefix}summary.json`, sampleSummary(8, 9));
    store.put(runs, '{"reported_at"');
    await keep(store);
    assert.equal(rows(store, runs)[0]?.['reported_at'], '2026-11-02T09:05:00.000Z');
  });
});
