import assert from 'node:assert/strict';
import * as pulumi from '@pulumi/pulumi';
import { analyzerRolePolicy } from '../../components/analyzerRolePolicy';
import { AnalyzerSchedules, type AnalyzerSchedulesArgs } from '../../components/analyzerSchedules';
import { childrenOf, dependenciesOf, deploy, inputsOf, scope, statementsOf } from '../support/pulumiMocks';

const type = 'model-observability:index:AnalyzerSchedules';
const scheduleType = 'aws:scheduler/schedule:Schedule';
const arn = (service: string, name: string) => `arn:aws:${service}:eu-west-1:123456789012:${name}`;
const tags = { owner: 'ml' };

function analyzer(
  endpoints: ConstructorParameters<typeof AnalyzerSchedules>[1]['endpoints'] = { churn: { tags } },
  changes: Partial<AnalyzerSchedulesArgs> = {},
) {
  return deploy(() => {
    const { schedules } = new AnalyzerSchedules('analyzer', {
      ...scope,
      stack: 'prod',
      bucketName: 'store',
      bucketArn: 'arn:aws:s3:::store',
      keyArn: 'key-arn',
      code: () =>
        new pulumi.asset.AssetArchive({ 'index.js': new pulumi.asset.StringAsset('exports.handler = () => {};') }),
      topicArn: 'topic-arn',
      logRetentionDays: 30,
      endpoints,
      tags,
      ...changes,
    });
    return schedules;
  });
}

describe('AnalyzerSchedules', () => {
  it('creates exactly these children: one function, and a schedule with its role for each endpoint', async () => {
    const deployment = await analyzer({ churn: { tags }, fraud: { tags } });
    assert.deepEqual(childrenOf(deployment, type), [
      ['aws:lambda/function:Function', 'analyzer'],
      ['aws:iam/role:Role', 'analyzer-churn'],
      ['aws:iam/rolePolicy:RolePolicy', 'analyzer-churn-policy'],
      ['aws:sqs/queue:Queue', 'analyzer-dead-letters'],
      ['aws:cloudwatch/metricAlarm:MetricAlarm', 'analyzer-dead-letters-alarm'],
      ['aws:iam/role:Role', 'analyzer-fraud'],
      ['aws:iam/rolePolicy:RolePolicy', 'analyzer-fraud-policy'],
      ['aws:scheduler/scheduleGroup:ScheduleGroup', 'analyzer-group'],
      ['aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig', 'analyzer-invocations'],
      ['aws:cloudwatch/logGroup:LogGroup', 'analyzer-log'],
      ['aws:iam/role:Role', 'analyzer-role'],
      ['aws:iam/rolePolicy:RolePolicy', 'analyzer-role-policy'],
      [scheduleType, 'churn'],
      [scheduleType, 'fraud'],
    ]);
    assert.deepEqual(deployment.outputs['churn'], {
      scheduleName: 'churn',
      scheduleArn: arn('scheduler', 'churn'),
      roleArn: arn('iam', 'analyzer-churn'),
      createdAt: '2026-11-01T10:05:00Z',
    });
  });

  it('creates nothing without endpoints', async () => {
    assert.deepEqual(childrenOf(await analyzer({}), type), []);
  });

  it('waits for permissions and log group', async () => {
    assert.deepEqual(dependenciesOf(await analyzer()), [
      ['analyzer-invocations', ['analyzer-log', 'analyzer-role-policy']],
      ['churn', ['analyzer-churn-policy', 'analyzer-invocations', 'analyzer-log', 'analyzer-role-policy']],
    ]);
  });

  it('invokes the function with the endpoint and the scheduled time, in UTC', async () => {
    assert.deepEqual(inputsOf(await analyzer(), scheduleType, 'churn'), {
      description: 'Analyzes the captures of endpoint churn',
      groupName: 'analyzer-group',
      scheduleExpression: 'cron(0 * ? * * *)',
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: 5 },
      target: {
        arn: arn('lambda', 'analyzer'),
        roleArn: arn('iam', 'analyzer-churn'),
        input: '{"endpoint":"churn","scheduledTime":"<aws.scheduler.scheduled-time>"}',
        retryPolicy: { maximumRetryAttempts: 5, maximumEventAgeInSeconds: 3600 },
        deadLetterConfig: { arn: arn('sqs', 'analyzer-dead-letters') },
      },
    });
  });

  for (const [schedule, expression, flexible] of [
    ['rate(5 minutes)', 'cron(0/5 * * * ? *)', { mode: 'OFF' }],
    ['rate(2 hours)', 'cron(0 0/2 * * ? *)', { mode: 'FLEXIBLE', maximumWindowInMinutes: 10 }],
    ['rate(24 hours)', 'cron(0 0 * * ? *)', { mode: 'FLEXIBLE', maximumWindowInMinutes: 15 }],
  ] as const) {
    it(`runs ${schedule} on the clock`, async () => {
      const { scheduleExpression, flexibleTimeWindow } = inputsOf(
        await analyzer({ churn: { schedule, tags } }),
        scheduleType,
        'churn',
      );
      assert.deepEqual([scheduleExpression, flexibleTimeWindow], [expression, flexible]);
    });
  }

  it('refuses a schedule that it does not run', async () => {
    await assert.rejects(analyzer({ churn: { schedule: 'rate(7 minutes)', tags } }), /rate\(7 minutes\)/);
  });

  it('runs the function on arm64 with the settings, its own log, and what failed in a queue', async () => {
    const deployment = await analyzer(undefined, { reservedConcurrency: 20, memoryMb: 2048, timeoutSeconds: 900 });
    const { code, ...inputs } = inputsOf(deployment, 'aws:lambda/function:Function', 'analyzer');
    assert.ok(pulumi.asset.Archive.isInstance(code));
    assert.deepEqual(inputs, {
      description: 'Compares captures with baselines and writes reports',
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      role: arn('iam', 'analyzer-role'),
      timeout: 900,
      memorySize: 2048,
      reservedConcurrentExecutions: 20,
      environment: { variables: { STORE_BUCKET: 'store' } },
      tags,
    });
    assert.deepEqual(inputsOf(deployment, 'aws:cloudwatch/logGroup:LogGroup', 'analyzer-log'), {
      name: '/aws/lambda/analyzer',
      retentionInDays: 30,
      kmsKeyId: 'key-arn',
      tags,
    });
    assert.deepEqual(
      inputsOf(deployment, 'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig', 'analyzer-invocations'),
      {
        functionName: 'analyzer',
        maximumRetryAttempts: 2,
        maximumEventAgeInSeconds: 3600,
        destinationConfig: { onFailure: { destination: arn('sqs', 'analyzer-dead-letters') } },
      },
    );
  });

  it('tells the function which windows queries count, and lets it run them', async () => {
    const largeWindows = { megabytes: 2_000, files: 20_000, scanLimitMb: 100_000 };
    const deployment = await analyzer(undefined, { largeWindows });
    const { environment } = inputsOf(deployment, 'aws:lambda/function:Function', 'analyzer');
    const { variables } = environment as { variables: Record<string, string> };
    assert.deepEqual(JSON.parse(variables['LARGE_WINDOWS'] ?? '{}'), {
      bytes: 2_000_000_000,
      files: 20_000,
      workgroup: 'model-observability-prod-captures',
      database: 'model_observability_prod_captures',
    });
    const { policy } = inputsOf(deployment, 'aws:iam/rolePolicy:RolePolicy', 'analyzer-role-policy');
    const sids = statementsOf(policy).map(({ Sid }) => Sid);
    assert.deepEqual(sids.slice(-5), [
      'QueryCaptures',
      'ReadCaptureTable',
      'LocateStore',
      'ListQueryResults',
      'KeepQueryResults',
    ]);
    assert.deepEqual(childrenOf(deployment, 'model-observability:index:CaptureQueries'), [
      ['aws:glue/catalogTable:CatalogTable', 'analyzer-queries-captures'],
      ['aws:glue/catalogDatabase:CatalogDatabase', 'analyzer-queries-database'],
      ['aws:athena/workgroup:Workgroup', 'analyzer-queries-workgroup'],
    ]);
  });

  it('lets only schedules of its group invoke the function', async () => {
    const deployment = await analyzer();
    const role = inputsOf(deployment, 'aws:iam/role:Role', 'analyzer-churn');
    assert.deepEqual(statementsOf(role['assumeRolePolicy']), [
      {
        Sid: 'SchedulerOfThisGroup',
        Effect: 'Allow',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: {
            'aws:SourceAccount': '123456789012',
            'aws:SourceArn': 'arn:aws:scheduler:eu-west-1:123456789012:schedule-group/analyzer-group',
          },
        },
      },
    ]);
    const { policy } = inputsOf(deployment, 'aws:iam/rolePolicy:RolePolicy', 'analyzer-churn-policy');
    assert.deepEqual(
      statementsOf(policy).map(({ Action, Resource }) => [Action, Resource]),
      [
        [['lambda:InvokeFunction'], [arn('lambda', 'analyzer')]],
        [['sqs:SendMessage'], [arn('sqs', 'analyzer-dead-letters')]],
      ],
    );
  });

  it('alarms on events that failed', async () => {
    const { name, alarmDescription, dimensions } = inputsOf(
      await analyzer(),
      'aws:cloudwatch/metricAlarm:MetricAlarm',
      'analyzer-dead-letters-alarm',
    );
    assert.deepEqual(
      [name, dimensions],
      ['warning.prod.analyzer.dead-letters', { QueueName: 'analyzer-dead-letters' }],
    );
    assert.match(String(alarmDescription), /the next run of the endpoint analyzes their windows too\. Read the log/);
  });
});

