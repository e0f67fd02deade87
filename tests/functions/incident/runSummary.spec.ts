import assert from 'node:assert/strict';
import type { FeatureStatistics } from '../../../contract/modelMonitorFiles';
import { reportHourPrefix } from '../../../contract/storeLayout';
import { schemaFaults } from '../../support/jsonSchema';
import { allWell, drift, hour, ref, schedule, situation, statisticsFrom, typeCheck } from './incidentSituation';

const drifted = statisticsFrom(60);
const holds = [
  'BrokenPromises=0 {Endpoint=churn, Severity=critical}',
  'BrokenPromises=0 {Endpoint=churn, Severity=warning}',
];
const run = 'MonitorRuns=1 {Endpoint=churn}';

describe('incident function: metrics', () => {
  it('publishes a clean run by its statistics alone: the managed container then writes no violations', async () => {
    const { arrives, metrics, statistics, summary } = situation();
    assert.deepEqual(await arrives(statistics(11)), allWell);
    assert.deepEqual(metrics, [run, ...holds]);
    assert.deepEqual(summary(11).brokenPromises, []);
  });

  it('publishes broken promises by severity', async () => {
    const { arrives, metrics, report } = situation();
    await arrives(...report(11, [drift('age'), typeCheck], drifted, { count: 300, rejects: [] }));
    assert.deepEqual(metrics, [
      run,
      // The drift of age, and the share of rejects, which has the highest severity of the SLA.
      'BrokenPromises=2 {Endpoint=churn, Severity=critical}',
      'BrokenPromises=1 {Endpoint=churn, Severity=warning}',
      'RejectedShare=0.75 {Endpoint=churn}',
    ]);
  });

  it('opens an incident on a window of which too much was rejected, whichever engine wrote the report', async () => {
    for (const engine of ['analyzer', 'modelMonitor'] as const) {
      const { arrives, report, summary, incident } = situation({ engine });
      const cause = { file: 'a.jsonl', line: 1, reason: 'the line is not JSON.' };
      await arrives(...report(11, [], undefined, { rejects: [cause], causes: [{ ...cause, count: 50 }], count: 50 }));
      assert.deepEqual(
        summary(11).brokenPromises.map(({ feature, check, severity }) => [feature, check, severity]),
        [['Rejected records', 'rejected_records_check', 'critical']],
      );
      assert.deepEqual(summary(11).rejectCauses, [{ ...cause, count: 50 }]);
      assert.deepEqual(incident(10).features, ['Rejected records']);
    }
  });

  it('opens an incident on a window of which no row could be read', async () => {
    const { arrives, report, summary, incident } = situation({ engine: 'analyzer' });
    const cause = { file: 'a.jsonl', line: 1, reason: 'the line is not JSON.' };
    const emptyStatistics = { version: 0, dataset: { item_count: 0 }, features: [] };
    await arrives(...report(11, [], emptyStatistics, { rejects: [cause], causes: [{ ...cause, count: 1 }] }));
    const { rows, rejected, features, brokenPromises } = summary(11);
    assert.deepEqual([rows, rejected, features], [0, 1, []]);
    assert.deepEqual(
      brokenPromises.map(({ check, severity, description }) => [check, severity, description]),
      [
        [
          'rejected_records_check',
          'critical',
          'Too many records were rejected. Expected: at most 5%. Observed: 100%, 1 of 1.',
        ],
      ],
    );
    assert.deepEqual(incident(10).features, ['Rejected records']);
  });

  it('publishes rejects, and drift and completeness per feature, only where the endpoint switches them on', async () => {
    const { arrives, metrics, statistics } = situation({ featureMetrics: true });
    await arrives(statistics(11, statisticsFrom(0, 2)));
    assert.deepEqual(metrics.slice(3), [
      'DriftDistance=0 {Endpoint=churn, Feature=age}',
      'Completeness=0.5 {Endpoint=churn, Feature=age}',
      'DriftDistance=0 {Endpoint=churn, Feature=tenure}',
      'Completeness=1 {Endpoint=churn, Feature=tenure}',
    ]);
  });

  it('publishes up to 1,000 metrics in one call', async () => {
    const { arrives, dataPerCall, statistics } = situation({ featureMetrics: true });
    const [age] = drifted.features;
    const features = Array.from({ length: 1001 }, (_, i) => ({ ...age, name: `f${i}` }) as FeatureStatistics);
    await arrives(statistics(11, { ...drifted, features: features.slice(0, 997) }));
    await arrives(statistics(12, { ...drifted, features }));
    assert.deepEqual(dataPerCall, [1000, 1000, 4]);
  });

  it('waits for the statistics when the violations arrive first', async () => {
    const { arrives, metrics, violations, statistics } = situation();
    assert.deepEqual(await arrives(violations(11, [drift('age')])), allWell);
    assert.deepEqual(metrics, []);
    await arrives(statistics(11, drifted));
    assert.equal(metrics[1], 'BrokenPromises=1 {Endpoint=churn, Severity=critical}');
  });

  it('ignores other objects and endpoints that the stack does not monitor', async () => {
    const { arrives, metrics, store, report } = situation();
    const constraints = `${reportHourPrefix(ref, schedule, hour(11))}constraints.json`;
    const foreign = `${reportHourPrefix({ endpoint: 'other', schema: 'v1' }, 's', hour(11))}statistics.json`;
    store.put(foreign, '{"dataset": {"item_count": 1}, "features": []}');
    const [statistics = ''] = report(11, []);
    store.put(statistics.replace('schema=v1', 'schema=v2'), store.text(statistics));
    const keys = [constraints, 'baselines/churn/schema=v1/x/statistics.json', foreign];
    assert.deepEqual(await arrives(...keys, statistics.replace('schema=v1', 'schema=v2')), allWell);
    assert.deepEqual(metrics, []);
  });

  it('reads a key that arrives URL-encoded, and the violations under their other spelling', async () => {
    const { arrives, metrics, store, statistics } = situation();
    statistics(11);
    const key = `${reportHourPrefix(ref, schedule, hour(11))}constraints_violations.json`;
    store.put(key, { violations: [typeCheck] });
    assert.deepEqual(await arrives(encodeURIComponent(key).replaceAll('%2F', '/')), allWell);
    assert.equal(metrics.at(-1), 'BrokenPromises=1 {Endpoint=churn, Severity=warning}');
  });
});

