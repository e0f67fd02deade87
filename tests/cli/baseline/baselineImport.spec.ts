import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../support/runCli';

const by = 'arn:aws:iam::123456789012:user/importer';

/** Two files as the container writes them: an old form without completeness, names of any text, overrides in snake case. */
const numeric = (name: string, values: readonly number[]) => ({
  name,
  inferred_type: 'Integral',
  numerical_statistics: {
    common: { num_present: values.length, num_missing: 0 },
    mean: 2.5,
    sum: 10,
    std_dev: 1,
    min: 1,
    max: 4,
    distribution: { kll: { buckets: [], sketch: { parameters: { c: 0.64, k: 2048 }, data: [values] } } },
  },
});
const statistics = {
  version: 0,
  dataset: { item_count: 4 },
  features: [
    numeric('Churn?', [1, 2, 3, 4]),
    numeric("Int'l Plan/Day (min.)", [1, 2, 3, 4]),
    {
      name: 'nothing',
      inferred_type: 'Unknown',
      string_statistics: { common: { num_present: 0, num_missing: 4 }, distinct_count: 0 },
    },
  ],
};
const constraints = {
  version: 0,
  features: [
    { name: 'Churn?', inferred_type: 'Integral', completeness: 1, num_constraints: { is_non_negative: true } },
    {
      name: "Int'l Plan/Day (min.)",
      inferred_type: 'Integral',
      completeness: 1,
      monitoring_config_overrides: { distribution_constraints: { comparison_method: 'linf_simple' } },
    },
    { name: 'nothing', inferred_type: 'Unknown', completeness: 0 },
  ],
};

/** Serves responses of SageMaker by operation while `use` runs. */
async function withSageMaker(responses: Readonly<Record<string, object>>, use: (url: string) => Promise<void>) {
  const server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    request.resume();
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify(responses[operation] ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const former = { ...process.env };
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', AWS_REGION: 'eu-central-1' });
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    process.env = former;
    server.close();
  }
}

