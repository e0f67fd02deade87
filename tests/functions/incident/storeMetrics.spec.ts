import assert from 'node:assert/strict';
import type { WindowSummary } from '../../../contract/windowSummary';
import { featureMetrics, runMetrics } from '../../../functions/incident/storeMetrics';

const at = new Date('2026-11-23T12:00:00Z');
const summary: WindowSummary = {
  version: 1,
  endpoint: 'churn',
  schema: 'v1',
  monitoringSchedule: 'hourly',
  window: { from: '2026-11-23T10:00:00Z', to: '2026-11-23T11:00:00Z' },
  rows: 90,
  rejected: 10,
  features: [
    { name: 'age', type: 'Integral', present: 9, missing: 1, completeness: 0.9, drift: { distance: 0.3, limit: 0.1 } },
    { name: 'note', type: 'String', present: 10, missing: 0, completeness: 1 },
  ],
  brokenPromises: (['critical', 'critical', 'warning', 'info'] as const).map((severity, i) => ({
    feature: `f${i}`,
    check: 'range_check',
    severity,
    description: 'Found.',
  })),
  reportVersions: {},
};

const shown = (data: ReturnType<typeof runMetrics>) =>
  data.map(({ MetricName, Value, Unit, Timestamp, Dimensions = [] }) => {
    assert.equal(Timestamp, at);
    return [MetricName, Value, Unit, ...Dimensions.map(({ Name, Value }) => `${Name}=${Value}`)];
  });

describe('the metrics of the store', () => {
  it('count broken promises by severity, without those of severity info', () => {
    assert.deepEqual(shown(runMetrics(summary, at)), [
      ['MonitorRuns', 1, 'Count', 'Endpoint=churn'],
      ['BrokenPromises', 2, 'Count', 'Endpoint=churn', 'Severity=critical'],
      ['BrokenPromises', 1, 'Count', 'Endpoint=churn', 'Severity=warning'],
      ['RejectedShare', 0.1, 'None', 'Endpoint=churn'],
    ]);
  });

  it('have no share of rejects where nothing was rejected, or where the engine does not report rejects', () => {
    for (const changes of [{ rejected: 0 }, { rows: 0, rejected: 0 }, { rejected: undefined }]) {
      const names = runMetrics({ ...summary, ...changes }, at).map(({ MetricName }) => MetricName);
      assert.ok(!names.includes('RejectedShare'));
    }
  });

  it('give drift of the features that were compared, and completeness of all', () => {
    assert.deepEqual(shown(featureMetrics(summary, at)), [
      ['DriftDistance', 0.3, 'None', 'Endpoint=churn', 'Feature=age'],
      ['Completeness', 0.9, 'None', 'Endpoint=churn', 'Feature=age'],
      ['Completeness', 1, 'None', 'Endpoint=churn', 'Feature=note'],
    ]);
  });

  it('give a feature that CloudWatch does not accept a derived name', () => {
    const features = summary.features.slice(1).map((feature) => ({ ...feature, name: 'größe' }));
    assert.deepEqual(shown(featureMetrics({ ...summary, features }, at)), [
      ['Completeness', 1, 'None', 'Endpoint=churn', 'Feature=gro_e-d353a2671b67afff'],
    ]);
  });
});
