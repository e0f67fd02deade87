import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import Module from 'node:module';
import { openTrendTables } from '../../../cli/query/openTrendTables';
import type { QueryEngine } from '../../../cli/query/queryEngine';
import { folderStore } from '../../../store/folderStore';
import { type AthenaServer, startAthena } from '../../support/athenaServer';
import { putAt } from '../../support/putAt';
import { runCli, runCliOn } from '../../support/runCli';
import { putSummary, sampleSummary } from '../../support/sampleSummary';
import { makeStore, putTrends } from '../../support/trendStore';

const churn = ['--endpoint', 'churn', '--schema', 'v1'];

describe('monitor trends over tables', () => {
  let store = '';
  let engine: QueryEngine;
  let athena: AthenaServer;
  before(async () => {
    store = makeStore();
    for (const summary of [
      { ...sampleSummary(8, 9, 0.05, 1), rejected: 3, baseline: '2026-11-01-3f9a2c' },
      sampleSummary(9, 10, 0.25, 0.75),
      sampleSummary(10, 16, 0.075, 0.995),
    ]) {
      putSummary(store, summary);
      putTrends(store, summary, { promised: 0.98 });
    }
    engine = await openTrendTables(folderStore(store), {});
    athena = await startAthena(engine);
  });
  after(async () => {
    await athena?.close();
    engine?.close();
    rmSync(store, { recursive: true });
  });
  const onAthena = (...args: readonly string[]) =>
    runCliOn(athena.url, 'monitor', 'trends', '--athena', 'prod', ...args);
  const onStore = (...args: readonly string[]) => runCli('monitor', 'trends', '--store', store, ...args);

  for (const span of [[], ['--from', '2026-11-02T11', '--to', '2026-11-02T12'], ['--feature', 'age']]) {
    it(`prints the same from summaries, with DuckDB and with Athena: ${span.join(' ') || 'all'}`, async () => {
      const expected = await onStore(...churn, ...span, '--json');
      assert.deepEqual(await onStore('--tables', ...churn, ...span, '--json'), expected);
      assert.deepEqual(await onAthena(...churn, ...span, '--json'), expected);
      assert.equal(expected.code, 0);
    });
  }

  it("uses the stack's workgroup and database", () => {
    const [{ WorkGroup, QueryExecutionContext }] = athena.started as [Record<string, unknown>];
    assert.deepEqual(
      [WorkGroup, QueryExecutionContext],
      ['model-observability-prod', { Database: 'model_observability_prod' }],
    );
  });

  it('runs a saved query, and prints its rows as a table or as JSON', async () => {
    const now = sampleSummary(8, 9, 0.25, 1);
    const day = new Date().toISOString().slice(0, 10);
    const recent = makeStore();
    putTrends(recent, { ...now, window: { from: `${day}T00:00:00.000Z`, to: `${day}T01:00:00.000Z` } });
    const { out, code } = await runCli('monitor', 'trends', '--store', recent, '--query', 'time-to-detect');
    assert.equal(code, 0);
    assert.match(
      out,
      /^Minutes from the start of the first window .*\n {2}endpoint +began +reported at +minutes to detect/,
    );
    assert.match(out, new RegExp(`churn +${day}T00:00:00.000Z +${day}T01:05:00.000Z +65 `));
    const drift = ['--query', 'drift-of-a-feature', '--endpoint', 'churn', '--feature', 'age', '--json'];
    const { out: json } = await runCli('monitor', 'trends', '--store', recent, ...drift);
    assert.deepEqual(JSON.parse(json).rows[0].drift_distance, '0.25');
    rmSync(recent, { recursive: true });
  });

  it('explains what is missing or too much', async () => {
    for (const [args, error] of [
      [churn, 'use one of --store and --athena'],
      [['--athena', 'prod', '--tables', ...churn], '--tables cannot be combined with --athena; use one of them'],
      [['--store', store, '--endpoint', 'churn'], 'use --endpoint and --schema, or --query'],
      [
        ['--store', store, '--query', 'worst'],
        "unknown query 'worst': expected drift-of-a-feature, worst-features, completeness-of-the-sla, time-to-detect",
      ],
      [
        ['--store', store, '--query', 'worst-features', '--from', '2026-11-02T08'],
        '--from cannot be combined with --query; a query has its own span',
      ],
      [['--store', store, '--query', 'drift-of-a-feature'], 'query drift-of-a-feature requires one --endpoint'],
    ] as const) {
      const { code, err } = await runCli('monitor', 'trends', ...args);
      assert.deepEqual([code, err], [1, error]);
    }
  });

  it('names DuckDB, an optional dependency, where it is not installed', async () => {
    const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown };
    const load = loader._load;
    loader._load = (request, ...rest) => load(request === '@duckdb/node-api' ? 'missing' : request, ...rest);
    try {
      const { code, err } = await onStore('--tables', ...churn);
      assert.deepEqual([code, err], [1, 'DuckDB is not installed; run npm install @duckdb/node-api, or use --athena']);
    } finally {
      loader._load = load;
    }
  });

  it('names why Athena ended a query', async () => {
    const { code, err } = await onAthena('--query', 'drift-of-a-feature', '--endpoint', 'fail', '--feature', 'age');
    assert.equal(code, 1);
    assert.match(err, /^Athena ended query \d+ as failed: Query exhausted the limit of the workgroup$/);
  });

  it('exits with 3 without a row, and names a file that is not JSON', async () => {
    const empty = makeStore();
    const { code, err } = await runCli('monitor', 'trends', '--store', empty, '--query', 'worst-features');
    assert.deepEqual([code, err], [3, `nothing to show: no row in ${empty} for query worst-features`]);
    const key = 'trends/runs/endpoint=churn/day=2026-11-02/v1-analyzer-202611020900.json';
    putAt(empty, key, '2026-11-02T09:00:00Z', '{"rows": 3');
    const broken = await runCli('monitor', 'trends', '--store', empty, '--tables', ...churn);
    assert.deepEqual(
      [broken.code, broken.err],
      [1, `${empty}/${key}: not a line of JSON; delete the file and redrive the report's event`],
    );
    rmSync(empty, { recursive: true });
  });
});
