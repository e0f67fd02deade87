import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UserError } from '../../../contract/userError';
import { readPayloads } from '../../../rehearsal/scenario/payloads';
import { planMockDay, planOwnDay } from '../../../rehearsal/scenario/plan';

describe('payloads', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'payloads-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function put(path: string, text = '{}\n'): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const refused = (text: string) => (error: unknown) => {
    assert.ok(error instanceof UserError);
    assert.equal(error.message, `${folder}: ${text}`);
    return true;
  };

  it('are read by hour from any folder above, without other files', () => {
    put('store/captures/churn/blue/2026/11/02/09/b.jsonl', 'later\n');
    put('store/captures/churn/blue/2026/11/02/08/a.jsonl');
    put('store/captures/churn/green/2026/11/02/08/c.jsonl');
    put('store/README.md');
    put('store/captures/churn/blue/2026/11/02/08/notes.txt');
    const hours = readPayloads(folder);
    assert.deepEqual(
      hours.map(({ endpoint, hour, files }) => [
        endpoint,
        hour,
        files.map(({ variant, name }) => `${variant}/${name}`),
      ]),
      [
        ['churn', '2026/11/02/08', ['blue/a.jsonl', 'green/c.jsonl']],
        ['churn', '2026/11/02/09', ['blue/b.jsonl']],
      ],
    );
    assert.equal(hours[1]?.files[0]?.body.toString(), 'later\n');
  });

  it('make a day that starts with their first hour', () => {
    put('churn/blue/2026/11/02/23/a.jsonl');
    put('churn/blue/2026/11/03/00/a.jsonl');
    const day = planOwnDay(folder);
    assert.equal(day.start.toISOString(), '2026-11-02T23:00:00.000Z');
    assert.deepEqual(
      day.hours.map(({ payload }) => payload),
      ['captured', 'captured'],
    );
  });

  it('that are missing are reported with the expected layout', () => {
    put('2026/11/02/08/a.jsonl');
    assert.throws(
      () => readPayloads(folder),
      refused("no captures found; use SageMaker's layout, <endpoint>/<variant>/yyyy/mm/dd/hh/<name>.jsonl"),
    );
  });

  it('of two endpoints are refused', () => {
    put('churn/blue/2026/11/02/08/a.jsonl');
    put('fraud/blue/2026/11/02/08/a.jsonl');
    assert.throws(() => readPayloads(folder), refused('captures of 2 endpoints (churn, fraud); replay one at a time'));
  });
});

describe('the mock day', () => {
  it('has clean hours before the drift, all broken payloads, and every tampering', () => {
    const { hours } = planMockDay(join(__dirname, '../../../assets/datasets/monitoring/captures'));
    assert.deepEqual(
      hours.slice(0, 3).map(({ payload }) => payload),
      ['clean', 'clean', 'drifted'],
    );
    assert.deepEqual(
      hours.flatMap(({ payload }) => (payload.startsWith('broken') ? [payload] : [])),
      ['broken: missing column', 'broken: changed type', 'broken: garbage'],
    );
    assert.deepEqual(
      hours.flatMap(({ tampering }) => tampering ?? []),
      ['mute', 'reschedule', 'baseline'],
    );
  });
});
