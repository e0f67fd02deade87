import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { runCli, runCliOn } from '../../support/runCli';
import { storeOnLocalAws } from '../../support/storeOnLocalAws';

const root = join(__dirname, '..', '..', '..');
const table = join(root, 'assets', 'datasets', 'monitoring', 'training.csv');
const schema = join(root, 'schemas', 'arrival-delay', 'v1.yaml');
const sla = join(root, 'slas', 'arrival-delay.yaml');

describe('tables at s3:// addresses', function () {
  this.timeout(60_000);
  const store = storeOnLocalAws();
  const text = readFileSync(table, 'utf8');
  const [header = '', ...lines] = text.trimEnd().split('\n');
  let folder = '';
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tables-in-s3-'));
    await store.put('training/whole.csv', text);
    const half = lines.length / 2;
    await store.put('parts/a.csv', `${[header, ...lines.slice(0, half)].join('\n')}\n`);
    const packed = gzipSync(`${[header, ...lines.slice(half)].join('\n')}\n`);
    await store.aws.s3.send(new PutObjectCommand({ Bucket: store.bucket, Key: 'parts/b.csv.gz', Body: packed }));
    await store.put('parts/_SUCCESS', '');
    await store.aws.s3.send(
      new PutObjectCommand({ Bucket: store.bucket, Key: 'cut.csv.gz', Body: packed.subarray(0, packed.length / 2) }),
    );
  });
  after(() => rmSync(folder, { recursive: true }));
  const run = (...args: string[]) => runCliOn(store.local.endpoint, ...args);

  async function derive(training: string, out: string): Promise<string> {
    const by = ['--by', 'arn:aws:iam::123456789012:user/someone', '--out', join(folder, out)];
    const { code, err } = await run(
      'baseline',
      'derive',
      '--training',
      training,
      '--schema',
      schema,
      '--sla',
      sla,
      ...by,
    );
    assert.equal(code, 0, err);
    const [id = ''] = readdirSync(join(folder, out));
    return readFileSync(join(folder, out, id, 'statistics.json'), 'utf8');
  }

  it('derive the same baseline as a local file: an object, and the tables below a prefix', async () => {
    const whole = await derive('s3://store/training/whole.csv', 'whole');
    assert.equal(whole, await derive(table, 'local'));
    assert.equal(await derive('s3://store/parts/', 'parts'), whole);
  });

  it('are checked by monitor run --data, and printed by profile', async () => {
    await derive(table, 'baseline');
    const [id = ''] = readdirSync(join(folder, 'baseline'));
    const baseline = ['--baseline', join(folder, 'baseline', id), '--out', join(folder, 'report')];
    const checked = await run('monitor', 'run', '--data', 's3://store/parts', ...baseline);
    assert.equal(checked.code, 0, checked.err);
    const printed = await run('profile', 's3://store/training/whole.csv', '--html', join(folder, 'profile.html'));
    assert.equal(printed.code, 0, printed.err);
    assert.match(printed.out, new RegExp(`^${lines.length.toLocaleString('en')} rows|^${lines.length} rows`));
  });

  it('propose a schema, and are a training file of init', async () => {
    const names = ['--endpoint', 'churn', '--owner', 'ml', '--training', 's3://store/training/whole.csv'];
    const proposed = await run('schema', 'propose', ...names, '--out', join(folder, 'proposed'));
    assert.equal(proposed.code, 0, proposed.err);
    const stack = ['--region', 'eu-west-1', '--stack', 'dev', '--out', join(folder, 'init')];
    const written = await run('init', ...names, ...stack);
    assert.equal(written.code, 0, written.err);
    const [columns, ofInit] = ['proposed', 'init'].map((place) =>
      readFileSync(join(folder, place, 'schemas', 'churn', 'v1.yaml'), 'utf8').match(/name: \S+/g),
    );
    assert.deepEqual(ofInit, columns);
  });

  it('are found by the environment variable AWS_ENDPOINT_URL too', async () => {
    const variables = { AWS_ENDPOINT_URL: store.local.endpoint, AWS_REGION: 'eu-west-1' };
    Object.assign(process.env, variables, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
    try {
      const { code, err } = await runCli('profile', 's3://store/parts', '--html', join(folder, 'p.html'));
      assert.equal(code, 0, err);
    } finally {
      for (const name of [...Object.keys(variables), 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
        delete process.env[name];
      }
    }
  });

  it('are refused in one sentence if they do not exist, or are cut short', async () => {
    for (const [address, problem] of [
      ['s3://store/nothing.csv', /^s3:\/\/store\/nothing\.csv: no such object$/],
      ['s3://nowhere/a.csv', /^s3:\/\/nowhere\S*: [^\n]+$/],
      [
        's3://store/cut.csv.gz',
        /^s3:\/\/store\/cut\.csv\.gz: is damaged or cut off \(gzip\); copy or pack it again\.$/,
      ],
    ] as const) {
      const { code, err } = await run('profile', address, '--html', join(folder, 'refused.html'));
      assert.deepEqual([code, problem.test(err.replace(/^error: /, ''))], [1, true], err);
    }
  });
});
