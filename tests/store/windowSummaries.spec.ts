import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderStore } from '../../store/folderStore';
import { windowSummaries } from '../../store/windowSummaries';
import { putAt } from '../support/putAt';
import { churn, hourOf, putSummary, sampleSummary } from '../support/sampleSummary';

describe('windowSummaries', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'window-summaries-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const windowsIn = async (span: { from?: Date; to?: Date }) =>
    (await windowSummaries(folderStore(root), churn, span)).map(({ window }) => window.from.slice(0, 13));

  it('returns the windows that overlap a span, by their start, of hourly and of longer windows', async () => {
    for (const [from, to] of [
      [9, 10],
      [8, 9],
      [10, 11],
      [12, 33],
    ] as const)
      putSummary(root, sampleSummary(from, to));
    assert.deepEqual(await windowsIn({}), ['2026-11-02T08', '2026-11-02T09', '2026-11-02T10', '2026-11-02T12']);
    assert.deepEqual(await windowsIn({ from: hourOf(9), to: hourOf(10) }), ['2026-11-02T09']);
    assert.deepEqual(await windowsIn({ from: hourOf(13), to: hourOf(14) }), ['2026-11-02T12'], 'a run 19 hours later');
    assert.deepEqual(await windowsIn({ from: hourOf(10) }), ['2026-11-02T10', '2026-11-02T12']);
    assert.deepEqual(await windowsIn({ to: hourOf(9) }), ['2026-11-02T08']);
    assert.deepEqual(await windowsIn({ from: hourOf(33), to: hourOf(40) }), []);
  });

  it('ignores other files and other schema versions', async () => {
    putAt(
      root,
      putSummary(root, sampleSummary(8, 9)).replace('summary.json', 'statistics.json'),
      '2026-11-02T09:20:00Z',
    );
    assert.deepEqual(await windowsIn({}), ['2026-11-02T08']);
    assert.deepEqual(await windowSummaries(folderStore(root), { ...churn, schema: 'v2' }, {}), []);
  });

  it('names the file and the place of an invalid summary, and what to do', async () => {
    const key = putSummary(root, sampleSummary(8, 9));
    const hint = 'use the release that the stack was deployed with, or delete the file and redrive the report';
    const fault = async (body: string) => {
      putAt(root, key, '2026-11-02T09:20:00Z', body);
      return windowsIn({}).then(
        () => '',
        (error: Error) => error.message,
      );
    };
    const message = await fault(JSON.stringify({ ...sampleSummary(8, 9), version: 2 }));
    assert.equal(message, `${root}/${key}: invalid summary (version: Invalid input: expected 1); ${hint}'s event`);
    assert.match(await fault('{"version'), /summary\.json: invalid summary \(document: .*\); use the release/);
  });
});
