import assert from 'node:assert/strict';
import { observabilityMetrics, observabilityNamespace } from '../../../contract/metrics';
import { monitoringAlarms } from '../../../policy/rules/monitoringAlarms';
import { alarm, alarmWith, definition, monitoredStack, schedule, topic, withChanges } from '../monitoredStack';
import { runRule, type StackResource, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };
const without = (changes: Readonly<Record<string, unknown>>, ...more: StackResource[]) =>
  runRule(monitoringAlarms, [definition, schedule, topic, alarmWith(changes), ...more]);
const nobody =
  "Alarm 'drift' has no actions: set alarmActions, or use it in the alarmRule of a composite alarm with actions.";

function composite(alarmRule: string, more: object = { alarmActions: ['arn:topic'] }): StackResource {
  return {
    type: 'aws:cloudwatch/compositeAlarm:CompositeAlarm',
    name: 'rollup',
    props: { alarmName: 'info.prod.churn.rollup', alarmRule, ...more },
  };
}

function muteRule(schedule: object, more: object = {}): StackResource {
  return {
    type: 'aws:cloudwatch/alarmMuteRule:AlarmMuteRule',
    name: 'nights',
    props: { muteTargets: { alarmNames: ['warning.prod.churn.drift.age'] }, rule: { schedule }, ...more },
  };
}

