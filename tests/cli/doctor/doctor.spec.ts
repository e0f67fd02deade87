import assert from 'node:assert/strict';
import { CloudTrailClient, CreateTrailCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { monitoredEndpoint, scheduleMonitor } from '../../support/monitoredEndpoint';
import { runCli, runCliAs, runCliOn } from '../../support/runCli';
import { storeOnLocalAws } from '../../support/storeOnLocalAws';

interface Check {
  readonly check: string;
  readonly status: string;
  readonly text: string;
}

/** The permissions on docs/operate/doctor.md. */
const permissions = [
  'cloudtrail:DescribeTrails',
  'cloudtrail:GetEventSelectors',
  'cloudtrail:GetTrailStatus',
  'cloudwatch:DescribeAlarms',
  'events:ListRules',
  'iam:GetAccountSummary',
  'kms:ListAliases',
  'kms:ListKeys',
  'lambda:GetAccountSettings',
  'sagemaker:ListMonitoringExecutions',
  'sagemaker:ListMonitoringSchedules',
  'servicequotas:GetServiceQuota',
];

describe('doctor', function () {
  this.timeout(60_000);
  const store = storeOnLocalAws();
  const doctor = (...args: string[]) => runCliOn(store.local.endpoint, 'doctor', '--stack', 'new', ...args);
  const checksOf = async (...args: string[]) => {
    const { code, out } = await doctor('--json', ...args);
    const { checks, choice } = JSON.parse(out) as { checks: Check[]; choice: { engine: string; why: string } };
    return { code, choice, of: (name: string) => checks.filter(({ check }) => check === name), checks };
  };

  it('finds no problem in a new account, and recommends the analyzer', async () => {
    const { code, out } = await doctor();
    assert.equal(code, 0);
    assert.match(out, /^stack new in eu-west-1: no problems\n/);
    assert.match(out, /ok +credentials +arn:aws:iam::123456789012:user\/deployment in account 123456789012$/m);
    assert.match(out, /ok +alarms +0 of 5000 \(the default quota\) in use, the stack adds up to 16$/m);
    assert.match(out, /ok +trails +0 of 5 trails record the region; the stack creates one$/m);
    assert.match(out, /^engine: analyzer, because it needs no SageMaker service/m);
    const { of, choice } = await checksOf();
    assert.match(of('model monitor')[0]?.text ?? '', /cannot be known before CreateMonitoringSchedule is called/);
    assert.match(choice.why, /AWS may refuse the monitoring schedules/);
  });

  it('compares quotas with the number of endpoints', async () => {
    const { code, of } = await checksOf('--endpoints', '2000');
    assert.equal(code, 2);
    assert.deepEqual(
      ['alarms', 'roles', 'event rules', 'concurrency', 'keys', 'key requests', 'schedules'].map(
        (name) => of(name)[0]?.status,
      ),
      ['problem', 'problem', 'ok', 'ok', 'ok', 'ok', 'ok'],
    );
    assert.match(of('keys')[0]?.text ?? '', /^\d+ of 100000 \(the default quota\) in use, the stack adds up to 3$/);
    assert.deepEqual(
      ['key requests', 'schedules'].map((name) => of(name)[0]?.text),
      [
        'the stack adds up to 667 of 5500 (the default quota) a second',
        'the stack adds up to 2000 of 1000000 (the default quota)',
      ],
    );
    assert.equal(
      of('roles')[0]?.text,
      '0 of 1000 in use, the stack adds up to 2008; have the quota raised, or remove unused ones',
    );
  });

  it('names a missing permission in the line of its check', async () => {
    const { iam } = store.aws;
    const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'doctor',
        AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
      }),
    );
    const run = async (actions: readonly string[]) => {
      const statement = { Effect: 'Allow', Action: actions, Resource: '*' };
      const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
      await iam.send(new PutRolePolicyCommand({ RoleName: 'doctor', PolicyName: 'reads', PolicyDocument }));
      const role = 'arn:aws:iam::123456789012:role/doctor';
      const session = await store.local.assumeRole(role, 'lambda.amazonaws.com');
      const variables = {
        AWS_ACCESS_KEY_ID: session.accessKeyId,
        AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
        AWS_SESSION_TOKEN: session.sessionToken,
      };
      const { code, out, err } = await runCliAs(variables, store.local.endpoint, 'doctor', '--stack', 'new', '--json');
      assert.deepEqual([code, err], [0, '']);
      return (JSON.parse(out) as { checks: Check[] }).checks.filter(({ status }) => status === 'unknown');
    };
    assert.deepEqual(await run(permissions), []);
    assert.deepEqual(
      (await run(permissions.filter((name) => !/^(kms|lambda|cloudtrail)/.test(name)))).map(({ check, text }) => [
        check,
        text,
      ]),
      [
        ['stack name', 'cannot be read (the caller needs kms:ListAliases)'],
        ['keys', 'cannot be read (the caller needs kms:ListKeys)'],
        ['concurrency', 'cannot be read (the caller needs lambda:GetAccountSettings)'],
        ['trails', 'cannot be read (the caller needs cloudtrail:DescribeTrails)'],
      ],
    );
  });

  it('judges each trail, and the one that the stack is to use', async () => {
    const trails = new CloudTrailClient({ ...store.local, credentials: { accessKeyId: 'x', secretAccessKey: 'x' } });
    const create = async (
      Name: string,
      settings: { IsMultiRegionTrail?: boolean; EnableLogFileValidation?: boolean },
    ) => {
      await trails.send(new CreateTrailCommand({ Name, S3BucketName: store.bucket, ...settings }));
      if (Name !== 'stopped') await trails.send(new StartLoggingCommand({ Name }));
    };
    const whole = { IsMultiRegionTrail: true, EnableLogFileValidation: true };
    const arn = (name: string) => `arn:aws:cloudtrail:eu-west-1:123456789012:trail/${name}`;
    await create('regional', {});
    await create('stopped', whole);
    await create('whole', whole);
    const { code, of } = await checksOf('--trail-arn', arn('regional'));
    assert.equal(code, 2);
    assert.deepEqual(
      of('trails').map(({ status, text }) => `${status}: ${text.replaceAll(arn(''), '')}`),
      [
        'ok: 3 of 5 trails record the region; the stack uses one of them',
        'problem: regional cannot be used: it records one region only, writes no digest files',
        'note: stopped cannot be used: it is stopped',
        "note: whole can be used with evidence.trailArn, but does not record the store's objects; add the event selectors of docs/operate/audit.md after the first update",
      ],
    );
    assert.equal((await checksOf('--trail-arn', arn('whole'))).code, 0);
    assert.equal((await checksOf('--trail-arn', arn('whole'), '--store', 's3://store')).code, 2);
    assert.match(
      (await checksOf('--trail-arn', arn('none'))).of('trails')[0]?.text ?? '',
      /none does not exist or does not record the region; correct evidence\.trailArn$/,
    );
    await create('fourth', whole);
    await create('fifth', whole);
    assert.match(
      (await checksOf()).of('trails')[0]?.text ?? '',
      /^5 of 5 trails record the region, so that the stack cannot/,
    );
    trails.destroy();
  });

  it('finds a deployed stack of the same name, and schedules of Model Monitor', async () => {
    const kms = new KMSClient({ ...store.local, credentials: { accessKeyId: 'x', secretAccessKey: 'x' } });
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const AliasName = 'alias/model-observability/stack-name/new';
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyMetadata?.KeyId }));
    kms.destroy();
    await monitoredEndpoint(store.aws, store.bucket);
    await scheduleMonitor(store.aws);
    const { code, of, choice } = await checksOf();
    assert.equal(code, 2);
    assert.match(
      of('stack name')[0]?.text ?? '',
      /^a stack named 'new' is deployed in eu-west-1 \(alias\/.*exists\); if it/,
    );
    assert.equal(of('model monitor')[0]?.text, 'in use in eu-west-1, for example by the schedule churn-hourly');
    assert.match(choice.why, /until 'monitor migrate' shows no differences$/);
  });

  it('names what is wrong with credentials, region and names', async () => {
    const noKeys = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_EC2_METADATA_DISABLED: 'true' };
    const files = { AWS_SHARED_CREDENTIALS_FILE: '/nowhere', AWS_CONFIG_FILE: '/nowhere' };
    const run = await runCliAs({ ...noKeys, ...files }, store.local.endpoint, 'doctor', '--stack', 'new', '--json');
    assert.equal(run.code, 2);
    assert.deepEqual((JSON.parse(run.out) as { checks: Check[] }).checks, [
      {
        check: 'credentials',
        status: 'problem',
        text: 'no AWS credentials; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
      },
    ]);
    assert.match(
      (await doctor('--region', 'Ireland')).err,
      /^invalid region 'Ireland': expected a name such as eu-west-1$/,
    );
    assert.match((await doctor('--store', 'out')).err, /^out: invalid store address: expected s3:\/\/<bucket>$/);
    assert.match(
      (await runCliOn('http://127.0.0.1:9', 'doctor', '--stack', 'new')).err,
      /^cannot reach AWS in region 'eu-west-1' \(/,
    );
    const named = await runCliOn(store.local.endpoint, 'doctor', '--stack', 'prod--eu');
    assert.match(named.out, /problem +stack name +invalid stack name 'prod--eu'/);
    assert.match((await runCli('doctor')).err, /required option '--stack <name>' not specified/);
  });
});
