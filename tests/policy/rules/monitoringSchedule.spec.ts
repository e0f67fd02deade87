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
  it('passes an hourly schedule with a baseline of its schema, in a role of a monitor', async () => {
    assert.deepEqual(await run(rolePolicy(writesReports), definition, schedule), clean);
  });

  it('refuses a schedule that Model Monitor does not run, or not often enough', async () => {
    const tooRare = (hours: number) =>
      `Schedule 'churn-schedule' leaves up to ${hours} hours between runs; the maximum is 1. Set scheduleExpression to ` +
      'cron(0 * ? * * *), or raise maxHoursBetweenRuns.';
    const cases = [
      ['cron(0 0/2 ? * * *)', tooRare(2)],
      ['cron(0 23/1 ? * * *)', tooRare(24)],
      ['cron(0 20/3 ? * * *)', tooRare(21)],
      ['NOW', "Schedule 'churn-schedule' runs only once: set scheduleExpression to cron(0 * ? * * *)."],
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

  it('lets a stack of the environment dev run less often, unless config says otherwise', async () => {
    const stack = [role, definition, scheduleOf('cron(0 3 ? * * *)')];
    for (const [name, findings] of [
      ['dev-anna', 0],
      ['prod', 1],
    ] as const) {
      const context = { stack: name, today: '2026-11-24', exceptions: noExceptions };
      const said = await runPack([monitoringSchedule], stack, { context });
      assert.equal(said['monitoring-schedule']?.length, findings);
    }
  });

  it('refuses a job definition without a measure, or with one of another schema', async () => {
    const none = changed({
      dataQualityBaselineConfig: { statisticsResource: { s3Uri: 's3://store/schema=v1/s.json' } },
    });
    assert.deepEqual((await run(none, schedule)).violations, [
      [
        'churn-definition',
        "Job definition 'churn-definition' has no constraints to compare with: set " +
          'dataQualityBaselineConfig.constraintsResource.s3Uri.',
      ],
    ]);
    const mixed = changed(uris('s3://store/schema=v1/s.json', 's3://store/schema=v2/c.json'));
    assert.deepEqual((await run(mixed, schedule)).violations, [
      [
        'churn-definition',
        "Job definition 'churn-definition' mixes schema versions (statistics v1, constraints v2, reports v1): take all " +
          'from one schema=<version> folder.',
      ],
    ]);
    const bare = changed(uris('s3://store/s.json', 's3://store/c.json'));
    assert.deepEqual((await run(bare, schedule)).violations, [
      [
        'churn-definition',
        "Job definition 'churn-definition' doesn't say of which schema version its statistics and constraints are: keep " +
          'them below a folder schema=<version>.',
      ],
    ]);
  });

  it('compares with the captures of an endpoint that the stack configures', async () => {
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

  it('refuses reports without a key, and captures in the clear between instances', async () => {
    const output = { monitoringOutputs: { s3Output: { s3Uri: 's3://store/reports/schema=v1' } } };
    const open = changed({
      dataQualityJobOutputConfig: output,
      jobResources: { clusterConfig: { instanceCount: 2 } },
    });
    assert.deepEqual((await run(open, schedule)).violations, [
      [
        'churn-definition',
        "Job definition 'churn-definition' has no key for its reports: set dataQualityJobOutputConfig.kmsKeyId.",
      ],
      [
        'churn-definition',
        "Job definition 'churn-definition' sends captures in the clear between 2 instances: set " +
          'networkConfig.enableInterContainerTrafficEncryption to true.',
      ],
    ]);
  });

  it('refuses a role for more than a monitor', async () => {
    const text = (fault: string) =>
      `Job definition 'churn-definition' runs in role 'monitoring-role', which ${fault}: give the monitor a role of its own.`;
    const cases = [
      [
        { ...writesReports, Action: 'secretsmanager:GetSecretValue' },
        'may do what no monitor needs: secretsmanager:GetSecretValue',
      ],
      [
        { ...writesReports, Resource: 'arn:aws:s3:::store/baselines/*' },
        "may write outside 'reports/' (s3:PutObject on arn:aws:s3:::store/baselines/*)",
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
      ['churn-definition', text('can be taken on by ec2.amazonaws.com, not by sagemaker.amazonaws.com only')],
    ]);
  });

  it('does not apply to a stack without monitors', async () => {
    assert.deepEqual(await run(), clean);
  });

  it('leaves open what another stack or the update decides', async () => {
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
        ['other', "monitoring-schedule: when schedule 'other' runs is not known before the update."],
        [
          'other',
          "monitoring-schedule: job definition 'shared' is not of this stack: it is judged only where it is made.",
        ],
        [
          'monitoring-role-policy',
          "monitoring-schedule: what the monitor of endpoint 'churn' may do in role 'monitoring-role' is known only " +
            'during the update.',
        ],
      ],
    });
  });
});