describe('monitoring-alarms', () => {
  it('passes an alarm on a metric of a monitor, before its topic is known', async () => {
    assert.deepEqual(await runRule(monitoringAlarms, monitoredStack), clean);
  });

  it('reports an alarm without actions, unless a composite alarm with actions uses it', async () => {
    const silent = { alarmActions: undefined };
    assert.deepEqual((await without(silent)).violations, [['drift', nobody]]);
    for (const rule of ['ALARM("warning.prod.churn.drift.age")', 'OK(x) OR ALARM(warning.prod.churn.drift.age)']) {
      assert.deepEqual(await without(silent, composite(rule)), clean);
    }
    for (const rule of ['NOT ALARM("warning.prod.churn.drift.age")', 'OK("warning.prod.churn.drift.age")']) {
      assert.deepEqual((await without(silent, composite(rule))).violations, [['drift', nobody]]);
    }
    const idle = await without(silent, composite('ALARM("warning.prod.churn.drift.age")', {}));
    assert.deepEqual(idle.violations, [
      ['drift', nobody],
      ['rollup', nobody.replace('drift', 'rollup')],
    ]);
  });

  it('reports disabled actions, and implicit treatment of missing data', async () => {
    assert.deepEqual((await without({ actionsEnabled: false })).violations, [
      ['drift', "Alarm 'drift' has its actions disabled: remove actionsEnabled false."],
    ]);
    assert.deepEqual((await without({ treatMissingData: undefined })).violations, [
      [
        'drift',
        "Alarm 'drift' does not treat missing data explicitly: set treatMissingData to 'breaching' if " +
          "missing data is a failure, otherwise to 'notBreaching'.",
      ],
    ]);
  });

  it('reports an endless mute, and passes a nightly one', async () => {
    const endless = { expression: 'cron(0 2 * * *)', duration: 'P1D' };
    assert.deepEqual((await without({}, muteRule(endless))).violations, [
      [
        'drift',
        "Alarm 'drift' is muted forever by mute rule 'nights', which mutes without a gap: shorten its " +
          'duration, or set expireDate.',
      ],
    ]);
    assert.deepEqual(await without({}, muteRule({ ...endless, duration: 'PT4H' })), clean);
    assert.deepEqual(await without({}, muteRule(endless, { expireDate: '2026-12-31T00:00' })), clean);
    assert.deepEqual(await without({}, muteRule({ expression: 'at(2026-12-31T00:00)', duration: 'P7D' })), clean);
    // Runs at 20 and 23: the longest gap is 21 hours.
    const evenings = { expression: 'cron(0 20/3 * * *)', duration: 'PT3H' };
    assert.deepEqual(await without({}, muteRule(evenings)), clean);
    assert.equal((await without({}, muteRule({ ...evenings, duration: 'PT21H' }))).violations.length, 1);
    const everyFour = { expression: 'cron(0 */4 * * *)', duration: 'PT4H' };
    assert.equal((await without({}, muteRule(everyFour))).violations.length, 1);
    assert.deepEqual((await without({}, muteRule({ ...endless, duration: unknown }))).undetermined, [
      ['drift', "monitoring-alarms: how long mute rule 'nights' mutes alarm 'drift' is not known before the update."],
    ]);
  });

  it('reports metrics that nothing publishes', async () => {
    const where = "(aws/sagemaker/Endpoints/data-metrics) of alarm 'drift'";
    const cases = [
      [
        { namespace: 'Churn', metricName: 'Drift' },
        "Metric Drift (Churn) of alarm 'drift' is not published by anything in this stack: fix it, or add " +
          'it to emittedMetrics.',
      ],
      [
        { metricName: 'number_of_violations' },
        `Metric number_of_violations ${where} is not a metric of Model Monitor: use ` +
          'feature_baseline_drift_X, feature_completeness_X, feature_null_X, feature_non_null_X, ' +
          'feature_data_X, feature_estimated_unique_values_X or ' +
          'feature_{fractional,integral,string,boolean,unknown}_counts_X.',
      ],
      [
        { dimensions: { Endpoint: 'churn', MonitoringSchedule: 'old' } },
        `Metric feature_baseline_drift_age ${where} belongs to monitoring schedule 'old'; this stack has 'churn'.`,
      ],
      [
        { dimensions: { MonitoringSchedule: 'churn' } },
        `Metric feature_baseline_drift_age ${where} lacks the dimension Endpoint.`,
      ],
    ] as const;
    for (const [change, text] of cases) assert.deepEqual((await without(change)).violations, [['drift', text]]);
  });

  it('reports a metric of a job definition that publishes none', async () => {
    const quiet = { ...definition, props: withChanges(definition.props, { dataQualityAppSpecification: {} }) };
    assert.deepEqual((await runRule(monitoringAlarms, [quiet, schedule, topic, alarm])).violations, [
      [
        'drift',
        "Metric feature_baseline_drift_age (aws/sagemaker/Endpoints/data-metrics) of alarm 'drift' is not " +
          "published: set publish_cloudwatch_metrics to 'Enabled' in the environment of job definition " +
          "'churn-definition'.",
      ],
    ]);
  });

  it('accepts metrics of AWS, of metric filters, of config, and of our own functions', async () => {
    const filter: StackResource = {
      type: 'aws:cloudwatch/logMetricFilter:LogMetricFilter',
      name: 'muted',
      props: { metricTransformation: { namespace: 'Audit', name: 'Muted', value: '1' } },
    };
    assert.deepEqual(await without({ namespace: 'AWS/SQS', metricName: 'Any' }), clean);
    assert.deepEqual(await without({ namespace: 'Audit', metricName: 'Muted' }, filter), clean);
    // A filter of the stack counts this one, so it is not a default of emittedMetrics: a removed filter is found.
    const { recordedCalls, ...ofFunctions } = observabilityMetrics;
    const counted = { namespace: observabilityNamespace, metricName: recordedCalls };
    assert.equal((await without(counted)).violations.length, 1);
    const counter = { namespace: observabilityNamespace, name: recordedCalls, value: '1' };
    const calls = { ...filter, name: 'calls', props: { metricTransformation: counter } };
    assert.deepEqual(await without(counted, calls), clean);
    for (const metricName of Object.values(ofFunctions)) {
      assert.deepEqual(await without({ namespace: observabilityNamespace, metricName }), clean);
    }
    const stack = [topic, alarmWith({ namespace: 'Shop', metricName: 'Orders' })];
    for (const emittedMetrics of [['Shop'], ['Shop::Orders']]) {
      assert.deepEqual(await runRule(monitoringAlarms, stack, { emittedMetrics }), clean);
    }
  });

  it('judges the metric queries of an alarm', async () => {
    const metric = { namespace: 'Churn', metricName: 'Drift' };
    const queries = [
      { id: 'sum', expression: 'm0 + 1' },
      { id: 'm0', metric },
    ];
    const { violations } = await without({ namespace: undefined, metricName: undefined, metricQueries: queries });
    assert.deepEqual(
      violations.map(([, text]) => text.slice(0, 23)),
      ['Metric Drift (Churn) of'],
    );
  });

  it('does not apply to a stack without alarms', async () => {
    assert.deepEqual(await runRule(monitoringAlarms, [definition, topic]), clean);
  });

  it('is undetermined for parts of another stack and unknown parts', async () => {
    const { violations, undetermined } = await runRule(monitoringAlarms, [
      topic,
      alarm,
      { ...alarmWith({ namespace: unknown, alarmActions: unknown }), name: 'later' },
    ]);
    assert.deepEqual(violations, []);
    assert.deepEqual(undetermined, [
      [
        'drift',
        'monitoring-alarms: metric feature_baseline_drift_age (aws/sagemaker/Endpoints/data-metrics) of ' +
          "alarm 'drift' belongs to endpoint 'churn', which no job definition of this stack monitors.",
      ],
      [
        'later',
        "monitoring-alarms: whether alarm 'later' has actions is not known before the update (it comes from 'alerts').",
      ],
      [
        'later',
        "monitoring-alarms: metric feature_baseline_drift_age of alarm 'later' is known only during the update.",
      ],
    ]);
  });
});
