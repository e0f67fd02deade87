import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calibrationFile } from '../../../contract/calibration';
import { baselinePrefix } from '../../../contract/storeLayout';
import type { Backtest } from '../../../quality/calibrated/backtest';
import { putPastReports, ref } from '../../support/pastReports';
import { runCli } from '../../support/runCli';
import { seededRandom } from '../../support/syntheticWindows';

interface Row {
  readonly when: string;
  readonly churn: string;
  readonly age: string;
}

const random = seededRandom(3);
const perWindow = 40;

/** Rows of windows of 4 hours from a time on. */
const rowsFrom = (start: string, windows: number, age = () => String(20 + Math.floor(random() * 50))): Row[] =>
  Array.from({ length: windows * perWindow }, (_, i) => ({
    when: new Date(Date.parse(start) + (i * 240 * 60_000) / perWindow).toISOString(),
    churn: random().toFixed(3),
    age: age(),
  }));

describe('backtest of tables', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'backtest-tables-'));
  const store = join(folder, 'store');
  const place = ['--store', store, '--endpoint', ref.endpoint];
  // Six usual windows, then a day in which all ages are too high.
  const later = [
    ...rowsFrom('2026-03-02T00:00:00Z', 6),
    ...rowsFrom('2026-03-03T00:00:00Z', 6, () => String(80 + Math.floor(random() * 50))),
  ];
  let id = '';

  const write = (name: string, rows: readonly Row[]) => {
    const lines = rows.map(({ when, churn, age }) => `${age},${when},${churn}`);
    writeFileSync(join(folder, name), ['age,when,churn', ...lines].join('\n'));
    return join(folder, name);
  };
  const replay = (data: string, ...more: string[]) => {
    const calibration = join(folder, 'out', id, calibrationFile);
    const options = ['--calibration', calibration, '--data', data, '--time', 'when'];
    return runCli('baseline', 'backtest', id, ...place, ...options, ...more);
  };

  before(async () => {
    id = putPastReports(store);
    const past = write('past.csv', rowsFrom('2026-01-05T00:00:00Z', 210));
    const data = ['--data', past, '--time', 'when', '--every', '4', '--out', join(folder, 'out')];
    const by = ['--by', 'arn:aws:iam::111111111111:user/anna'];
    const made = await runCli('baseline', 'calibrate', id, ...place, ...by, ...data);
    assert.equal(made.code, 0, made.err);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('cuts later rows into windows of the calibration, in any order, and finds those with a fault', async () => {
    const page = join(folder, 'backtest.html');
    const json = await replay(write('later.csv', [...later].reverse()), '--json', '--html', page);
    assert.equal(json.code, 0, json.err);
    const result = JSON.parse(json.out) as Backtest;
    assert.deepEqual([result.windows, result.judged, result.overlap], [12, 12, false]);
    assert.ok(result.calibrated.alarms >= 5, json.out);
    assert.ok(result.alarms.every(({ from, feature }) => from >= '2026-03-03' && feature === 'age'));
    assert.ok(readFileSync(page, 'utf8').includes('2026-03-03'));
    const text = await replay(join(folder, 'later.csv'), '--to', '2026-03-03T08');
    assert.match(text.out, /^8 windows in 0\.2 weeks, 8 judged by the calibration$/m);
    assert.match(
      (await replay(join(folder, 'past.csv'))).out,
      /^note: the calibration rests on some of these windows/m,
    );
  });

  it('compares a window by the exact rule as a run of the monitor does', async () => {
    const baseline = join(store, baselinePrefix(ref, id));
    for (const rows of [later.slice(0, perWindow), later.slice(-perWindow)]) {
      const data = write('window.csv', rows);
      const out = join(folder, 'run');
      const run = await runCli('monitor', 'run', '--data', data, '--baseline', baseline, '--out', out, '--json');
      const { exact } = JSON.parse((await replay(data, '--json')).out) as Backtest;
      const { violations } = JSON.parse(run.out) as { violations: { constraint_check_type: string }[] };
      const hasDrift = violations.some(({ constraint_check_type: check }) => check === 'baseline_drift_check');
      assert.equal(exact.alarms === 1, hasDrift, run.out);
    }
    const { exact } = JSON.parse((await replay(join(folder, 'later.csv'), '--json')).out) as Backtest;
    assert.ok(exact.alarms > 0 && exact.alarms < 12, String(exact.alarms));
    const sla = join(folder, 'sla.yaml');
    const promises = 'owner: ml\nrunbook: https://example.com\nfreshnessHours: 2\nfeatures:\n';
    const off = ['age', 'churn'].map((name) => `  ${name}: { severity: warning, off: { drift: not needed } }\n`);
    writeFileSync(sla, `endpoint: ${ref.endpoint}\n${promises}${off.join('')}`);
    const none = JSON.parse((await replay(join(folder, 'later.csv'), '--sla', sla, '--json')).out) as Backtest;
    assert.deepEqual([none.exact.alarms, none.calibrated.alarms], [0, 0]);
  });

  it('explains rows that cannot be used in one sentence each', async () => {
    const table = join(folder, 'later.csv');
    const none = await replay(table, '--from', '2027-01-01T00', '--json');
    assert.equal(none.code, 3);
    assert.equal((JSON.parse(none.out) as { reason: string }).reason, `no row of ${table} is in the span`);
    const timeless = write('timeless.csv', [...later.slice(0, 2), { ...later[0], when: '' } as Row]);
    assert.match(
      (await replay(timeless)).err,
      /timeless\.csv: line 4: column 'when' has no value; expected ISO 8601 such as /,
    );
    writeFileSync(join(folder, 'narrow.csv'), 'note,when,churn\nx,2026-03-02T00:00:00Z,0.5\n');
    assert.match(
      (await replay(join(folder, 'narrow.csv'))).err,
      /narrow\.csv: the header lacks 'age' and has unknown column\(s\) 'note', 'when'; the baseline has churn, age/,
    );
    writeFileSync(join(folder, 'empty.csv'), 'age,when,churn\n');
    assert.match((await replay(join(folder, 'empty.csv'))).err, /empty\.csv: has a header but no rows/);
  });

  it('refuses options that have no effect', async () => {
    const table = join(folder, 'later.csv');
    assert.match((await replay(table, '--keep-counts')).err, /--keep-counts has no effect with --data; leave one out/);
    const all = await runCli('baseline', 'backtest', '--all', '--store', store, '--data', table, '--time', 'when');
    assert.match(all.err, /--data has no effect with --all, which replays every endpoint; leave one out/);
    const timed = await runCli('baseline', 'backtest', id, ...place, '--time', 'when');
    assert.match(timed.err, /--time requires --data/);
    const timeless = await runCli('baseline', 'backtest', id, ...place, '--data', table);
    assert.match(timeless.err, /--data requires --time: the column with the time of each row/);
  });
});
