import assert from 'node:assert/strict';
import type { QueryEngine } from '../../../cli/query/queryEngine';
import type { Statistics, Violations } from '../../../contract/modelMonitorFiles';
import { athenaQueries, type CaptureQueries, QueryFailedError } from '../../../functions/analyzer/captureQueries';
import type { LargeWindows } from '../../../functions/analyzer/largeWindow';
import { type AthenaServer, startAthena } from '../../support/athenaServer';
import { openCaptures } from '../../support/captureEngine';
import { analyzerSituation, captureText } from './analyzerSituation';

type Situation = ReturnType<typeof analyzerSituation>;

const files = ({ store }: Situation) => store.keys('captures/').map((key) => ({ key, text: store.text(key) ?? '' }));

describe('a large window', () => {
  let log: typeof console.log;
  let engine: QueryEngine;
  let situation: Situation;
  let athena: AthenaServer;
  let queries: CaptureQueries;
  before(async () => {
    log = console.log;
    console.log = () => undefined;
    engine = await openCaptures(() => files(situation));
    athena = await startAthena(engine);
    Object.assign(process.env, { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' });
    queries = athenaQueries({ workgroup: 'captures', database: 'captures', endpoint: athena.url });
  });
  after(async () => {
    console.log = log;
    engine?.close();
    await athena?.close();
  });
  const withQueries = (changes: Partial<LargeWindows> = {}) =>
    analyzerSituation({}, { bytes: 1e9, files: 1, queries, ...changes });

  it('gets the same report from a query as from the function', async () => {
    situation = withQueries();
    const read = analyzerSituation();
    for (const { arrive } of [situation, read]) {
      arrive('08:10');
      arrive('08:59', captureText(60), 'green');
      arrive('09:00', captureText(99));
      arrive('07:59', captureText(99));
    }
    assert.deepEqual(await situation.run('09:00'), await read.run('09:00'));
    const [counted, expected] = [situation, read].map(({ report }) => report('09'));
    assert.deepEqual(Object.keys(counted ?? {}), Object.keys(expected ?? {}));
    const checks = (report: Record<string, string | undefined> = {}) =>
      (JSON.parse(report['constraint_violations.json'] ?? '{}') as Violations).violations.map(
        ({ feature_name, constraint_check_type }) => [feature_name, constraint_check_type],
      );
    assert.deepEqual(checks(counted), checks(expected));
    assert.equal(situation.record('09').rows, 100);
    assert.match(situation.record('09').reason, /A query counted the window\.$/);
    const statistics = JSON.parse(counted?.['statistics.json'] ?? '{}') as Statistics;
    assert.equal(statistics.dataset.item_count, 100);
  });

  it('is left to the function if it is not larger than the limits', async () => {
    situation = withQueries({ files: 2 });
    situation.arrive('08:10');
    situation.arrive('08:11');
    const before = athena.started.length;
    assert.deepEqual(await situation.run('09:00'), ['08:00-09:00 Completed']);
    assert.equal(athena.started.length, before);
    assert.equal(situation.record('09').reason, 'No check is violated.');
  });

  /** Queries that end when they are told to. */
  function slowQueries() {
    const tokens: string[] = [];
    let ends: 'never' | 'late' | 'failed' = 'never';
    const slow: CaptureQueries = {
      start: (sql, token) => {
        if (!tokens.includes(token)) tokens.push(token);
        return queries.start(sql, token);
      },
      resultOf: async (id) => {
        if (ends === 'failed') throw new QueryFailedError('Athena ended query 1: Bytes scanned limit was exceeded.');
        return ends === 'never' ? undefined : queries.resultOf(id);
      },
      pause: () => Promise.resolve(),
    };
    const end = (how: typeof ends) => {
      ends = how;
    };
    return { tokens, slow, end };
  }

  it('is counted by one query, whose result a later run reads', async () => {
    const { tokens, slow, end } = slowQueries();
    situation = withQueries({ files: 0, queries: slow });
    situation.arrive('08:10');
    const remainingMs = () => 100_000;
    let calls = 0;
    assert.deepEqual(await situation.run('09:00', { remainingMs: () => (calls++ < 5 ? 300_000 : remainingMs()) }), []);
    assert.deepEqual(Object.keys(situation.report('09')), []);
    end('late');
    situation.arrive('09:10');
    assert.deepEqual(await situation.run('10:00'), ['09:00-10:00 Completed', '08:00-09:00 Completed']);
    assert.equal(tokens.length, 2);
    for (const token of tokens) assert.match(token, /^[0-9a-f]{64}$/);
  });

  it('is counted by another query once it has other captures', async () => {
    const { tokens, slow, end } = slowQueries();
    end('late');
    situation = withQueries({ files: 0, queries: slow });
    situation.arrive('08:10');
    await situation.run('09:00');
    situation.arrive('08:20');
    assert.deepEqual(await situation.run('09:00'), ['08:00-09:00 Completed']);
    assert.equal(situation.record('09').rows, 100);
    assert.equal(tokens.length, 2);
  });

  it('fails with the reason that Athena gives, and is tried again by another query', async () => {
    const { tokens, slow, end } = slowQueries();
    end('failed');
    situation = withQueries({ files: 0, queries: slow });
    situation.arrive('08:10');
    assert.deepEqual(await situation.run('09:00'), ['08:00-09:00 Failed']);
    assert.match(
      situation.record('09').reason,
      /Bytes scanned limit was exceeded\. Raise analyzer\.largeWindows\.scanLimitMb/,
    );
    end('late');
    assert.deepEqual(await situation.run('09:00'), ['08:00-09:00 Completed']);
    assert.equal(tokens.length, 2);
  });

  it('reads the state of a query, and the reason if Athena has ended it', async () => {
    const id = await queries.start("SELECT 'fail'", 'a'.repeat(32));
    await assert.rejects(queries.resultOf(id), {
      name: 'QueryFailedError',
      message: `Athena ended query ${id} of workgroup captures as failed: Query exhausted the limit of the workgroup.`,
    });
  });
});
