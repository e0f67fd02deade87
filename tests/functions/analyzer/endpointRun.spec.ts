import assert from 'node:assert/strict';
import { monitorSettingsKey } from '../../../contract/monitorSettings';
import { analyzerStateKey } from '../../../contract/storeLayout';
import { createAnalyzerHandler } from '../../../functions/analyzer/analyzerHandler';
import { analyzerSituation, captureText, ref } from './analyzerSituation';
import { MemoryStore } from './memoryStore';

describe('a run of the analyzer', () => {
  let log: typeof console.log;
  before(() => {
    log = console.log;
    console.log = () => undefined;
  });
  after(() => {
    console.log = log;
  });

  it('holds its lock for a minute longer than it can last', async () => {
    const { arrive, run, store } = analyzerSituation();
    arrive('08:10');
    let expires: unknown;
    store.onWrite = (key) => {
      if (key.endsWith('statistics.json')) {
        const state = JSON.parse(store.text(analyzerStateKey(ref)) ?? '') as { lock: { expires: string } };
        expires = state.lock.expires;
      }
    };
    await run('09:00', { remainingMs: () => 300_000 });
    assert.equal(expires, '2026-11-02T12:06:00.250Z');
  });

  it('does not move the state back when events arrive out of order', async () => {
    const { run, store } = analyzerSituation();
    const until = () => (JSON.parse(store.text(analyzerStateKey(ref)) ?? '') as { until: string }).until;
    await run('11:00');
    await run('10:00');
    assert.equal(until(), '2026-11-02T11:00:00.000Z');
    await run('12:00');
    assert.equal(until(), '2026-11-02T12:00:00.000Z');
  });

  it('analyzes no window of a former schedule again', async () => {
    const { arrive, run, setSettings } = analyzerSituation();
    arrive('08:10');
    await run('09:00');
    arrive('09:02');
    setSettings({ schedule: 'rate(15 minutes)' });
    assert.deepEqual(await run('10:00'), ['09:45-10:00 Failed', '09:00-09:15 Completed']);
  });

  it('counts late captures of a former schedule in its windows, and no capture twice', async () => {
    const { arrive, run, setSettings } = analyzerSituation({ schedule: 'rate(15 minutes)' });
    arrive('09:10');
    await run('09:15');
    setSettings({ schedule: 'rate(1 hour)' });
    arrive('09:20');
    arrive('09:05');
    assert.deepEqual(await run('10:00'), ['09:15-10:00 Completed', '09:00-09:15 Completed']);
    arrive('09:25');
    arrive('09:06');
    assert.deepEqual(await run('11:00'), ['10:00-11:00 Failed', '09:00-09:15 Completed', '09:15-10:00 Completed']);
  });

  it('analyzes every window after more than a day without runs, in several runs if one is too short', async () => {
    const { arrive, run, store } = analyzerSituation();
    await run('08:00');
    for (const at of ['08:10', '09:10', '10:10']) arrive(at);
    const later = async (hours: number, remainingMs: () => number) => {
      const at = new Date(Date.UTC(2026, 10, 2, 8 + hours)).toISOString();
      return run(at.slice(11, 16), { remainingMs }, at.slice(0, 10));
    };
    const times = [300_000, 300_000, 300_000];
    const first = await later(50, () => times.shift() ?? 150_000);
    const second = await later(51, () => 300_000);
    const windows = [...first, ...second].filter((text) => text.endsWith('Completed'));
    assert.deepEqual(windows, ['08:00-09:00 Completed', '09:00-10:00 Completed', '10:00-11:00 Completed']);
    const state = JSON.parse(store.text(analyzerStateKey(ref)) ?? '') as { complete: string };
    assert.equal(state.complete, '2026-11-04T11:00:00.000Z');
  });

  it('begins no earlier window in the second half of its time', async () => {
    const { arrive, run } = analyzerSituation();
    await run('08:00');
    for (const at of ['08:10', '09:10']) arrive(at);
    const times = [300_000, 300_000];
    const remainingMs = () => times.shift() ?? 150_000;
    assert.deepEqual(await run('10:00', { remainingMs }), ['09:00-10:00 Completed']);
    assert.deepEqual(await run('10:00'), ['08:00-09:00 Completed']);
  });

  it('analyzes earlier windows in order, whatever the variant of their captures', async () => {
    const { arrive, run } = analyzerSituation();
    await run('08:00');
    arrive('09:10', captureText(), 'blue');
    arrive('08:10', captureText(), 'green');
    assert.deepEqual(await run('11:00'), ['10:00-11:00 Failed', '08:00-09:00 Completed', '09:00-10:00 Completed']);
  });

  it('analyzes each of many missed windows once', async () => {
    const { arrive, run } = analyzerSituation({ schedule: 'rate(5 minutes)' });
    await run('08:00');
    for (let minute = 0; minute < 60; minute += 5) arrive(`08:${String(minute).padStart(2, '0')}`);
    for (let minute = 0; minute < 60; minute += 5) arrive(`09:${String(minute).padStart(2, '0')}`);
    const runs = await run('10:00');
    assert.equal(runs.length, 24);
    assert.equal(new Set(runs).size, 24);
  });

  it('looks for captures that are hours late at the full hour only, if its windows are shorter', async () => {
    const { arrive, run } = analyzerSituation({ schedule: 'rate(5 minutes)' });
    await run('08:00');
    await run('10:00');
    arrive('08:00');
    assert.deepEqual(await run('10:05'), ['10:00-10:05 Failed']);
    assert.deepEqual(await run('11:00'), ['10:55-11:00 Failed', '08:00-08:05 Completed']);
  });

  it('repeats a run whose record cannot be read', async () => {
    const { arrive, run, store } = analyzerSituation();
    arrive('08:10');
    await run('09:00');
    store.put('reports/churn/schema=v1/churn/analyzer/2026/11/02/09/run.json', '{"version": 2}');
    assert.deepEqual(await run('09:00'), ['08:00-09:00 Completed']);
  });

  it('leaves the report of a window as it is if a later run of it stops', async () => {
    const { arrive, run, report } = analyzerSituation();
    arrive('08:10', `${captureText(60)}not JSON\n`);
    await run('09:00');
    const { 'run.json': _, ...before } = report('09');
    arrive('08:20');
    assert.deepEqual(await run('09:00', { memoryMb: 10 }), ['08:00-09:00 Failed']);
    const { 'run.json': __, ...after } = report('09');
    assert.deepEqual(after, before);
  });

  it('counts the violated checks in its record', async () => {
    const { arrive, run, record } = analyzerSituation();
    arrive('08:10', captureText(60).replaceAll('"0.5"', '"high"'));
    await run('09:00');
    assert.match(record('09').reason, /^[2-9] checks are violated\.$/);
  });
});

