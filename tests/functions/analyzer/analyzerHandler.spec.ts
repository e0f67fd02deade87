import assert from 'node:assert/strict';
import { variantMetadata, variantsOf } from '../../../contract/captureVariants';
import type { Violations } from '../../../contract/modelMonitorFiles';
import { analyzerStateKey } from '../../../contract/storeLayout';
import { analyzerSituation, captureText, ref } from './analyzerSituation';

const broken = captureText(60);

describe('the analyzer', () => {
  let log: typeof console.log;
  before(() => {
    log = console.log;
    console.log = () => undefined;
  });
  after(() => {
    console.log = log;
  });

  it('writes the report of a clean window without violations, and the record last', async () => {
    const { arrive, run, report, record, store, baseline } = analyzerSituation();
    arrive('08:10');
    arrive('08:50', captureText(), 'green');
    assert.deepEqual(await run('09:00'), ['08:00-09:00 Completed']);
    assert.deepEqual(Object.keys(report('09')), ['constraints.json', 'run.json', 'statistics.json']);
    const { inputs, ...rest } = record('09');
    assert.match(inputs ?? '', /^[0-9a-f]{64}$/);
    assert.deepEqual(rest, {
      version: 1,
      endpoint: 'churn',
      schema: 'v1',
      baseline,
      window: { from: '2026-11-02T08:00:00.000Z', to: '2026-11-02T09:00:00.000Z' },
      status: 'Completed',
      reason: 'No check is violated.',
      rows: 100,
      rejected: 0,
      variants: ['blue', 'green'],
      files: 2,
      bytes: 2 * captureText().length,
      startedAt: '2026-11-02T12:00:00.500Z',
      seconds: 0.25,
    });
    const written = store.writes.map((key) => key.split('/').at(-1));
    assert.deepEqual(written, ['state.json', 'constraints.json', 'statistics.json', 'run.json', 'state.json']);
  });

  it('names the variants of the captures in the metadata of the report', async () => {
    const { arrive, run, store } = analyzerSituation();
    arrive('08:10');
    arrive('08:50', captureText(), 'größe,2');
    await run('09:00');
    const metadata = store.objects.get(
      'reports/churn/schema=v1/churn/analyzer/2026/11/02/09/statistics.json',
    )?.metadata;
    assert.deepEqual(metadata, { variants: 'blue,gr%C3%B6%C3%9Fe%2C2' });
    assert.deepEqual(variantsOf(metadata), ['blue', 'größe,2']);
    assert.equal(variantsOf({}), undefined);
    assert.deepEqual(variantsOf(variantMetadata(['ß'.repeat(400), 'blue'])), ['blue']);
  });

  it('analyzes one variant only, if the settings name it', async () => {
    const { arrive, run, record } = analyzerSituation({ variant: 'green' });
    arrive('08:10', broken);
    arrive('08:50', captureText(), 'green');
    assert.deepEqual(await run('09:00'), ['08:00-09:00 Completed']);
    const { variants, files } = record('09');
    assert.deepEqual([variants, files], [['green'], 1]);
  });

  it('writes violations and rejects', async () => {
    const { arrive, run, report, record } = analyzerSituation();
    arrive('08:10', `${broken}not JSON\n`);
    assert.deepEqual(await run('09:00'), ['08:00-09:00 CompletedWithViolations']);
    assert.match(report('09')['constraint_violations.json'] ?? '', /"feature_name": "age"/);
    assert.match(report('09')['rejects.json'] ?? '', /"line": 51/);
    const { reason, rejected, rows } = record('09');
    assert.deepEqual([reason, rejected, rows], ['1 check is violated.', 1, 50]);
  });

  it('changes nothing when an event comes twice', async () => {
    const { arrive, run, report } = analyzerSituation();
    arrive('08:10', broken);
    await run('09:00');
    const first = report('09');
    assert.deepEqual(await run('09:00'), []);
    assert.deepEqual(report('09'), first);
  });

  it('computes the report of an earlier window again when a capture came late', async () => {
    const { arrive, run, report, record } = analyzerSituation();
    arrive('08:10');
    await run('09:00');
    arrive('08:20', broken);
    arrive('09:20');
    assert.deepEqual(await run('10:00'), ['09:00-10:00 Completed', '08:00-09:00 CompletedWithViolations']);
    assert.deepEqual([record('09').rows, record('10').rows], [100, 50]);
    assert.ok(report('09')['constraint_violations.json']);
    assert.deepEqual(await run('11:00'), ['10:00-11:00 Failed']);
  });

  it('empties the violations that a late capture makes good', async () => {
    const { arrive, run, report } = analyzerSituation();
    arrive('08:10', broken);
    await run('09:00');
    for (let minute = 11; minute < 59; minute += 1) arrive(`08:${minute}`);
    assert.deepEqual(await run('10:00'), ['09:00-10:00 Failed', '08:00-09:00 Completed']);
    assert.deepEqual(JSON.parse(report('09')['constraint_violations.json'] ?? ''), { violations: [] });
  });

  it('analyzes the windows of runs that were missed, and those of events out of order', async () => {
    const { arrive, run } = analyzerSituation();
    for (const hour of ['08', '09', '10', '11']) arrive(`${hour}:10`);
    await run('09:00');
    assert.deepEqual(await run('11:00'), ['10:00-11:00 Completed', '09:00-10:00 Completed']);
    assert.deepEqual(await run('10:00'), []);
    assert.deepEqual(await run('12:00'), ['11:00-12:00 Completed']);
  });

  it('does not analyze what was captured before its first window', async () => {
    const { arrive, run } = analyzerSituation();
    arrive('07:10', broken);
    arrive('08:10');
    assert.deepEqual(await run('09:00'), ['08:00-09:00 Completed']);
    assert.deepEqual(await run('10:00'), ['09:00-10:00 Failed']);
  });

  it('says that a window has no captures', async () => {
    const { run, record, report } = analyzerSituation();
    assert.deepEqual(await run('09:00'), ['08:00-09:00 Failed']);
    assert.match(record('09').reason, /^The window has no capture files\./);
    assert.deepEqual(Object.keys(report('09')), ['run.json']);
  });

  it('reports a window of which no row can be read as a broken promise', async () => {
    const { arrive, run, record, report } = analyzerSituation();
    arrive('08:10', 'nonsense\nmore nonsense\n');
    assert.deepEqual(await run('09:00'), ['08:00-09:00 Failed']);
    assert.match(record('09').reason, /^The window has no usable row: 1 capture file\(s\), 2 reject\(s\)/);
    const files = report('09');
    assert.deepEqual(Object.keys(files).sort(), [
      'constraint_violations.json',
      'constraints.json',
      'rejects.json',
      'run.json',
      'statistics.json',
    ]);
    const { violations } = JSON.parse(files['constraint_violations.json'] ?? '') as Violations;
    assert.deepEqual(violations, [
      {
        feature_name: 'Rejected records',
        constraint_check_type: 'rejected_records_check',
        description: 'Too many records were rejected. Expected: at most 5%. Observed: 100%, 2 of 2.',
      },
    ]);
    arrive('08:20');
    arrive('08:30');
    assert.deepEqual(await run('10:00'), ['09:00-10:00 Failed', '08:00-09:00 Completed']);
    assert.deepEqual(JSON.parse(report('09')['constraint_violations.json'] ?? ''), { violations: [] });
  });

  it('keeps a report whose captures have been deleted', async () => {
    const { arrive, run, store, record } = analyzerSituation();
    arrive('08:10');
    arrive('08:20');
    await run('09:00');
    store.objects.delete(store.keys('captures/')[0] ?? '');
    await run('10:00');
    assert.equal(record('09').rows, 100);
  });

  it('runs windows of five minutes, by the minute in the names of the captures', async () => {
    const { arrive, run, record } = analyzerSituation({ schedule: 'rate(5 minutes)' });
    arrive('08:00');
    arrive('08:04');
    arrive('08:05', broken);
    assert.deepEqual(await run('08:05'), ['08:00-08:05 Completed']);
    assert.deepEqual(await run('08:10'), ['08:05-08:10 CompletedWithViolations']);
    arrive('08:09', broken);
    assert.deepEqual(await run('08:15'), ['08:10-08:15 Failed', '08:05-08:10 CompletedWithViolations']);
    assert.deepEqual([record('08/05').rows, record('08/10').rows], [100, 100]);
  });

  it('takes up a changed schedule where the former one ended', async () => {
    const { arrive, run, setSettings } = analyzerSituation();
    arrive('07:30');
    arrive('08:10');
    await run('09:00');
    arrive('09:02');
    arrive('09:16');
    setSettings({ schedule: 'rate(15 minutes)' });
    assert.deepEqual(await run('09:30'), ['09:15-09:30 Completed', '09:00-09:15 Completed']);
  });

  it('lets one of two runs work, and takes over from a run that was killed', async () => {
    const { arrive, run, store, advance } = analyzerSituation();
    arrive('08:10');
    store.onWrite = (key) => {
      if (key.endsWith('statistics.json')) throw new Error('killed');
    };
    await assert.rejects(run('09:00'), /killed/);
    store.onWrite = () => undefined;
    const key = analyzerStateKey(ref);
    const state = JSON.parse(store.text(key) ?? '') as object;
    const expires = '2026-11-02T12:10:00.000Z';
    store.put(key, JSON.stringify({ ...state, lock: { run: 'other', expires } }));
    await assert.rejects(run('09:00'), {
      name: 'RunOverlapError',
      message: `endpoint churn: another run is at work until ${expires} at the latest`,
    });
    advance(11 * 60_000);
    assert.deepEqual(await run('09:00'), ['08:00-09:00 Completed']);
    assert.equal((JSON.parse(store.text(key) ?? '') as { lock: unknown }).lock, null);
  });

  it('records an error that may pass, and repeats the run', async () => {
    const { arrive, run, store, record } = analyzerSituation();
    arrive('08:10');
    store.onOpen = (key) => {
      if (key.endsWith('.jsonl')) throw new Error('s3://store: cannot read it (SlowDown: please reduce your rate)');
    };
    await assert.rejects(run('09:00'), /SlowDown/);
    assert.deepEqual([record('09').status, record('09').inputs], ['Failed', undefined]);
    assert.match(record('09').reason, /SlowDown/);
    store.onOpen = () => undefined;
    assert.deepEqual(await run('10:00'), ['09:00-10:00 Failed', '08:00-09:00 Completed']);
  });

  it('refuses a baseline that was changed in the store', async () => {
    const { arrive, run, store, record } = analyzerSituation();
    arrive('08:10');
    const key = store.keys('baselines/').find((name) => name.endsWith('constraints.json')) ?? '';
    store.put(key, `${store.text(key)} `);
    await assert.rejects(run('09:00'), /constraints\.json: hashes to .* it was changed after the baseline was derived/);
    assert.equal(record('09').status, 'Failed');
  });

  it('stops before its time is over, says so, and does not try a third time before the limits change', async () => {
    const { arrive, run, record } = analyzerSituation({ schedule: 'rate(15 minutes)' });
    arrive('08:10');
    for (const inputs of ['undefined', 'string']) {
      const times = [300_000, 300_000];
      assert.deepEqual(await run('08:15', { remainingMs: () => times.shift() ?? 9_000 }), ['08:00-08:15 Failed']);
      assert.match(record('08/15').reason, /, shortly before its timeout of 300 s\. Raise analyzer\.timeoutSeconds, /);
      assert.equal(typeof record('08/15').inputs, inputs);
    }
    assert.deepEqual(await run('08:15'), []);
    assert.deepEqual(await run('08:15', { remainingMs: () => 600_000 }), ['08:00-08:15 Completed']);
  });

  it('tries a window that exceeded the limits again at each full hour, for a week', async () => {
    const { arrive, run } = analyzerSituation();
    arrive('08:10');
    const exceed = async (at: string, day?: string) => {
      const times = [300_000, 300_000];
      return run(at, { remainingMs: () => times.shift() ?? 9_000 }, day);
    };
    for (const at of ['09:00', '09:00', '09:00']) assert.deepEqual(await exceed(at), ['08:00-09:00 Failed']);
    const days = ['2026-11-05', '2026-11-08'];
    for (const day of days) assert.deepEqual(await exceed('09:00', day), ['08:00-09:00 Failed']);
    assert.deepEqual(await run('10:00', {}, '2026-11-08'), ['09:00-10:00 Failed', '08:00-09:00 Completed']);
  });

  it('analyzes a window again after a run that a slow store stopped', async () => {
    const { arrive, run, record } = analyzerSituation();
    arrive('08:10');
    const times = [300_000, 300_000];
    await run('09:00', { remainingMs: () => times.shift() ?? 9_000 });
    assert.deepEqual(await run('10:00'), ['09:00-10:00 Failed', '08:00-09:00 Completed']);
    assert.equal(record('09').rows, 50);
  });

  it('stops before its memory is used up', async () => {
    const { arrive, run, record, report } = analyzerSituation();
    arrive('08:10');
    assert.deepEqual(await run('09:00', { memoryMb: 10 }), ['08:00-09:00 Failed']);
    assert.match(
      record('09').reason,
      /^The run stopped after 0 of 1 capture files \(0 MB\), shortly before its memory of 10 MB was used up\. Raise analyzer\.memoryMb, /,
    );
    assert.deepEqual(Object.keys(report('09')), ['run.json']);
    assert.deepEqual(await run('09:00', { memoryMb: 10 }), ['08:00-09:00 Failed']);
    assert.deepEqual(await run('09:00', { memoryMb: 4096 }), ['08:00-09:00 Completed']);
  });

  it('leaves alone an endpoint that another engine monitors, and refuses another event', async () => {
    const { arrive, run, setSettings, store } = analyzerSituation();
    arrive('08:10');
    setSettings({ engine: 'modelMonitor' });
    assert.deepEqual(await run('09:00'), []);
    assert.deepEqual(store.writes, []);
  });
});
