import assert from 'node:assert/strict';
import { noExceptions } from '../../../policy/pack/exceptions/exceptions';
import { monitoringSchedule } from '../../../policy/rules/monitoringSchedule';
import { definition, role, rolePolicy, schedule, scheduleOf, withChanges } from '../monitoredStack';
import { runPack, runRule, type StackResource, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };
const writesReports = { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::store/reports/churn/*' };
const changed = (changes: Readonly<Record<string, unknown>>) => ({
  ...definition,
  props: withChanges(definition.props, changes),
});
const uris = (statistics: string, constraints: string) => ({
  dataQualityBaselineConfig: {
    statisticsResource: { s3Uri: statistics },
    constraintsResource: { s3Uri: constraints },
  },
});
const run = (...stack: StackResource[]) => runRule(monitoringSchedule, [role, ...stack]);

describe('monitoring-schedule', () => {
  it('passes an hourly schedule with a matching baseline and a monitor role', async () => {
    assert.deepEqual(await run(rolePolicy(writesReports), definition, schedule), clean);
  });

  it('reports an invalid schedule, and one that runs too rarely', async () => {
    const tooRare = (hours: number) =>
      `Schedule 'churn-schedule' leaves up to ${hours} hours between runs; the maximum is 1. Set scheduleExpression to ` +
      'cron(0 * ? * * *), or raise maxHoursBetweenRuns.';
    const cases = [
      ['cron(0 0/2 ? * * *)', tooRare(2)],
      ['cron(0 23/1 ? * * *)', tooRare(24)],
      ['cron(0 20/3 ? * * *)', tooRare(21)],
      ['NOW', "Schedule 'churn-schedule' does not recur: set scheduleExpression to cron(0 * ? * * *)."],
      [
        'rate(1 hour)',
        "Schedule 'churn-schedule' has an invalid expression 'rate(1 hour)': use cron(0 * ? * * *), cron(0 H ? * * *) " +
          'or cron(0 H/N ? * * *) with H from 0 to 23 and N from 1 to 24.',
      ],
    ] as const;
    for (const [expression, text] of cases) {
      assert.deepEqual((await run(definition, scheduleOf(expression))).violations, [['churn-schedule', text]]);
    }
    const config = { maxHoursBetweenRuns: 2 };
    const stack = [role, definition, scheduleOf('cron(0 0/2 ? * * *)')];
    assert.deepEqual(await runRule(monitoringSchedule, stack, config), clean);
  });

  it('lets a dev stack run less often, unless config sets the maximum', async () => {
    const stack = [role, definition, scheduleOf('cron(0 3 ? * * *)')];
    for (const [name, count] of [
      ['dev-anna', 0],
      ['prod', 1],
    ] as const) {
      const context = { stack: name, today: '2026-11-24', exceptions: noExceptions };
      const findings = await runPack([monitoringSchedule], stack, { context });
      assert.equal(findings['monitoring-schedule']?.length, count);
    }
  });

  it('reports a missing baseline, or one of another schema version', async () => {
    const none = changed({
      dataQualityBaselineConfig: { statisticsResource: { s3Uri: 's3://store/schema=v1/s.json' } },
    });
    assert.deepEqual((await run(none, schedule)).violations, [
      [
        'churn-definition',
        "Job definition 'churn-definition' has no baseline constraints: set " +
          'dataQualityBaselineConfig.constraintsResource.s3Uri.',
      ],
    ]);
    const mixed = changed(uris('s3://store/schema=v1/s.json', 's3://store/schema=v2/c.json'));
    assert.deepEqual((await run(mixed, schedule)).violations, [
      [
        'churn-definition',
        "Job definition 'churn-definition' mixes schema versions (statistics v1, constraints v2, reports " +
          'v1): use one schema=<version> folder for all.',
      ],
    ]);
    const bare = changed(uris('s3://store/s.json', 's3://store/c.json'));
    assert.deepEqual((await run(bare, schedule)).violations, [
      [
        'churn-definition',
        "Job definition 'churn-definition' has statistics and constraints without a schema version: store " +
          'them in a schema=<version> folder.',
      ],
    ]);
  });

  it('compares with the captures of an endpoint of the stack', async () => {
    const stack: StackResource[] = [
      { type: 'aws:sagemaker/endpoint:Endpoint', name: 'e', props: { name: 'churn', endpointConfigName: 'c-1' } },
      {
        type: 'aws:sagemaker/endpointConfiguration:EndpointConfiguration',
        name: 'c',
        props: { name: 'c-1', dataCaptureConfig: { destinationS3Uri: 's3://store/captures/churn/schema=v2' } },
      },
    ];
    assert.match((await run(...stack, definition, schedule)).violations[0]?.[1] ?? '', /reports v1, captures v2\)/);
  });

  it('reports unencrypted reports, and unencrypted traffic between instances', async () => {
    const output = { monitoringOutputs: { s3Output: { s3Uri: 's3://store/reports/schema=v1' } } };
    const open = changed({
      dataQualityJobOutputConfig: output,
      jobResources: { clusterConfig: { instanceCount: 2 } },
    });
    assert.deepEqual((await run(open, schedule)).violations, [
      [
        'churn-definition',
        "Job definition 'churn-definition' does not encrypt its reports: set dataQualityJobOutputConfig.kmsKeyId.",
      ],
      [
        'churn-definition',
        "Job definition 'churn-definition' sends captures unencrypted between 2 instances: set " +
          'networkConfig.enableInterContainerTrafficEncryption to true.',
      ],
    ]);
  });

  it('reports a role with more permissions than a monitor needs', async () => {
    const text = (fault: string) =>
      `Job definition 'churn-definition' runs in role 'monitoring-role', which ${fault}: create a separate ` +
      'role for the monitor.';
    const cases = [
      [
        { ...writesReports, Action: 'secretsmanager:GetSecretValue' },
        'allows actions that a monitor does not need: secretsmanager:GetSecretValue',
      ],
      [
        { ...writesReports, Resource: 'arn:aws:s3:::store/baselines/*' },
        "can write outside 'reports/' (s3:PutObject on arn:aws:s3:::store/baselines/*)",
      ],
    ] as const;
    for (const [statement, fault] of cases) {
      assert.deepEqual((await run(rolePolicy(statement), definition, schedule)).violations, [
        ['churn-definition', text(fault)],
      ]);
    }
    const trust = { Effect: 'Allow', Principal: { Service: ['sagemaker.amazonaws.com', 'ec2.amazonaws.com'] } };
    const shared = { ...role, props: { assumeRolePolicy: { Statement: [trust] } } };
    assert.deepEqual((await runRule(monitoringSchedule, [shared, definition, schedule])).violations, [
      ['churn-definition', text('can be assumed by ec2.amazonaws.com, not only by sagemaker.amazonaws.com')],
    ]);
  });

  it('does not apply to a stack without monitors', async () => {
    assert.deepEqual(await run(), clean);
  });

  it('is undetermined for parts of another stack and unknown parts', async () => {
    const later: StackResource = { ...rolePolicy({}), props: { role: unknown, policy: unknown } };
    const config = { monitoringJobDefinitionName: 'shared', monitoringType: 'DataQuality' };
    const elsewhere: StackResource = {
      type: schedule.type,
      name: 'other',
      props: { monitoringScheduleConfig: { ...config, scheduleConfig: { scheduleExpression: unknown } } },
    };
    assert.deepEqual(await run(later, definition, elsewhere), {
      violations: [],
      undetermined: [
        ['other', "monitoring-schedule: the expression of schedule 'other' is not known before the update."],
        [
          'other',
          "monitoring-schedule: job definition 'shared' belongs to another stack and can be judged only there.",
        ],
        [
          'monitoring-role-policy',
          "monitoring-schedule: the permissions of the monitor of endpoint 'churn' in role " +
            "'monitoring-role' are known only during the update.",
        ],
      ],
    });
  });
});
