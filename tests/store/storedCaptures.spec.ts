import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { captureHourPrefix } from '../../contract/storeLayout';
import { folderStore } from '../../store/folderStore';
import type { ObjectStore } from '../../store/objectStore';
import { capturedEndpoints, captureVariants, nearestCapture, storedCaptures } from '../../store/storedCaptures';

const churn = { endpoint: 'churn', schema: 'v1' };
const hour = (at: string) => new Date(`${at}:00:00Z`);

describe('storedCaptures', () => {
  let root = '';
  let store: ObjectStore;
  const listed: string[] = [];
  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'stored-captures-'));
    const folder = folderStore(root);
    const hours: [string, string, string][] = [
      ['blue', '2026-10-31T23', '59-00-000-a.jsonl'],
      ['blue', '2026-11-02T08', '14-00-000-b.jsonl'],
      ['blue', '2026-11-02T08', '02-00-000-c.jsonl.gz'],
      ['blue', '2026-11-02T09', 'd.jsonl'],
      ['green', '2026-11-02T09', '30-00-000-e.jsonl'],
      ['green', '2027-01-01T00', '05-00-000-f.jsonl'],
    ];
    for (const [variant, at, name] of hours)
      await folder.create(captureHourPrefix(churn, variant, hour(at)) + name, 'x');
    await folder.create(`${captureHourPrefix(churn, 'blue', hour('2026-12-01T00'))}note.txt`, 'no capture');
    await folder.create('captures/churn/schema=v1/churn/blue/2026/13/41/99/g.jsonl', 'no hour');
    store = {
      ...folder,
      list: (prefix) => {
        listed.push(prefix);
        return folder.list(prefix);
      },
    };
  });
  after(() => rmSync(root, { recursive: true }));
  const names = async (from?: Date, to?: Date, variants = ['blue', 'green']) =>
    (await storedCaptures(store, churn, variants, { from, to })).map(({ key }) => key.split('/').at(-1));

  it('returns the captures of the requested hours, of one variant or several', async () => {
    listed.length = 0;
    assert.deepEqual(await names(hour('2026-11-02T08'), hour('2026-11-02T10')), [
      '02-00-000-c.jsonl.gz',
      '14-00-000-b.jsonl',
      'd.jsonl',
      '30-00-000-e.jsonl',
    ]);
    assert.ok(listed.length === 4 && listed.every((prefix) => /\/2026\/11\/02\/0[89]\/$/.test(prefix)));
    assert.deepEqual(await names(hour('2026-11-02T09'), hour('2026-11-02T10'), ['green']), ['30-00-000-e.jsonl']);
  });

  it('returns all captures for an open window', async () => {
    assert.equal((await names()).length, 6);
    assert.equal((await names(hour('2026-11-02T09'))).length, 3);
    assert.equal((await names(undefined, hour('2026-11-02T09'))).length, 3);
  });

  it('returns for two adjacent windows the captures of the combined window', async () => {
    const offset = fc.integer({ min: 0, max: 24 * 70 });
    await fc.assert(
      fc.asyncProperty(offset, offset, offset, async (...offsets) => {
        const [a, b, c] = offsets
          .sort((x, y) => x - y)
          .map((hours) => new Date(hour('2026-10-31T00').getTime() + hours * 3_600_000));
        assert.deepEqual([...(await names(a, b)), ...(await names(b, c))].sort(), (await names(a, c)).sort());
      }),
      { numRuns: 30 },
    );
  });

  it('finds the nearest captures before and after a window, to the minute', async () => {
    const nearest = async (side: Parameters<typeof nearestCapture>[3], variants = ['blue', 'green']) =>
      (await nearestCapture(store, churn, variants, side))?.toISOString().slice(0, 16);
    assert.equal(await nearest({ before: hour('2026-11-02T09') }), '2026-11-02T08:14');
    assert.equal(await nearest({ before: hour('2026-11-02T08') }), '2026-10-31T23:59');
    assert.equal(await nearest({ after: hour('2026-11-02T10') }), '2027-01-01T00:05');
    assert.equal(await nearest({ after: hour('2026-11-02T10') }, ['blue']), undefined);
    assert.equal(await nearest({ before: hour('2026-10-01T00') }), undefined);
  });

  it('lists variants and endpoints in error texts', async () => {
    assert.deepEqual(await captureVariants(store, churn), ['blue', 'green']);
    await assert.rejects(
      captureVariants(store, churn, 'red'),
      /of variant red of churn; variants with captures: blue, green$/,
    );
    assert.equal(await capturedEndpoints(store), 'captures of churn (v1)');
    assert.equal(await capturedEndpoints(folderStore(join(root, 'nowhere'))), 'no captures');
  });
});
