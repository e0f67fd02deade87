import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { analyzerStateKey } from '../../../contract/storeLayout';
import { analyzerSituation, captureText, ref } from '../../functions/analyzer/analyzerSituation';
import { runCli } from '../../support/runCli';

const reportFolder = (store: string, hour: string) =>
  join(store, `reports/churn/schema=v1/churn/analyzer/2026/11/02/${hour}`);

describe('monitor backfill', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  /** A folder with the objects of a situation. */
  const copyToFolder = ({ store }: ReturnType<typeof analyzerSituation>) => {
    const folder = mkdtempSync(join(tmpdir(), 'monitor-backfill-'));
    folders.push(folder);
    for (const [key, { body }] of store.objects) {
      mkdirSync(dirname(join(folder, key)), { recursive: true });
      writeFileSync(join(folder, key), body);
    }
    return folder;
  };
  const backfill = (store: string, ...args: string[]) =>
    runCli('monitor', 'backfill', '--store', store, '--from', '2026-11-02T06', '--to', '2026-11-02T12', ...args);
  const writeState = (store: string, lock: object | null) => {
    const file = join(store, analyzerStateKey(ref));
    mkdirSync(dirname(file), { recursive: true });
    const since = '2026-11-02T11:00:00.000Z';
    writeFileSync(file, JSON.stringify({ version: 1, schedule: 'rate(1 hour)', since, until: since, lock }));
  };

  it('writes the bytes that the function writes', async () => {
    const situation = analyzerSituation();
    situation.arrive('08:10');
    situation.arrive('09:10', captureText(60));
    situation.arrive('10:10', 'not JSON\n');
    const store = copyToFolder(situation);
    const log = console.log;
    console.log = () => undefined;
    for (const at of ['09:00', '10:00', '11:00']) await situation.run(at).finally(() => undefined);
    console.log = log;
    const { code, out } = await backfill(store, '--parallel', '3');
    assert.equal(code, 2);
    assert.match(out, /^3 windows computed/);
    assert.match(out, /churn +3 +0 +3 +1 +1 +100/);
    assert.match(out, /churn 2026-11-02T09:00Z: \d checks? (is|are) violated\.$/m);
    for (const hour of ['09', '10', '11']) {
      const { 'run.json': record = '', ...report } = situation.report(hour);
      const folder = reportFolder(store, hour);
      for (const [name, text] of Object.entries(report)) assert.equal(readFileSync(join(folder, name), 'utf8'), text);
      const facts = (text: string) => ({ ...JSON.parse(text), startedAt: '', seconds: 0, inputs: '' });
      assert.deepEqual(facts(readFileSync(join(folder, 'run.json'), 'utf8')), facts(record));
    }
  });

  it('skips finished windows, unless --again is given, and computes those with new captures', async () => {
    const situation = analyzerSituation();
    situation.arrive('08:10');
    situation.arrive('09:10');
    const store = copyToFolder(situation);
    const first = await backfill(store, '--to', '2026-11-02T09', '--json');
    assert.equal(first.code, 0);
    const second = JSON.parse((await backfill(store, '--json')).out).endpoints[0];
    assert.deepEqual([second.windows, second.skipped, second.computed.length], [2, 1, 1]);
    const report = join(reportFolder(store, '09'), 'statistics.json');
    const before = statSync(report).mtimeMs;
    const again = JSON.parse((await backfill(store, '--again', '--json')).out).endpoints[0];
    assert.deepEqual([again.skipped, again.computed.length, statSync(report).mtimeMs], [0, 2, before]);
    const late = 'captures/churn/schema=v1/churn/blue/2026/11/02/08/20-00-000-late.jsonl';
    writeFileSync(join(store, late), captureText());
    const third = JSON.parse((await backfill(store, '--json')).out).endpoints[0];
    assert.deepEqual([third.skipped, third.computed[0].rows], [1, 100]);
  });

  it('computes nothing while the function works on the endpoint, and leaves its state as it was', async () => {
    const situation = analyzerSituation();
    situation.arrive('08:10');
    const store = copyToFolder(situation);
    writeState(store, { run: 'the function', expires: '2999-01-01T00:00:00.000Z' });
    const { code, err } = await backfill(store, '--wait', '0');
    assert.equal(code, 1);
    assert.equal(
      err,
      'endpoint churn: another run is at work until 2999-01-01T00:00:00.000Z at the latest\n0 of 1 window computed; run the command again for the others',
    );
    assert.equal(existsSync(reportFolder(store, '09')), false);
    writeState(store, { run: 'the function', expires: '2026-11-02T12:00:00.000Z' });
    const state = readFileSync(join(store, analyzerStateKey(ref)), 'utf8');
    assert.equal((await backfill(store)).code, 0);
    assert.equal(readFileSync(join(store, analyzerStateKey(ref)), 'utf8'), state);
  });

  it('locks the endpoint for windows that the function reaches', async () => {
    const situation = analyzerSituation();
    const store = copyToFolder(situation);
    const hour = new Date(Date.now() - 2 * 3_600_000).toISOString().slice(0, 13);
    const folder = join(store, `captures/churn/schema=v1/churn/blue/${hour.replace(/[-T]/g, '/')}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '10-00-000-a.jsonl'), captureText());
    const run = (...args: string[]) =>
      runCli('monitor', 'backfill', '--store', store, '--from', hour, '--wait', '0', ...args);
    writeState(store, { run: 'the function', expires: '2999-01-01T00:00:00.000Z' });
    assert.equal((await run()).code, 1);
    writeState(store, null);
    const state = JSON.parse(readFileSync(join(store, analyzerStateKey(ref)), 'utf8'));
    assert.equal((await run()).code, 0);
    assert.deepEqual(JSON.parse(readFileSync(join(store, analyzerStateKey(ref)), 'utf8')), state);
  });

  it('finishes the windows at work after Ctrl+C, and computes the others when it is run again', async () => {
    const situation = analyzerSituation();
    const hours = ['06', '07', '08', '09', '10', '11'];
    for (const hour of hours) situation.arrive(`${hour}:10`);
    const store = copyToFolder(situation);
    const listeners = process.listenerCount('SIGINT');
    // The first report is written while the command runs.
    const watcher = watch(store, { recursive: true }, (_, file) => {
      if (!file?.endsWith('run.json')) return;
      watcher.close();
      process.emit('SIGINT');
    });
    const interrupted = await backfill(store, '--parallel', '1');
    watcher.close();
    assert.equal(interrupted.code, 1);
    const [, computed = ''] =
      /^stopping after the windows at work\n+interrupted\n(\d) of 6 windows computed; run the command again for the others$/m.exec(
        interrupted.err,
      ) ?? assert.fail(interrupted.err);
    const finished = hours.filter((hour) => {
      const files = ['run.json', 'statistics.json', 'constraints.json'].map((name) =>
        existsSync(join(reportFolder(store, String(Number(hour) + 1).padStart(2, '0')), name)),
      );
      assert.equal(new Set(files).size, 1, `the report of ${hour} is half written`);
      return files[0];
    });
    assert.equal(finished.length, Number(computed));
    assert.ok(finished.length >= 1 && finished.length < hours.length, computed);
    assert.equal(process.listenerCount('SIGINT'), listeners);
    const [rest] = JSON.parse((await backfill(store, '--json')).out).endpoints;
    assert.deepEqual([rest.skipped, rest.computed.length], [finished.length, hours.length - finished.length]);
  });

  it('leaves the report of a former schedule as it is', async () => {
    const situation = analyzerSituation();
    situation.arrive('11:10');
    const store = copyToFolder(situation);
    await backfill(store);
    situation.setSettings({ schedule: 'rate(6 hours)' });
    writeFileSync(join(store, 'settings/monitors.json'), situation.store.text('settings/monitors.json') ?? '');
    const [kept] = JSON.parse((await backfill(store, '--json')).out).endpoints;
    assert.deepEqual([kept.windows, kept.skipped], [1, 1]);
    const [again] = JSON.parse((await backfill(store, '--again', '--json')).out).endpoints;
    assert.equal(again.computed[0].from, '2026-11-02T06:00:00.000Z');
  });

  it('names what is wrong with its options and the store', async () => {
    const store = copyToFolder(analyzerSituation());
    const empty = await backfill(store);
    assert.equal(empty.code, 3);
    assert.equal(
      empty.err,
      `nothing to compute: no captures of churn in a window from 2026-11-02T06:00Z to 2026-11-02T12:00Z that has ended, in ${store}`,
    );
    assert.equal(
      (await backfill(store, '--endpoint', 'chrun')).err,
      "stack prod does not monitor endpoint 'chrun'; monitored endpoints: churn",
    );
    assert.match((await backfill(store, '--parallel', '0')).err, /expected a whole number from 1 to 64/);
    writeFileSync(join(store, 'settings/monitors.json'), '{}');
    assert.match((await backfill(store)).err, /settings\/monitors\.json: not the settings of a stack of this release/);
    const managed = analyzerSituation({ engine: 'modelMonitor' });
    assert.match((await backfill(copyToFolder(managed))).err, /^stack prod has no endpoint with engine analyzer$/);
    assert.match(
      (await backfill(copyToFolder(managed), '--endpoint', 'churn')).err,
      /^endpoint churn has engine modelMonitor, whose reports SageMaker writes; use 'monitor run'/,
    );
    assert.match(
      (await backfill(`${store}/none`)).err,
      /none\/settings\/monitors\.json: not found; 'pulumi up' writes it/,
    );
  });
});
