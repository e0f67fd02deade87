import assert from 'node:assert/strict';
import { type AlarmedEndpoint, MonitoringAlarms } from '../../components/monitoringAlarms';
import { parseAlarmName } from '../../contract/alarmNames';
import { childrenOf, deploy, inputsOf } from '../support/pulumiMocks';
import { sampleSla } from './sampleSla';

const type = 'model-observability:index:MonitoringAlarms';
const metricType = 'aws:cloudwatch/metricAlarm:MetricAlarm';
const churn: AlarmedEndpoint = { sla: sampleSla, monitoredSince: '2026-11-01T10:05:00Z', tags: { owner: 'ml' } };

function alarms(settings: Partial<AlarmedEndpoint> = {}) {
  return deploy(() => {
    const endpoints = { churn: { ...churn, ...settings } };
    return new MonitoringAlarms('alarms', { stack: 'prod', topicArn: 'topic-arn', endpoints }).alarms['churn'];
  });
}

async function inputs(what: string, settings: Partial<AlarmedEndpoint> = {}) {
  return inputsOf(await alarms(settings), metricType, `churn-${what}`);
}

/** Inputs of an alarm without what every alarm has. */
async function condition(what: string, settings: Partial<AlarmedEndpoint> = {}) {
  const { name, alarmActions, okActions, actionsEnabled, alarmDescription, tags, ...rest } = await inputs(
    what,
    settings,
  );
  return rest;
}

async function silence(settings: Partial<AlarmedEndpoint> = {}) {
  const { metricQueries, evaluationPeriods } = await condition('critical-silence', settings);
  const [expression, ...metrics] = metricQueries as { expression?: string; metric?: { metricName: string } }[];
  return {
    expression: expression?.expression,
    metrics: metrics.map(({ metric }) => metric?.metricName),
    hours: evaluationPeriods,
  };
}

describe('MonitoringAlarms', () => {
  it('creates exactly these children: three alarms an endpoint', async () => {
    assert.deepEqual(childrenOf(await alarms(), type), [
      [metricType, 'churn-critical-promises'],
      [metricType, 'churn-critical-silence'],
      [metricType, 'churn-warning-promises'],
    ]);
  });

  it('returns an ARN for each', async () => {
    const { outputs, resources } = await deploy(
      () =>
        new MonitoringAlarms('alarms', { stack: 'prod', topicArn: 'topic-arn', endpoints: { churn } }).alarms['churn']
          ?.arns,
    );
    assert.equal(new Set(outputs).size, resources.filter((resource) => resource.type === metricType).length);
    assert.ok(outputs?.every((arn) => typeof arn === 'string'));
  });

  it('names them by severity, stack, endpoint and what they watch', async () => {
    const { outputs } = await alarms();
    assert.deepEqual(outputs?.names, [
      'critical.prod.churn.promises',
      'warning.prod.churn.promises',
      'critical.prod.churn.silence',
    ]);
    assert.deepEqual(
      outputs?.names.map((name) => parseAlarmName(name)?.endpoint),
      Array(3).fill('churn'),
    );
    assert.equal(outputs?.arns.length, 3);
  });

  it('has no alarm on critical promises where the contract has none', async () => {
    const { outputs } = await alarms({ sla: { ...sampleSla, features: { plan: { severity: 'warning' } } } });
    assert.deepEqual(outputs?.names, ['warning.prod.churn.promises', 'critical.prod.churn.silence']);
  });

  it('notifies the topic when an alarm begins and when it ends, with owner and runbook', async () => {
    for (const what of ['critical-promises', 'warning-promises', 'critical-silence']) {
      const { actionsEnabled, alarmActions, okActions, alarmDescription, tags } = await inputs(what);
      assert.deepEqual([actionsEnabled, alarmActions, okActions], [true, ['topic-arn'], ['topic-arn']]);
      assert.match(String(alarmDescription), /Owner: payments-ml\. Runbook: https:\/\/runbooks\.example\.com\/churn$/);
      assert.deepEqual(tags, { owner: 'ml' });
    }
  });

  it('goes off while a promise of its severity is broken', async () => {
    assert.deepEqual(await condition('critical-promises'), {
      namespace: 'ModelObservability',
      metricName: 'BrokenPromises',
      dimensions: { Endpoint: 'churn', Severity: 'critical' },
      statistic: 'Maximum',
      period: 3600,
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      treatMissingData: 'notBreaching',
    });
    const { dimensions } = await condition('warning-promises');
    assert.deepEqual(dimensions, { Endpoint: 'churn', Severity: 'warning' });
  });

  it('goes off when no report comes for the hours of the contract', async () => {
    const series = (id: string, metricName: string) => ({
      id,
      metric: {
        namespace: 'ModelObservability',
        metricName,
        dimensions: { Endpoint: 'churn' },
        stat: 'Maximum',
        period: 3600,
      },
    });
    assert.deepEqual(await condition('critical-silence'), {
      metricQueries: [
        {
          id: 'silent',
          label: 'Reports missing',
          returnData: true,
          // The first run that is due after 10:05 is that of 11:00.
          expression: `IF(EPOCH(runs) < ${Date.UTC(2026, 10, 1, 11) / 1000}, 0, IF(FILL(runs, 0) < 1, 1, 0))`,
        },
        series('runs', 'MonitorRuns'),
      ],
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      treatMissingData: 'breaching',
    });
  });

  for (const [schedule, hours, firstDue] of [
    ['cron(0 0/2 ? * * *)', 3, Date.UTC(2026, 10, 1, 12)],
    ['cron(0 0/6 ? * * *)', 7, Date.UTC(2026, 10, 1, 12)],
    ['cron(0 3 ? * * *)', 25, Date.UTC(2026, 10, 2, 3)],
    // Once a day, whatever the step; and a night of 21 hours.
    ['cron(0 23/1 ? * * *)', 25, Date.UTC(2026, 10, 1, 23)],
    ['cron(0 20/3 ? * * *)', 22, Date.UTC(2026, 10, 1, 20)],
  ] as const) {
    it(`waits for the longest gap of ${schedule}, and the hours of the contract`, async () => {
      assert.deepEqual(await silence({ schedule }), {
        expression: `IF(EPOCH(runs) < ${firstDue / 1000}, 0, IF(FILL(runs, 0) < 1, 1, 0))`,
        metrics: ['MonitorRuns'],
        hours,
      });
    });
  }

  for (const [schedule, period, treatMissingData] of [
    ['rate(5 minutes)', 300, 'ignore'],
    ['rate(30 minutes)', 1800, 'ignore'],
    ['rate(1 hour)', 3600, 'notBreaching'],
    ['rate(6 hours)', 3600, 'notBreaching'],
  ] as const) {
    it(`reads broken promises of ${schedule} in periods of ${period} seconds`, async () => {
      const deployment = await alarms({ schedule });
      const inputs = inputsOf(deployment, 'aws:cloudwatch/metricAlarm:MetricAlarm', 'churn-warning-promises');
      assert.deepEqual([inputs['period'], inputs['treatMissingData']], [period, treatMissingData]);
    });
  }

  it('goes off when no run of minutes comes for the hours of the contract', async () => {
    assert.equal((await silence({ schedule: 'rate(5 minutes)' })).hours, (await silence({})).hours);
  });

  it('refuses a schedule that no engine runs', async () => {
    await assert.rejects(alarms({ schedule: 'rate(7 minutes)' }), /rate\(7 minutes\)/);
  });
});
