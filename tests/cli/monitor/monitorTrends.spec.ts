import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemaFaults } from '../../support/jsonSchema';
import { runCli } from '../../support/runCli';
import { putSummary, sampleSummary } from '../../support/sampleSummary';

describe('monitor trends', () => {
  let store = '';
  before(() => {
    store = mkdtempSync(join(tmpdir(), 'monitor-trends-'));
    putSummary(store, sampleSummary(8, 9, 0.05, 1));
    putSummary(store, sampleSummary(9, 10, 0.25, 0.75));
    putSummary(store, sampleSummary(10, 16, 0.075, 0.995));
  });
  after(() => rmSync(store, { recursive: true }));
  const run = (...args: string[]) =>
    runCli('monitor', 'trends', '--store', store, '--endpoint', 'churn', '--schema', 'v1', ...args);
  const json = async (...args: string[]) => {
    const { code, out } = await run('--json', ...args);
    const printed = JSON.parse(out);
    assert.deepEqual(schemaFaults('cli/schemas/monitor-trends.schema.json', printed), []);
    return { code, printed };
  };

  it('shows drift and completeness of each feature over hourly and longer windows', async () => {
    const { code, out } = await run();
    assert.equal(code, 0);
    assert.deepEqual(
      out
        .trimEnd()
        .split('\n')
        .filter((line) => !line.includes('───')),
      [
        '3 windows, 1 with broken promises, from 2026-11-02T08:00Z to 2026-11-02T16:00Z',
        '  feature  drift   last  highest  limit  completeness   last  lowest  broke',
        '  age      ▂█▃    0.075    0.250   0.10  █▆█           99.5%     75%      1',
        '  plan                –        –      –  ███            100%    100%      0',
      ],
    );
  });

  it('prints the numbers of each window as JSON', async () => {
    const { printed } = await json('--feature', 'age');
    assert.deepEqual(
      printed.windows.map(({ from, to, rows, brokenPromises }: Record<string, unknown>) => [
        from,
        to,
        rows,
        brokenPromises,
      ]),
      [
        ['2026-11-02T08:00:00.000Z', '2026-11-02T09:00:00.000Z', 200, 0],
        ['2026-11-02T09:00:00.000Z', '2026-11-02T10:00:00.000Z', 200, 1],
        ['2026-11-02T10:00:00.000Z', '2026-11-02T16:00:00.000Z', 200, 0],
      ],
    );
    assert.equal(printed.features.length, 1);
    assert.deepEqual(printed.features[0].points[1], {
      from: '2026-11-02T09:00:00.000Z',
      to: '2026-11-02T10:00:00.000Z',
      completeness: 0.75,
      drift: { distance: 0.25, limit: 0.1 },
      broken: ['baseline_drift_check'],
    });
  });

  it('selects windows by their captures, not by the hour of the run', async () => {
    const { printed } = await json('--from', '2026-11-02T11', '--to', '2026-11-02T12');
    assert.deepEqual(
      printed.windows.map(({ from }: { from: string }) => from),
      ['2026-11-02T10:00:00.000Z'],
    );
  });

  it('writes a page with a plot of drift and completeness for each feature', async () => {
    const html = join(store, 'pages', 'trends.html');
    const { out } = await run('--html', html);
    assert.ok(out.trimEnd().endsWith(`page written to ${html}`));
    const page = readFileSync(html, 'utf8');
    assert.match(page, /<title>Trends of churn<\/title>/);
    assert.match(page, /3 windows, 1 with broken promises\./);
    assert.deepEqual(
      [...page.matchAll(/<title id="[^"]*">([^<]*)<\/title>/g)].map(([, title]) => title),
      ['age: drift distance over time', 'age: completeness over time', 'plan: completeness over time'],
    );
    assert.equal([...page.matchAll(/class="point over"/g)].length, 1);
    assert.match(page, /<p class="empty">No distance was compared\.<\/p>/);
  });

  it('explains a span without a summary with exit code 3, and refuses an unknown feature', async () => {
    const { code, err } = await run('--to', '2026-11-01T00');
    assert.equal(code, 3);
    assert.equal(
      err,
      `nothing to show: no summary of endpoint churn with schema v1 in ${store} in this span; the incident function writes one for each run`,
    );
    const empty = await json('--to', '2026-11-01T00');
    assert.deepEqual([empty.code, empty.printed.features], [3, []]);
    const unknown = await run('--feature', 'agee');
    assert.deepEqual([unknown.code, unknown.err], [1, "unknown feature 'agee': expected age, plan"]);
  });
});