describe('analyzerRolePolicy', () => {
  const store = 'arn:aws:s3:::store';

  it('reads captures, baselines and its own reports, writes its own reports, and nothing else', () => {
    const statements = analyzerRolePolicy({
      bucketArn: store,
      keyArn: 'key-arn',
      deadLetterQueueArn: 'queue-arn',
      logGroupArn: 'log-arn',
    });
    assert.deepEqual(
      statements.map(({ Sid, Effect, Action, Resource, Condition }) => [Sid, Effect, Action, Resource, Condition]),
      [
        [
          'ReadCapturesBaselinesAndOwnReports',
          'Allow',
          ['s3:GetObject'],
          [
            `${store}/captures/*`,
            `${store}/baselines/*`,
            `${store}/reports/*/schema=*/*/analyzer/*`,
            `${store}/settings/monitors.json`,
          ],
          undefined,
        ],
        [
          'ListCapturesBaselinesAndReports',
          'Allow',
          ['s3:ListBucket'],
          [store],
          { StringLike: { 's3:prefix': ['captures/*', 'baselines/*', 'reports/*'] } },
        ],
        ['WriteOwnReports', 'Allow', ['s3:PutObject'], [`${store}/reports/*/schema=*/*/analyzer/*`], undefined],
        ['UseStoreKey', 'Allow', ['kms:Decrypt', 'kms:GenerateDataKey'], ['key-arn'], undefined],
        ['KeepFailedEvents', 'Allow', ['sqs:SendMessage'], ['queue-arn'], undefined],
        ['WriteLog', 'Allow', ['logs:CreateLogStream', 'logs:PutLogEvents'], ['log-arn:log-stream:*'], undefined],
      ],
    );
  });
});
