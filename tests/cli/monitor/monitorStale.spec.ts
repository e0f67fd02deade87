import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureHourPrefix, reportHourPrefix } from '../../../contract/storeLayout';
import { putAt } from '../../support/putAt';
import { runCli } from '../../support/runCli';

const churn = { endpoint: 'churn', schema: 'v1' };
const hour = (at: number) => new Date(Date.UTC(2026, 10, 2, at));

describe('monitor stale', () => {
  let store = '';
  before(() => {
    store = mkdtempSync(join(tmpdir(), 'monitor-stale-'));
    const capture = (at: number, name: string) => `${captureHourPrefix(churn, 'blue', hour(at))}${name}`;
    putAt(store, capture(8, '01-00-000-a.jsonl'), '2026-11-02T08:10:00Z');
    putAt(store, capture(8, '59-00-000-b.jsonl'), '2026-11-02T11:40:00Z');
    putAt(store, capture(9, '30-00-000-c.jsonl'), '2026-11-02T09:40:00Z');
    putAt(store, capture(10, '30-00-000-d.jsonl'), '2026-11-02T10:40:00Z');
    const report = (at: number) => `${reportHourPrefix(churn, 'churn-4f1c', hour(at))}statistics.json`;
    putAt(store, report(9), '2026-11-02T09:12:00Z');
    putAt(store, report(10), '2026-11-02T10:12:00Z');
  });
  after(() => rmSync(store, { recursive: true }));
  const run = (...args: string[]) =>
    runCli('monitor', 'stale', '--store', store, '--endpoint', 'churn', '--schema', 'v1', ...args);

  it('lists hours whose report predates a capture, and how to run them again, with exit code 2', async () => {
    const { code, out } = await run();
    assert.equal(code, 2);
    assert.match(out, /^1 of 3 hours with captures is stale; 1 hour without a report$/m);
    assert.match(out, /2026-11-02T08:00Z +2026-11-02T09:12Z +churn-4f1c +1 +2026-11-02T11:40Z/);
    assert.match(out, /--from 2026-11-02T08 --to 2026-11-02T09 --upload$/);
  });

  it('prints JSON, with exit code 0 without stale hours', async () => {
    const { stale, withoutReport } = JSON.parse((await run('--json')).out);
    assert.deepEqual(
      [stale.length, stale[0].hour, stale[0].late.length, withoutReport],
      [1, '2026-11-02T08:00:00.000Z', 1, ['2026-11-02T10:00:00.000Z']],
    );
    const later = await run('--from', '2026-11-02T09');
    assert.deepEqual([later.code, later.out.split(' hour')[0]], [0, '0 of 2']);
  });

  it('names the nearest captures when the window has none, with exit code 3', async () => {
    const { code, err } = await run('--from', '2026-11-02T12');
    assert.equal(code, 3);
    assert.equal(
      err,
      `nothing to check: no captures from 2026-11-02T12:00Z on under ${store}/captures/churn/schema=v1; the last one is from 10:30`,
    );
    const other = await runCli('monitor', 'stale', '--store', store, '--endpoint', 'chrun', '--schema', 'v1');
    assert.match(other.err, /no captures under .*chrun\/schema=v1; the store has captures of churn \(v1\)$/);
  });
});
