import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { baselineIdPattern } from '../contract/storeLayout';
import { baselineIdOf } from '../quality/baseline/packBaseline';
import { modelMonitorJson } from '../quality/modelMonitor/modelMonitorJson';
import { analyzeWindow } from '../quality/monitor/analyzeWindow';
import { captureFiles } from '../scripts/datasets/captureFiles';
import { monitoringDatasets } from './support/monitoringDatasets';

const hourOf = (set: string) => [...monitoringDatasets.capturesOf(set).values()];

describe('assets/datasets/monitoring', () => {
  const baseline = monitoringDatasets.baseline();
  const { statistics, constraints } = baseline;
  const analyzeSet = (set: string) =>
    Promise.all(hourOf(set).map((captures) => analyzeWindow({ captures, statistics, constraints })));
  const violationsOf = async (set: string) =>
    (await analyzeSet(set)).map(({ violations }) =>
      violations.violations.map((v) => `${v.feature_name} ${v.constraint_check_type}`),
    );

  it('gives a baseline without problems', () => {
    assert.deepEqual(baseline.problems, []);
    assert.deepEqual(baseline.rejects, []);
    assert.equal(baseline.rows, 1862);
    const types = constraints.features.map(({ name, inferred_type }) => `${name} ${inferred_type}`);
    assert.deepEqual(types, [
      'predicted_arr_delay Fractional',
      'dep_delay Integral',
      'sched_hour Integral',
      'distance Integral',
      'carrier String',
      'origin String',
      'temp Fractional',
      'wind_speed Fractional',
      'visibility Fractional',
    ]);
  });

  it('clean hours have no violations and little drift', async () => {
    const hours = await analyzeSet('clean');
    assert.deepEqual(
      hours.map(({ rows }) => rows),
      [373, 373, 372, 372, 372],
    );
    for (const { violations, rejects, metrics } of hours) {
      assert.deepEqual(violations.violations, []);
      assert.deepEqual(rejects, []);
      const drifts = metrics.filter(({ name }) => name.startsWith('feature_baseline_drift_'));
      assert.equal(drifts.length, 9);
      assert.ok(drifts.every(({ value }) => value < 0.05));
    }
  });

  it('a storm causes drift of delays, temperature and prediction', async () => {
    const drifted = ['predicted_arr_delay', 'dep_delay', 'temp'].map((name) => `${name} baseline_drift_check`);
    assert.deepEqual(await violationsOf('drifted'), [drifted, drifted]);
  });

  it('a missing column is the only violation of its hour', async () => {
    assert.deepEqual(await violationsOf('broken/missing-column'), [['Missing columns missing_column_check']]);
    assert.deepEqual((await analyzeSet('broken/missing-column'))[0]?.metrics, []);
  });

  it('a changed type, missing values and an unknown airport are different violations', async () => {
    assert.deepEqual(await violationsOf('broken/changed-type'), [
      ['dep_delay data_type_check', 'origin categorical_values_check', 'temp completeness_check'],
    ]);
  });

  it('damaged lines are rejected with file, line and reason, and the other lines count', async () => {
    const [hour] = await analyzeSet('broken/garbage');
    const first = hourOf('broken/garbage')[0]?.[0]?.file;
    assert.equal(hour?.rows, 372);
    assert.deepEqual(hour.violations.violations, []);
    assert.deepEqual(hour.rejects, [
      { file: first, line: 4, reason: 'the line is not JSON.' },
      {
        file: first,
        line: 5,
        reason: 'endpointInput: unknown encoding "PARQUET": expected one of CSV, JSON, BASE64.',
      },
      {
        file: first,
        line: 6,
        reason:
          'the row has 11 columns; most rows of this window have 9 (row: -16.71,17,99,-7,6,762,DL,LGA,66.02,5.75,...).',
      },
      { file: first, line: 7, reason: 'the line is not JSON.' },
      { file: first, line: 8, reason: "the record has no 'captureData' object." },
      { file: first, line: 9, reason: 'the row has 2 columns; most rows of this window have 9 (row: -16.71,).' },
    ]);
  });

  it('captures contain every encoding, and records of several rows', async () => {
    const files = hourOf('clean').flat();
    const text = files.flatMap(({ open }) => [...(open() as Iterable<Uint8Array>)].map(String)).join('');
    for (const encoding of ['CSV', 'JSON', 'BASE64']) assert.ok(text.includes(`"encoding":"${encoding}"`));
    const rows = (await analyzeSet('clean')).reduce((sum, hour) => sum + hour.rows, 0);
    assert.ok(text.trimEnd().split('\n').length < rows);
  });

  it('a baseline is the same when read from its files, and its id is derived from them', async () => {
    const files = {
      'statistics.json': modelMonitorJson.write(statistics),
      'constraints.json': modelMonitorJson.write(constraints),
    };
    const [captures = []] = hourOf('drifted');
    const read = {
      statistics: modelMonitorJson.readStatistics(files['statistics.json']),
      constraints: modelMonitorJson.readConstraints(files['constraints.json']),
    };
    assert.deepEqual(
      (await analyzeWindow({ captures, ...read })).violations,
      (await analyzeWindow({ captures, statistics, constraints })).violations,
    );
    const id = baselineIdOf(new Date('2026-11-01T23:59:59Z'), files);
    assert.match(id, baselineIdPattern);
    assert.ok(id.startsWith('2026-11-01-'));
  });

  it('capture files depend only on their rows', () => {
    const hour = { set: 's', hour: new Date('2026-11-02T08:00:00Z'), inputNames: ['x', 'c'] };
    const rows = Array.from({ length: 40 }, (_, i) => [[`${i}.0`], [String(i), i === 5 ? '' : 'a']] as const);
    const digest = () =>
      createHash('sha256')
        .update(JSON.stringify([...captureFiles({ ...hour, rows })]))
        .digest('hex');
    assert.equal(digest(), digest());
    const json = [...captureFiles({ ...hour, rows }).values()].join('').split('\n')[5] ?? '';
    assert.match(json, /\{\\"x\\": 5, \\"c\\": null\}/);
  });
});