describe('the events of the analyzer', () => {
  const context = { awsRequestId: 'a', memoryLimitInMB: '1024', getRemainingTimeInMillis: () => 300_000 };
  const now = () => new Date('2026-11-02T12:00:00Z');

  it('are refused without endpoint and time, and before the stack wrote its settings', async () => {
    const handle = createAnalyzerHandler({ store: new MemoryStore(), now });
    await assert.rejects(handle({ endpoint: 'churn' }, context), {
      message: 'not an event of the analyzer: expected {"endpoint": "<name>", "scheduledTime": "<ISO 8601 instant>"}',
    });
    await assert.rejects(handle({ endpoint: 'churn', scheduledTime: '2026-11-02T09:00:00Z' }, context), {
      message: `s3://store/${monitorSettingsKey} not found; run 'pulumi up'`,
    });
  });

  it('of an endpoint that is not monitored do nothing', async () => {
    const { store } = analyzerSituation();
    const lines: string[] = [];
    const original = console.log;
    console.log = (line: string) => lines.push(line);
    try {
      const result = await createAnalyzerHandler({ store, now })(
        { endpoint: 'other', scheduledTime: '2026-11-02T09:00:00Z' },
        context,
      );
      assert.deepEqual(result, { endpoint: 'other', runs: [] });
    } finally {
      console.log = original;
    }
    assert.deepEqual(lines, ['endpoint other is not monitored by the analyzer anymore; nothing to do']);
    assert.deepEqual(store.writes, []);
  });
});