describe('incident function: the summary', () => {
  it('names the window that was analyzed: the hour before the run, or N hours of an N-hourly schedule', async () => {
    const { arrives, statistics, summary } = situation();
    await arrives(statistics(14));
    assert.deepEqual(summary(14).window, { from: '2026-11-23T13:00:00.000Z', to: '2026-11-23T14:00:00.000Z' });
    const everySixHours = situation({ schedule: 'cron(0 0/6 ? * * *)' });
    await everySixHours.arrives(everySixHours.statistics(12));
    assert.equal(everySixHours.summary(12).window.from, '2026-11-23T06:00:00.000Z');
    // A run that the present schedule would not make, as after a change of it.
    await everySixHours.arrives(everySixHours.statistics(11));
    assert.equal(everySixHours.summary(11).window.from, '2026-11-23T10:00:00.000Z');
    const daily = situation({ schedule: 'cron(0 3 ? * * *)' });
    await daily.arrives(daily.statistics(3));
    assert.equal(daily.summary(3).window.from, '2026-11-22T03:00:00.000Z');
  });

  it('has rows, the numbers of each feature and the versions that it was computed from', async () => {
    const { arrives, report, summary, store, incident } = situation();
    await arrives(...report(11, [drift('age')], drifted, [{ file: 'captures/a.jsonl', line: 7, reason: 'not JSON' }]));
    const { features, rows, baseline, reportVersions, brokenPromises } = summary(11);
    assert.deepEqual([rows, baseline], [100, '2026-11-01-3f9a2c']);
    assert.deepEqual(
      features.map(({ name, completeness, drift }) => [name, completeness, drift?.limit]),
      [
        ['age', 1, 0.1],
        ['tenure', 1, 0.1],
      ],
    );
    assert.deepEqual(Object.keys(reportVersions), ['statistics.json', 'constraint_violations.json', 'rejects.json']);
    assert.equal(incident(10).reports[0]?.version, Object.values(reportVersions).join(' '));
    const key = `${reportHourPrefix(ref, schedule, hour(11))}summary.json`;
    assert.equal(store.contentTypes.get(key), 'application/json');
    assert.deepEqual(schemaFaults('contract/schemas/summary.schema.json', summary(11)), []);
    assert.deepEqual(
      brokenPromises.map(({ feature, severity }) => [feature, severity]),
      [['age', 'critical']],
    );
  });
});
