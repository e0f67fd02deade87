import assert from 'node:assert/strict';
import fc from 'fast-check';
import { alarmSpecs, countBelowLimit } from '../../components/alarmSpecs';
import { MonitoringAlarms } from '../../components/monitoringAlarms';
import { parseAlarmName } from '../../contract/alarmNames';
import { childrenOf, deploy, inputsOf } from '../support/pulumiMocks';
import { sampleSla } from './sampleSla';

const type = 'model-observability:index:MonitoringAlarms';
const metricType = 'aws:cloudwatch/metricAlarm:MetricAlarm';
const compositeType = 'aws:cloudwatch/compositeAlarm:CompositeAlarm';

function alarms() {
  return deploy(() => {
    const { alarmNames, alarmArns } = new MonitoringAlarms('churn', {
      stack: 'prod',
      endpoint: 'churn',
      monitoringSchedule: 'churn-monitor',
      sla: sampleSla,
      topicArn: 'topic-arn',
      tags: { owner: 'ml' },
    });
    return { alarmNames, alarmArns };
  });
}

/** Inputs of an alarm, without those that all alarms share. */
async function condition(name: string) {
  const { alarmActions, okActions, actionsEnabled, alarmDescription, tags, ...rest } = inputsOf(
    await alarms(),
    metricType,
    name,
  );
  return rest;
}

describe('MonitoringAlarms', () => {
  it('creates exactly these children', async () => {
    assert.deepEqual(childrenOf(await alarms(), type), [
      [metricType, 'churn-completeness'],
      [metricType, 'churn-drift.age'],
      [metricType, 'churn-drift.plan'],
      [metricType, 'churn-no-data'],
      [metricType, 'churn-no-run'],
      [compositeType, 'churn-rollup'],
      [metricType, 'churn-violations'],
    ]);
  });

  it('names alarms by severity, stack, endpoint and subject', async () => {
    const { outputs } = await alarms();
    assert.deepEqual(outputs.alarmNames, [
      'warning.prod.churn.violations',
      'critical.prod.churn.drift.age',
      'warning.prod.churn.drift.plan',
      'warning.prod.churn.completeness',
      'critical.prod.churn.no-run',
      'critical.prod.churn.no-data',
      'info.prod.churn.rollup',
    ]);
    assert.ok(outputs.alarmNames.every((name) => parseAlarmName(name)));
    assert.equal(outputs.alarmArns.length, 7);
  });

  it('gives each alarm owner, runbook, actions on start and end, and a treatment of missing data', async () => {
    const { resources } = await alarms();
    const created = resources.filter(({ parentType }) => parentType === type);
    assert.equal(created.length, 7);
    for (const { type, name, inputs } of created) {
      assert.match(
        String(inputs['alarmDescription']),
        /^[A-Z].*\. Owner: payments-ml\. Runbook: https:\/\/runbooks\.example\.com\/churn$/,
        name,
      );
      assert.ok(String(inputs['alarmDescription']).length <= 1024, name);
      assert.deepEqual([inputs['alarmActions'], inputs['okActions']], [['topic-arn'], ['topic-arn']], name);
      assert.equal(inputs['actionsEnabled'], true, name);
      assert.deepEqual(inputs['tags'], { owner: 'ml' }, name);
      if (type !== metricType) continue;
      assert.ok(['breaching', 'notBreaching'].includes(String(inputs['treatMissingData'])), name);
    }
  });

  it('alarms on the first violation of an hour', async () => {
    assert.deepEqual(await condition('churn-violations'), {
      name: 'warning.prod.churn.violations',
      namespace: 'ModelObservability',
      metricName: 'Violations',
      dimensions: { Endpoint: 'churn' },
      statistic: 'Sum',
      period: 3600,
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      treatMissingData: 'notBreaching',
    });
  });

  it("alarms on a feature's drift above its limit, with its severity", async () => {
    assert.deepEqual(await condition('churn-drift.age'), {
      name: 'critical.prod.churn.drift.age',
      namespace: 'aws/sagemaker/Endpoints/data-metrics',
      metricName: 'feature_baseline_drift_age',
      dimensions: { Endpoint: 'churn', MonitoringSchedule: 'churn-monitor' },
      statistic: 'Maximum',
      period: 3600,
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0.2,
      treatMissingData: 'notBreaching',
    });
    const { alarmDescription } = inputsOf(await alarms(), metricType, 'churn-drift.age');
    assert.match(
      String(alarmDescription),
      /^The drift of feature age of endpoint churn from its baseline exceeds 0\.2\./,
    );
  });

  it('alarms when a feature has too many missing values', async () => {
    const metric = (feature: string) => ({
      namespace: 'aws/sagemaker/Endpoints/data-metrics',
      metricName: `feature_completeness_${feature}`,
      dimensions: { Endpoint: 'churn', MonitoringSchedule: 'churn-monitor' },
      stat: 'Minimum',
      period: 3600,
    });
    assert.deepEqual(await condition('churn-completeness'), {
      name: 'warning.prod.churn.completeness',
      metricQueries: [
        {
          id: 'broken',
          label: 'Features below their limit',
          returnData: true,
          expression: 'IF(FILL(m0, 1) < 0.99, 1, 0) + IF(FILL(m1, 1) < 0.5, 1, 0)',
        },
        { id: 'm0', metric: metric('age') },
        { id: 'm1', metric: metric('region') },
      ],
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      treatMissingData: 'notBreaching',
    });
  });

  for (const [name, metricName] of [
    ['no-run', 'MonitorRuns'],
    ['no-data', 'CapturedFiles'],
  ] as const) {
    it(`${name} alarms when nothing arrived for the hours of the SLA`, async () => {
      assert.deepEqual(await condition(`churn-${name}`), {
        name: `critical.prod.churn.${name}`,
        namespace: 'ModelObservability',
        metricName,
        dimensions: { Endpoint: 'churn' },
        statistic: 'Sum',
        period: 3600,
        evaluationPeriods: 3,
        datapointsToAlarm: 3,
        comparisonOperator: 'LessThanThreshold',
        threshold: 1,
        treatMissingData: 'breaching',
      });
    });
  }

  it('has a composite of all other alarms', async () => {
    const deployment = await alarms();
    const { alarmRule } = inputsOf(deployment, compositeType, 'churn-rollup');
    const others = deployment.outputs.alarmNames.slice(0, -1);
    assert.equal(alarmRule, others.map((name) => `ALARM("${name}")`).join(' OR '));
  });
});