describe('baseline import', () => {
  let [folder, made] = ['', ''];
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'baseline-import-'));
    made = join(folder, 'made');
    mkdirSync(made);
    writeFileSync(join(made, 'statistics.json'), JSON.stringify(statistics));
    writeFileSync(join(made, 'constraints.json'), JSON.stringify(constraints));
  });
  after(() => rmSync(folder, { recursive: true }));
  const run = (...args: string[]) => runCli('baseline', 'import', '--by', by, '--out', join(folder, 'out'), ...args);
  const capture = (answer: string, request: string) => {
    const side = (data: string) => ({ observedContentType: 'text/csv', data, encoding: 'CSV' });
    return JSON.stringify({ captureData: { endpointOutput: side(answer), endpointInput: side(request) } });
  };

  it('keeps the two files, and writes a manifest and a proposed schema', async () => {
    const { code, out, err } = await run(made, '--endpoint', 'churn', '--json');
    assert.equal(code, 0, err);
    const { manifest, out: place } = JSON.parse(out);
    for (const file of ['statistics.json', 'constraints.json']) {
      const text = readFileSync(join(made, file));
      assert.deepEqual(readFileSync(join(place, file)), text);
      assert.equal(manifest.sha256[file], createHash('sha256').update(text).digest('hex'));
    }
    assert.deepEqual(
      [manifest.derivedBy, manifest.rows, manifest.imported.statistics],
      [by, 4, `${made}/statistics.json`],
    );
    const schema = join(place, 'schema.yaml');
    assert.match(readFileSync(schema, 'utf8'), /name: "Int'l Plan\/Day \(min\.\)", type: Integral/);
    assert.equal((await run(made, '--endpoint', 'churn', '--schema', schema)).code, 0);
  });

  it('gives a baseline that can be compared, approved and used', async () => {
    const place = JSON.parse((await run(made, '--endpoint', 'churn', '--json')).out).out;
    assert.equal((await runCli('baseline', 'diff', place, place)).code, 0);
    const store = join(folder, 'store');
    const approved = await runCli('baseline', 'approve', place, '--by', by, '--why', 'ran well', '--store', store);
    assert.equal(approved.code, 0, approved.err);
    assert.deepEqual(readdirSync(join(store, 'schemas', 'churn')), ['v1.json']);
    const captures = join(folder, 'captures.jsonl');
    writeFileSync(captures, [1, 2, 3, 4].map((n) => capture(`${n}`, `${n},`)).join('\n'));
    const ran = await runCli(
      'monitor',
      'run',
      '--baseline',
      place,
      '--captures',
      captures,
      '--out',
      join(folder, 'report'),
    );
    assert.equal(ran.code, 0, ran.err + ran.out);
  });

  it('reads which files a job definition or a schedule names', async () => {
    const baseline = {
      StatisticsResource: { S3Uri: join(made, 'statistics.json') },
      ConstraintsResource: { S3Uri: join(made, 'constraints.json') },
    };
    const responses: Record<string, object> = {
      DescribeMonitoringSchedule: {
        MonitoringScheduleConfig: { MonitoringJobDefinitionName: 'definition', MonitoringType: 'DataQuality' },
      },
      DescribeDataQualityJobDefinition: {
        DataQualityBaselineConfig: baseline,
        DataQualityJobInput: { EndpointInput: { EndpointName: 'churn', LocalPath: '/opt' } },
      },
    };
    await withSageMaker(responses, async (url) => {
      for (const [option, name] of [
        ['--job-definition', 'definition'],
        ['--schedule', 'hourly'],
      ] as const) {
        const { code, out, err } = await run(option, name, '--endpoint-url', url, '--json');
        assert.equal(code, 0, err);
        const { manifest } = JSON.parse(out);
        assert.equal(manifest.endpoint, 'churn');
        assert.match(manifest.source, new RegExp(`^imported from Model Monitor, .* ${name}: `));
      }
    });
  });

  it('finds the files among all outputs of a baselining job', async () => {
    const outputs = [join(folder, 'empty'), made].map((S3Uri) => ({ OutputName: 'o', S3Output: { S3Uri } }));
    mkdirSync(join(folder, 'empty'), { recursive: true });
    await withSageMaker(
      {
        DescribeDataQualityJobDefinition: {
          DataQualityBaselineConfig: { BaseliningJobName: 'suggestion' },
          DataQualityJobInput: { EndpointInput: { EndpointName: 'churn', LocalPath: '/opt' } },
        },
        DescribeProcessingJob: { ProcessingOutputConfig: { Outputs: [{ OutputName: 'features' }, ...outputs] } },
      },
      async (url) => {
        const { code, out, err } = await run('--job-definition', 'definition', '--endpoint-url', url, '--json');
        assert.equal(code, 0, err);
        assert.equal(JSON.parse(out).manifest.imported.constraints, `${made}/constraints.json`);
      },
    );
    await withSageMaker(
      {
        DescribeDataQualityJobDefinition: { DataQualityBaselineConfig: { BaseliningJobName: 'suggestion' } },
        DescribeProcessingJob: { ProcessingOutputConfig: { Outputs: outputs.slice(0, 1) } },
      },
      async (url) => {
        const { err } = await run('--job-definition', 'definition', '--endpoint-url', url);
        assert.match(
          err,
          /^data quality job definition definition: no output of its baselining job suggestion has statistics\.json and constraints\.json \(\S+empty\)$/,
        );
      },
    );
  });

  it('refuses files that do not belong together, in one sentence', async () => {
    const mixed = join(folder, 'mixed');
    cpSync(made, mixed, { recursive: true });
    const others = { ...constraints, features: constraints.features.slice(0, 2).reverse() };
    writeFileSync(join(mixed, 'constraints.json'), JSON.stringify(others));
    const { code, err } = await run(mixed, '--endpoint', 'churn');
    assert.equal(code, 1);
    assert.match(
      err,
      /are not of one baseline: column 1 is 'Churn\?' in the first and 'Int'l Plan\/Day \(min\.\)' in the second/,
    );
  });

  it('refuses a schema of other columns, and a source that is not one', async () => {
    const schema = join(folder, 'other.yaml');
    writeFileSync(schema, 'version: v1\noutput: [{ name: a, type: Integral }]\ninput: [{ name: b, type: String }]\n');
    const { err } = await run(made, '--endpoint', 'churn', '--schema', schema);
    assert.match(err, /does not match schema v1: column 1 is 'Churn\?', in the schema 'a'/);
    assert.match((await run('--endpoint', 'churn')).err, /^exactly one source is required/);
    assert.match((await run(made)).err, /^--endpoint is required/);
  });

  it('is named where a folder has no manifest', async () => {
    const { code, err } = await runCli('monitor', 'run', '--baseline', made, '--captures', made);
    assert.equal(code, 1);
    assert.match(
      err,
      /made\/manifest\.json: file not found; take over a baseline that Model Monitor made with 'baseline import .*made'$/m,
    );
  });
});
