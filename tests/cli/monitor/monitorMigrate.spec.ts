import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateDataQualityJobDefinitionCommand,
  CreateMonitoringScheduleCommand,
  DescribeDataQualityJobDefinitionCommand,
} from '@aws-sdk/client-sagemaker';
import { type LocalAws, startLocalAws } from '../../../rehearsal/localAws/localAws';
import { makeAnalyzerContainer } from '../../../rehearsal/standIns/analyzerContainer';
import { analyzerSituation, captureText } from '../../functions/analyzer/analyzerSituation';
import { type AwsClients, awsClients } from '../../support/awsClients';
import { localAccount } from '../../support/localAccount';
import { monitoredEndpoint, scheduleMonitor } from '../../support/monitoredEndpoint';
import { runCli, runCliOn } from '../../support/runCli';
import { quietLocalAws } from '../../support/storeOnLocalAws';

describe('monitor migrate', () => {
  let folder = '';
  let paths: string[] = [];
  const report = (hour: string, file: string) =>
    join(folder, `reports/churn/schema=v1/churn/analyzer/2026/11/02/${hour}/${file}`);
  const migrate = (...args: string[]) => runCli('monitor', 'migrate', 'churn', ...paths, ...args);
  const change = (file: string, from: string, to: string) => {
    const text = readFileSync(file, 'utf8');
    assert.ok(text.includes(from), from);
    writeFileSync(file, text.replace(from, to));
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'monitor-migrate-'));
    const situation = analyzerSituation();
    situation.arrive('08:10');
    situation.arrive('09:10', captureText(60));
    for (const [key, { body }] of situation.store.objects) {
      mkdirSync(dirname(join(folder, key)), { recursive: true });
      writeFileSync(join(folder, key), body);
    }
    // The analyzer's own reports stand in for the managed container's: both compute the same on equal rows.
    await runCli('monitor', 'backfill', '--store', folder, '--from', '2026-11-02T08', '--to', '2026-11-02T10');
    paths = [
      ...['--baseline', join(folder, `baselines/churn/schema=v1/${situation.baseline}`)],
      ...['--captures', join(folder, 'captures/churn/schema=v1/churn')],
      ...['--reports', join(folder, 'reports/churn/schema=v1/churn/analyzer')],
    ];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('finds no differences on equal rows, and writes the baseline', async () => {
    const out = join(folder, 'out');
    const run = await migrate('--out', out);
    assert.deepEqual(
      [run.code, run.out],
      [0, `2 windows of endpoint churn with 100 rows: no differences\nbaseline written to ${out}`],
    );
    assert.ok(existsSync(join(out, 'constraints.json')));
  });

  it('prints each value that differs, with exit code 2', async () => {
    change(report('09', 'statistics.json'), '"mean": 44.5', '"mean": 44.75');
    change(report('10', 'constraint_violations.json'), '"baseline_drift_check"', '"completeness_check"');
    const { code, out } = await migrate();
    assert.equal(code, 2);
    assert.match(out, /^2 windows of endpoint churn with 100 rows: 3 differences in 2$/m);
    assert.match(out, /2026-11-02T08:00Z +age +mean +44\.75 +44\.5$/m);
    assert.match(out, /2026-11-02T09:00Z +age +completeness_check +Baseline drift distance: .* –$/m);
    const [first, second] = JSON.parse((await migrate('--json')).out).windows;
    assert.deepEqual(first.differences, [{ feature: 'age', statistic: 'mean', managed: 44.75, analyzer: 44.5 }]);
    assert.equal(second.differences.length, 2);
  });

  it('selects windows by their hours, and by --every', async () => {
    assert.match((await migrate('--from', '2026-11-02T09')).out, /^1 window of/);
    assert.match((await migrate('--to', '2026-11-02T09')).out, /^1 window of/);
    const wide = JSON.parse((await migrate('--every', '2', '--from', '2026-11-02T08', '--json')).out).windows;
    assert.deepEqual(
      wide.map(({ from, rows }: { from: string; rows: object }) => [from, rows]),
      [['2026-11-02T08:00:00.000Z', { managed: 50, analyzer: 100 }]],
    );
    const none = await migrate('--hours', '1');
    assert.equal(none.code, 3);
    assert.match(none.err, /^nothing to compare: no report of a window in this span under .*analyzer; list the runs/);
  });

  it('reads the captures by a capture schema', async () => {
    const file = join(folder, 'v1.yaml');
    const columns = ['output: [{ name: score, type: Fractional }]', 'input: [{ name: age, type: Integral }]'];
    writeFileSync(file, ['version: v1', ...columns].join('\n'));
    assert.match((await migrate('--schema-file', file)).out, /with 100 rows: no differences$/);
    assert.match((await migrate('--schema-file', join(folder, 'none.yaml'))).err, /none\.yaml: cannot be read/);
  });

  it('names what is wrong with its options and the files', async () => {
    assert.match((await migrate('--hours', '1', '--from', '2026-11-02T09')).err, /exclude each other/);
    assert.match((await runCli('monitor', 'migrate', 'a!', ...paths)).err, /^invalid endpoint name 'a!'/);
    writeFileSync(report('09', 'statistics.json'), '{}');
    assert.match((await migrate()).err, /statistics\.json: not a file of Model Monitor \(/);
    assert.match((await migrate('--baseline', folder)).err, /statistics\.json: cannot be read \(ENOENT/);
  });
});

describe('monitor migrate of a schedule', function () {
  this.timeout(60_000);
  let local: LocalAws;
  let aws: AwsClients;
  before(async () => {
    local = await startLocalAws({ ...quietLocalAws, monitor: makeAnalyzerContainer(() => undefined) });
    aws = awsClients(local.endpoint);
    const location = { LocationConstraint: localAccount.region };
    await aws.s3.send(new CreateBucketCommand({ Bucket: 'store', CreateBucketConfiguration: location }));
  });
  // moto describes endpoints and job definitions with empty members, so its responses are not checked here.
  after(async () => {
    for (const client of Object.values(aws)) client.destroy();
    await local.close();
  });

  it('reads baseline, captures and reports where the job definition names them', async () => {
    const { endpoint } = local;
    const unknown = await runCliOn(endpoint, 'monitor', 'migrate', 'churn');
    assert.deepEqual([unknown.code, unknown.err], [1, 'endpoint churn has no data quality schedule in this region']);
    await monitoredEndpoint(aws, 'store');
    const situation = analyzerSituation();
    situation.arrive('06:10', captureText(60));
    for (const [key, { body }] of situation.store.objects) {
      const Key = key.replace(situation.baseline, '2026-11-01-3f9a2c').replace('/blue/', '/AllTraffic/');
      await aws.s3.send(new PutObjectCommand({ Bucket: 'store', Key, Body: body }));
    }
    await scheduleMonitor(aws);
    const { runs } = await local.advanceHour();
    assert.deepEqual(
      runs.map(({ status, failureReason }) => failureReason ?? status),
      ['CompletedWithViolations'],
    );
    const { code, out, err } = await runCliOn(endpoint, 'monitor', 'migrate', 'churn', '--json');
    assert.deepEqual([code, err], [0, '']);
    const result = JSON.parse(out);
    assert.deepEqual(
      [result.schedule, result.reports, result.windows],
      [
        'churn-hourly',
        's3://store/reports/churn/schema=v1/churn/churn-hourly',
        [
          {
            from: '2026-11-02T06:00:00.000Z',
            to: '2026-11-02T07:00:00.000Z',
            files: 1,
            rows: { managed: 50, analyzer: 50 },
            differences: [],
          },
        ],
      ],
    );
  });

  it('refuses a schedule with other windows than the analyzer', async () => {
    const { sageMaker } = aws;
    const definition = await sageMaker.send(
      new DescribeDataQualityJobDefinitionCommand({ JobDefinitionName: 'churn-quality' }),
    );
    const schedule = async (name: string, offsets: { StartTimeOffset?: string; EndTimeOffset?: string }) => {
      const EndpointInput = { EndpointName: 'churn', LocalPath: '/opt/ml/processing/input', ...offsets };
      await sageMaker.send(
        new CreateDataQualityJobDefinitionCommand({
          JobDefinitionName: name,
          RoleArn: definition.RoleArn,
          DataQualityAppSpecification: { ImageUri: 'i' },
          DataQualityBaselineConfig: definition.DataQualityBaselineConfig,
          DataQualityJobInput: { EndpointInput },
          DataQualityJobOutputConfig: definition.DataQualityJobOutputConfig,
          JobResources: definition.JobResources,
        }),
      );
      await sageMaker.send(
        new CreateMonitoringScheduleCommand({
          MonitoringScheduleName: name,
          MonitoringScheduleConfig: {
            ScheduleConfig: { ScheduleExpression: 'cron(0 * ? * * *)' },
            MonitoringJobDefinitionName: name,
            MonitoringType: 'DataQuality',
          },
        }),
      );
      return runCliOn(local.endpoint, 'monitor', 'migrate', 'churn', '--schedule', name);
    };
    const refused = await schedule('shifted', { StartTimeOffset: '-PT2H', EndTimeOffset: '-PT1H' });
    assert.equal(
      refused.err,
      "schedule shifted: its windows are shifted by StartTimeOffset -PT2H, and the analyzer's are not; compare a schedule without offsets, or only import the baseline with 'baseline import --schedule shifted'",
    );
    assert.match((await schedule('later', { EndTimeOffset: '-P1D' })).err, /shifted by EndTimeOffset -P1D/);
    const equal = await schedule('equal', { StartTimeOffset: '-PT1H', EndTimeOffset: '-PT0H' });
    assert.match(equal.err, /^nothing to compare: no report of a window/);
  });
});