describe('an SLA with too many alarms for one composite', () => {
  const alarmsOf = (drifting: number, feature: (i: number) => string) =>
    deploy(() => {
      const features = Object.fromEntries(
        Array.from({ length: drifting }, (_, i) => [feature(i), { driftLimit: 0.1, severity: 'info' as const }]),
      );
      const sla = { ...sampleSla, features };
      const args = { stack: 'prod', endpoint: 'churn', monitoringSchedule: 'm', topicArn: 't', tags: {} };
      return new MonitoringAlarms('churn', { ...args, sla }).alarmNames.length;
    });
  const text = (count: number) =>
    `the SLA of endpoint churn requires ${count} alarms; a composite alarm allows ` +
    '99 names and 10240 characters: set driftLimit on fewer features';

  it('is refused before anything is created, by number or by length of names', async () => {
    await assert.rejects(
      alarmsOf(97, (i) => `f${i}`),
      { message: text(100) },
    );
    await assert.rejects(
      alarmsOf(90, (i) => `${'f'.repeat(100)}${i}`),
      { message: text(93) },
    );
  });

  it('is one with more than a hundred', async () => {
    assert.equal((await alarmsOf(96, (i) => `f${i}`)).outputs, 100);
  });
});

describe('alarmSpecs', () => {
  const specs = (overrides: Partial<Parameters<typeof alarmSpecs>[0]>) =>
    alarmSpecs({ endpoint: 'churn', monitoringSchedule: 'm', sla: sampleSla, ...overrides });
  const periods = (what: string, schedule: string) =>
    specs({ schedule }).find((spec) => spec.what === what)?.condition.evaluationPeriods;

  it('waits for the next run that is due', () => {
    assert.equal(periods('no-run', 'cron(0 * ? * * *)'), 3);
    assert.equal(periods('no-run', 'cron(0 0/2 ? * * *)'), 3);
    assert.equal(periods('no-run', 'cron(0 0/6 ? * * *)'), 7);
    assert.equal(periods('no-run', 'cron(0 5 ? * * *)'), 25);
    assert.equal(periods('no-data', 'cron(0 5 ? * * *)'), 3);
  });

  it('waits for the longest gap of a step that does not divide the day', () => {
    assert.equal(periods('no-run', 'cron(0 23/1 ? * * *)'), 25);
    assert.equal(periods('no-run', 'cron(0 20/3 ? * * *)'), 22);
    assert.equal(periods('no-run', 'cron(0 0/1 ? * * *)'), 3);
  });

  it('refuses a schedule that Model Monitor does not run', () => {
    assert.throws(() => specs({ schedule: 'rate(1 hour)' }), {
      message:
        "invalid schedule 'rate(1 hour)': use cron(0 * ? * * *), cron(0 H ? * * *) or cron(0 H/N ? * * *) " +
        'with H from 0 to 23 (UTC) and N from 1 to 24',
    });
  });

  it('has no completeness alarm if the SLA has no completeness', () => {
    const sla = { ...sampleSla, features: { plan: { severity: 'warning' as const } } };
    assert.deepEqual(
      specs({ sla }).map((spec) => spec.what),
      ['violations', 'no-run', 'no-data'],
    );
  });

  it('covers every promised feature once, ten per alarm, under distinct names', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 45 }), (names) => {
        const features = Object.fromEntries(names.map((n) => [n, { completeness: 0.9, severity: 'warning' as const }]));
        const made = specs({ sla: { ...sampleSla, features } }).filter(({ what }) => what.startsWith('completeness'));
        const coveredFeatures = made.map(({ condition }) =>
          (condition.metricQueries as { metric?: { metricName: string } }[]).flatMap(({ metric }) =>
            metric ? [metric.metricName.replace('feature_completeness_', '')] : [],
          ),
        );
        assert.deepEqual(coveredFeatures.flat(), Object.keys(features));
        assert.ok(coveredFeatures.every((group) => group.length <= 10));
        assert.deepEqual(
          made.map(({ what }) => what),
          coveredFeatures.map((group, i) => (i === 0 ? 'completeness' : `completeness.${group[0]}`)),
        );
      }),
    );
  });
});

describe('countBelowLimit', () => {
  it('is metric math over m0, m1, ... in which a missing value counts as within its limit', () => {
    assert.equal(countBelowLimit([{ limit: 1 }]), 'IF(FILL(m0, 1) < 1, 1, 0)');
  });
});
