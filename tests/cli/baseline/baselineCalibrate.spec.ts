import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Calibration, calibrationFile } from '../../../contract/calibration';
import { monitorSettingsKey } from '../../../contract/monitorSettings';
import { baselinePrefix, calibrationKey, captureHourPrefix, weekCountsKey } from '../../../contract/storeLayout';
import type { AlarmVerdict } from '../../../contract/windowSummary';
import { churnSla } from '../../support/churnSla';
import { schemaFaults } from '../../support/jsonSchema';
import { assertSoundPage, pageWords } from '../../support/pageStructure';
import { captureLines, putObject, putPastReports, putSmallReport, ref } from '../../support/pastReports';
import { runCli } from '../../support/runCli';
import { seededRandom } from '../../support/syntheticWindows';

const author = ['--by', 'arn:aws:iam::111111111111:user/anna'];

describe('baseline calibrate and backtest', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'calibrate-'));
  const store = join(folder, 'store');
  const place = ['--store', store, '--endpoint', ref.endpoint];
  let id = '';

  before(() => {
    id = putPastReports(store);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('calibrates on past reports, is approved, and shows which windows it would have found', async () => {
    const out = join(folder, 'out');
    const until = ['--to', '2026-02-08T00'];
    const made = await runCli(...['baseline', 'calibrate', id, ...place, ...author, ...until, '--out', out]);
    assert.equal(made.code, 0, made.err);
    assert.match(made.out, /episodes a week on weeks left out \(95 % interval /);
    const calibration = JSON.parse(readFileSync(join(out, id, calibrationFile), 'utf8')) as Calibration;
    assert.equal(calibration.history.windows, 210);

    const without = await runCli(...['baseline', 'backtest', id, ...place]);
    assert.equal(without.code, 1);
    assert.match(without.err, /has no calibration; make one with 'baseline calibrate', or pass --calibration/);

    const approve = ['baseline', 'approve', join(out, id), ...author, '--why', 'five weeks', '--store', store];
    const refused = await runCli(...[...approve, '--four-eyes']);
    assert.match(refused.err, /is the author of the calibration: --four-eyes requires a second person/);
    assert.match((await runCli(...approve)).out, /approved by .* the next run uses it/);
    assert.match((await runCli(...approve)).out, /was approved before; nothing was written/);

    putObject(store, calibrationKey(ref, id), JSON.stringify({ ...calibration, version: 1 }));
    const earlier = await runCli(...['baseline', 'backtest', id, ...place]);
    assert.match(
      earlier.err,
      /invalid calibration: an earlier release with other checks made it; make it again with 'baseline calibrate'/,
    );
    assert.match((await runCli(...approve)).out, /approved by .* the next run uses it/);

    const replayed = await runCli(...['baseline', 'backtest', id, ...place, '--from', '2026-02-08T00', '--json']);
    assert.equal(replayed.code, 0, replayed.err);
    const { judged, calibrated, overlap, alarms } = JSON.parse(replayed.out) as {
      judged: number;
      calibrated: { alarms: number; episodes: number };
      overlap: boolean;
      alarms: { feature: string }[];
    };
    assert.equal(judged, 42);
    assert.equal(overlap, false);
    assert.ok(calibrated.alarms >= 40, String(calibrated.alarms));
    assert.equal(calibrated.episodes, 1);
    assert.ok(alarms.every(({ feature }) => feature === 'age'));

    const page = join(folder, 'pages', 'backtest.html');
    const table = await runCli(...['baseline', 'backtest', id, ...place, '--html', page]);
    assert.match(table.out, /note: the calibration rests on some of these windows/);
    assert.match(table.out, /calibrated +4\d +\d/);
    assert.match(table.out, /^Of 2 recorded incidents, the exact rule finds 0, the calibration 1\.$/m);
    assert.match(table.out, /^ {2}churn-2026012008 .* missed +missed +churn +baseline_drift_check/m);
    assert.match(table.out, /^ {2}churn-2026020908 .* missed +found +age +baseline_drift_check/m);
    assert.ok(table.out.includes(`page written to ${page}`));
    assert.match(readFileSync(page, 'utf8'), /<rect class="power"[\s\S]*Reference of each feature/);
  });

  describe('with a training file', () => {
    const random = seededRandom(2);
    const rows = Array.from({ length: 210 * 40 }, (_, i) => {
      // 40 rows in each window of 4 hours, the last minute of it included.
      const at = new Date(Date.parse('2026-01-05T00:00:00Z') + Math.floor((i * 240 * 60_000) / 40));
      return { when: at.toISOString(), churn: random().toFixed(3), age: String(20 + Math.floor(random() * 50)) };
    });
    const csvOf = (of: typeof rows) =>
      ['note,age,when,churn', ...of.map(({ when, churn, age }) => `x,${age},${when},${churn}`)].join('\n');
    const write = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const calibrate = (file: string, ...more: string[]) => {
      const data = ['--data', file, '--time', 'when', '--every', '4', '--out', join(folder, 'data-out'), '--json'];
      return runCli(...['baseline', 'calibrate', id, ...place, ...author, ...data, ...more]);
    };

    it('cuts its rows into windows by the time column, whatever their order and the file kind', async () => {
      const made = await calibrate(write('past.csv', csvOf([...rows].reverse())));
      assert.equal(made.code, 0, made.err);
      const { history, budget } = JSON.parse(made.out) as Calibration;
      assert.deepEqual([history.windows, history.windowMinutes, budget], [210, 240, 0.5]);
      assert.deepEqual([history.from, history.to], ['2026-01-05T00:00:00.000Z', '2026-02-09T00:00:00.000Z']);
      const lines = rows.map(({ when, ...row }) => JSON.stringify({ ...row, when: Date.parse(when) / 1000 }));
      const again = await calibrate(write('past.jsonl', lines.join('\n')));
      assert.equal(again.code, 0, again.err);
      assert.deepEqual((JSON.parse(again.out) as Calibration).limits, (JSON.parse(made.out) as Calibration).limits);
      const half = await calibrate(join(folder, 'past.csv'), '--from', '2026-01-19T00');
      assert.equal((JSON.parse(half.out) as Calibration).history.windows, 126);
    });

    it('names the line of a time that is none, an unknown column, and options that have no effect', async () => {
      const broken = [...rows.slice(0, 3), { ...rows[0], when: '2026-02-30T08:00:00Z' } as (typeof rows)[number]];
      assert.match(
        (await calibrate(write('broken.csv', csvOf(broken)))).err,
        /broken\.csv: line 5: column 'when' has an invalid time '2026-02-30T08:00:00Z'; expected ISO 8601 such as /,
      );
      const unknown = ['--data', join(folder, 'past.csv'), '--time', 'wen'];
      const refused = await runCli(...['baseline', 'calibrate', id, ...place, ...author, ...unknown]);
      assert.match(
        refused.err,
        /--time: unknown column 'wen'; columns of the table and the baseline: churn, age, note, when/,
      );
      const without = await runCli(...['baseline', 'calibrate', id, ...place, ...author, '--time', 'when']);
      assert.match(without.err, /--time requires --data/);
      const timeless = await runCli(...['baseline', 'calibrate', id, ...place, ...author, '--data', folder]);
      assert.match(timeless.err, /--data requires --time: the column with the time of each row/);
    });
  });

  it('replays every endpoint of the stack under its baseline in effect', async () => {
    const monitor = { schema: 'v1', baseline: id, engine: 'analyzer', schedule: 'rate(4 hours)', owner: 'ml' };
    const settings = {
      version: 1,
      stack: 'dev',
      endpoints: { churn: { ...monitor, sla: churnSla, featureMetrics: false } },
    };
    putObject(store, monitorSettingsKey, JSON.stringify(settings));
    const page = join(folder, 'pages', 'backtests.html');
    const all = ['baseline', 'backtest', '--all', '--store', store, '--from', '2026-02-08T00'];
    const text = await runCli(...all, '--html', page);
    assert.equal(text.code, 0, text.err);
    assert.match(text.out, /^1 endpoint of stack dev$/m);
    assert.match(text.out, /^ {2}churn +42 +42 +[\d.]+ +1\.00 +0\.5 +1 of 1 +above the budget$/m);
    assert.match(pageWords(readFileSync(page, 'utf8')), /✗ 1 of 1 endpoint above the budget, 0 not replayed\./);
    const json = JSON.parse((await runCli(...all, '--json')).out) as { endpoints: { endpoint: string }[] };
    assert.deepEqual(
      json.endpoints.map(({ endpoint }) => endpoint),
      ['churn'],
    );
    assert.match((await runCli(...all, '--endpoint', 'churn')).err, /--endpoint has no effect with --all/);
    const incomplete = await runCli('baseline', 'backtest', '--store', store);
    assert.match(incomplete.err, /the id of a baseline and --endpoint are required; --all replays every endpoint/);
    putObject(
      store,
      monitorSettingsKey,
      JSON.stringify({
        ...settings,
        endpoints: {
          ...settings.endpoints,
          fraud: { ...monitor, sla: { ...churnSla, endpoint: 'fraud' }, featureMetrics: false },
        },
      }),
    );
    const withUnknown = await runCli(...all);
    assert.equal(withUnknown.code, 0, withUnknown.err);
    assert.match(withUnknown.out, /^ {2}churn .*\n {2}fraud +- .* no baseline .* of fraud; the endpoint has no/m);
    rmSync(join(store, monitorSettingsKey));
  });

  it('reads complete weeks from their kept counts, with the same result', async () => {
    const replay = ['baseline', 'backtest', id, ...place, '--json'];
    const before = await runCli(...replay);
    assert.equal(before.code, 0, before.err);
    assert.equal((await runCli(...replay, '--keep-counts')).out, before.out);
    // A week without its reports.
    for (const day of ['12', '13', '14', '15', '16', '17']) {
      rmSync(join(store, 'reports', ref.endpoint, 'schema=v1', ref.endpoint, 'analyzer', '2026', '01', day), {
        recursive: true,
      });
    }
    assert.equal((await runCli(...replay)).out, before.out);
    const key = weekCountsKey(ref, 'analyzer', id, '2026-01-12');
    writeFileSync(join(store, key), '{}');
    assert.match((await runCli(...replay)).err, /week-counts\.json: invalid counts of a week; delete the file/);
    rmSync(join(store, key));
  });

  it('compares two calibrations: limits, references, expected alarms and detection power', async () => {
    const out = join(folder, 'stricter');
    const until = ['--to', '2026-02-08T00', '--budget', '5', '--out', out];
    await runCli(...['baseline', 'calibrate', id, ...place, ...author, ...until]);
    const [older, newer] = [join(store, baselinePrefix(ref, id), calibrationFile), join(out, id)];
    const page = join(folder, 'pages', 'calibrations.html');
    const text = await runCli('baseline', 'diff', older, newer, '--html', page);
    assert.equal(text.code, 2, text.err);
    assert.match(text.out, /^calibrations of churn: 2 of 2 features differ\.$/m);
    assert.match(text.out, /^ {2}budget: 0\.5 a week -> 5 a week$/m);
    assert.match(
      text.out,
      /^ {2}rule: a score of at least [\d.]+ in one window.* -> a score of at least [\d.]+ in one window/m,
    );
    assert.match(text.out, /^ {2}age +changed +all past windows +shape [\d.]+ -> [\d.]+; /m);
    assert.match(text.out, /^ {2}stuck value +severe +\d+ %/m);
    assertSoundPage(readFileSync(page, 'utf8'));
    const json = await runCli('baseline', 'diff', older, newer, '--json');
    assert.deepEqual(schemaFaults('cli/schemas/calibration-diff.schema.json', JSON.parse(json.out)), []);
    const same = await runCli('baseline', 'diff', newer, join(newer, calibrationFile));
    assert.equal(same.code, 0, same.err);
    assert.match(same.out, /^calibrations of churn: The calibrations do not differ\.$/m);
    const mixed = await runCli('baseline', 'diff', join(store, baselinePrefix(ref, id)), newer);
    assert.match(
      mixed.err,
      /: not a calibration; name its calibration\.json, or the folder that 'baseline calibrate' wrote/,
    );
  });

  it('judges a run of the monitor by the approved calibration beside the baseline', async () => {
    const out = join(folder, 'run');
    const captures = join(folder, 'captures', '2026', '02', '10', '08');
    mkdirSync(captures, { recursive: true });
    writeFileSync(
      join(captures, 'a.jsonl'),
      captureLines(60, () => 30),
    );
    const baseline = join(store, baselinePrefix(ref, id));
    const run = ['monitor', 'run', '--captures', join(folder, 'captures'), '--baseline', baseline, '--out', out];
    const text = await runCli(...run);
    assert.match(text.out, /^alarm by the calibration: The most unusual feature is age: less than once in 10 years\./m);
    assert.match(
      text.out,
      /^ {2}age +alarm +less than once in 10 years +\w+ +all past windows +.* instead of .* no alarm/m,
    );
    assert.match(readFileSync(join(out, 'report.html'), 'utf8'), /Features, the most unusual first/);
    const { alarms } = JSON.parse((await runCli(...run, '--json')).out) as { alarms: AlarmVerdict };
    assert.deepEqual([alarms.mode, alarms.judged?.isAlarm, alarms.features?.[0]?.name], ['calibrated', true, 'age']);

    writeFileSync(
      join(captures, 'a.jsonl'),
      captureLines(5, () => 30),
    );
    assert.match(
      (await runCli(...run)).out,
      /^not judged by the calibration: The window has 5 rows, too few .* requires 30\. With --store, /m,
    );
    const day = await runCli(...run, '--from', '2026-02-10T00', '--to', '2026-02-11T00');
    assert.match(
      day.out,
      /The run spans 1440 minutes, and the calibration judges windows of 240: pass --from and --to/,
    );
  });

  it('adds windows of few rows before it to a window of few rows, as the incident function does', async () => {
    const hour = '2026-03-10T08';
    const captures = captureHourPrefix(ref, 'AllTraffic', new Date(`${hour}:00:00Z`));
    putObject(
      store,
      `${captures}a.jsonl`,
      captureLines(5, () => 30),
    );
    const run = [
      'monitor',
      'run',
      '--baseline',
      join(store, baselinePrefix(ref, id)),
      ...place,
      '--schema',
      ref.schema,
    ];
    const span = ['--from', hour, '--to', '2026-03-10T09'];
    const judge = () => runCli(...run, ...span, '--out', join(folder, 'small'));
    assert.match((await judge()).out, /^not judged by the calibration: The window has too few rows/m);

    putSmallReport(store, { from: new Date('2026-03-10T04:00:00Z'), to: new Date(`${hour}:00:00Z`), age: '30' });
    const judged = await judge();
    assert.match(judged.out, /^alarm by the calibration: The most unusual feature is age/m, judged.err);
  });

  it('refuses a calibration that was changed', async () => {
    const changed = join(folder, 'changed', id);
    mkdirSync(changed, { recursive: true });
    const text = readFileSync(join(folder, 'out', id, calibrationFile), 'utf8');
    writeFileSync(join(changed, calibrationFile), text.replace('"minimumRows":30', '"minimumRows":31'));
    const { code, err } = await runCli(...['baseline', 'approve', changed, ...author, '--why', 'x', '--store', store]);
    assert.equal(code, 1);
    assert.match(err, /invalid calibration: its hash differs from its content/);
  });

  it('says that a span has too little history', async () => {
    const short = ['--from', '2026-01-04T00', '--to', '2026-01-05T00'];
    const { code, err } = await runCli(...['baseline', 'calibrate', id, ...place, ...author, ...short]);
    assert.equal(code, 1);
    assert.match(err, /too little history: \d past windows .*; the exact rule stays in use until there are more/);
    const none = ['--from', '2027-01-04T00', '--to', '2027-01-05T00'];
    assert.equal((await runCli(...['baseline', 'calibrate', id, ...place, ...author, ...none])).code, 3);
  });
});
