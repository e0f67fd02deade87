import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { baselineFiles, baselineKey, reportHourPrefix } from '../../contract/storeLayout';
import { runCliOn } from '../support/runCli';
import { storeOnLocalAws } from '../support/storeOnLocalAws';
import { writeBaseline } from '../support/writeBaseline';

const clean = join('assets', 'datasets', 'monitoring', 'captures', 'clean');
const ref = { endpoint: 'arrival-delay', schema: 'v1' };

/** S3 tells whole seconds: what comes after this is of a later one. */
const nextSecond = () => setTimeout(1010 - (Date.now() % 1000));

describe('captures in a bucket', function () {
  this.timeout(180_000);
  const aws = storeOnLocalAws();
  let [folder, id] = ['', ''];
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'captures-in-store-'));
    const baseline = writeBaseline(join(folder, 'baseline'));
    id = JSON.parse(readFileSync(join(baseline, 'manifest.json'), 'utf8')).id;
    for (const name of baselineFiles)
      await aws.put(baselineKey(ref, id, name), readFileSync(join(baseline, name), 'utf8'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const runAlone = (...args: string[]) => runCliOn(aws.local.endpoint, ...args);
  const run = (...args: string[]) => runAlone(...args, '--store', `s3://${aws.bucket}`);
  const of = ['--endpoint', 'arrival-delay', '--schema', 'v1'];

  it('are replayed once, analyzed over any hours, and derive a baseline', async () => {
    const replay = ['capture', 'replay', '--captures', clean, ...of, '--start', '2026-11-02T20', '--json'];
    const first = await run(...replay);
    assert.equal(first.code, 0, first.err);
    const again = JSON.parse((await run(...replay)).out);
    assert.deepEqual([JSON.parse(first.out).written, again.written, again.same], [20, 0, 20]);

    const out = join(folder, 'report');
    const hours = ['--from', '2026-11-02T20', '--to', '2026-11-02T21'];
    const result = await run('monitor', 'run', ...of, '--baseline', id, ...hours, '--out', out, '--json');
    assert.equal(result.code, 0, result.err);
    const { files, rows, variants } = JSON.parse(result.out);
    assert.deepEqual([files, rows, variants], [4, 373, ['AllTraffic']]);

    const derived = await run(
      ...['baseline', 'derive', '--schema', 'schemas/arrival-delay/v1.yaml', '--sla', 'slas/arrival-delay.yaml'],
      ...['--by', 'arn:aws:iam::123456789012:user/a', '--out', join(folder, 'derived'), '--json', ...hours],
    );
    assert.equal(derived.code, 0, derived.err);
    assert.match(
      JSON.parse(derived.out).manifest.source,
      /^captures of AllTraffic under s3:\/\/store\/captures\/.*, 1 of 1 hours, 4 files, 373 rows$/,
    );
  });

  it('make a report stale when they arrive after it, until the hour is run again', async () => {
    const hours = ['--from', '2026-11-02T20', '--to', '2026-11-02T21'];
    const stale = async () => (await run('monitor', 'stale', ...of, ...hours)).code;
    await nextSecond();
    await aws.put(
      `${reportHourPrefix(ref, 'arrival-delay-4f1c', new Date('2026-11-02T21:00:00Z'))}statistics.json`,
      '{}',
    );
    assert.equal(await stale(), 0);
    // It may be of the report's own second, as S3 tells it.
    await aws.put('captures/arrival-delay/schema=v1/arrival-delay/AllTraffic/2026/11/02/20/59-00-000-late.jsonl', '\n');
    assert.equal(await stale(), 2);
    // What came in the second in which a run begins counts as late.
    await nextSecond();
    const upload = await run(
      'monitor',
      'run',
      ...of,
      '--baseline',
      id,
      ...hours,
      '--out',
      join(folder, 'again'),
      '--upload',
    );
    assert.match(upload.out, /^1 late file /m);
    assert.match(
      upload.out,
      /uploaded to s3:\/\/store\/reports\/arrival-delay\/schema=v1\/on-demand=2026-11-02T20--2026-11-02T21\//,
    );
    assert.equal(await stale(), 0);
  });

  it('of batch transform jobs are read from the buckets that their manifests name', async () => {
    const [header = '', ...rows] = readFileSync('assets/datasets/monitoring/training.csv', 'utf8').trim().split('\n');
    assert.ok(header.startsWith('predicted_arr_delay,'));
    const predictions = rows.map((row) => row.slice(0, row.indexOf(',')));
    await aws.put('jobs/in/a.csv', rows.map((row) => row.slice(row.indexOf(',') + 1)).join('\n'));
    await aws.put('jobs/out/a.csv.out', predictions.join('\n'));
    await aws.put('batch/input/2026/11/02/08/m', '[{"prefix": "s3://store/jobs/in/"}, "a.csv"]');
    await aws.put('batch/output/2026/11/02/08/m', '[{"prefix": "s3://store/jobs/out/"}, "a.csv.out"]');
    const batch = ['--batch', `s3://${aws.bucket}/batch`, '--baseline', join(folder, 'baseline')];
    const { code, out, err } = await runAlone('monitor', 'run', ...batch, '--out', join(folder, 'batch'), '--json');
    assert.equal(code, 0, err);
    const { files, rows: read, rejects } = JSON.parse(out);
    assert.deepEqual([files, read, rejects], [1, rows.length, 0]);
  });

  it('explain in one sentence where the last one is', async () => {
    const { code, err } = await run(
      'monitor',
      'run',
      ...of,
      '--baseline',
      id,
      '--from',
      '2026-11-03T10',
      '--to',
      '2026-11-03T11',
    );
    assert.equal(code, 3);
    assert.match(
      err,
      /no captures between 2026-11-03T10:00Z and 2026-11-03T11:00Z under s3:\/\/store\/captures\/arrival-delay\/schema=v1; the last one is from 00:45$/m,
    );
  });
});
