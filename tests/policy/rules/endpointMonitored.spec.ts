import assert from 'node:assert/strict';
import { endpointMonitored } from '../../../policy/rules/endpointMonitored';
import { alarm, alarmWith, definition, monitoredStack, schedule, subscription, topic } from '../monitoredStack';
import { runRule, type StackResource } from '../policyStack';

const clean = { violations: [], undetermined: [] };
const endpoint: StackResource = {
  type: 'aws:sagemaker/endpoint:Endpoint',
  name: 'churn-endpoint',
  props: { name: 'churn' },
};
const route = [topic, subscription('email')];

describe('endpoint-monitored', () => {
  it('passes the whole chain, for an endpoint of the stack or another one', async () => {
    assert.deepEqual(await runRule(endpointMonitored, monitoredStack), clean);
    assert.deepEqual(await runRule(endpointMonitored, [endpoint, ...monitoredStack]), clean);
  });

  it('reports an endpoint without monitoring', async () => {
    assert.deepEqual((await runRule(endpointMonitored, [endpoint])).violations, [
      [
        'churn-endpoint',
        "Endpoint 'churn' has no monitor: add an aws.sagemaker.DataQualityJobDefinition and an " +
          'aws.sagemaker.MonitoringSchedule.',
      ],
      [
        'churn-endpoint',
        "Endpoint 'churn' has no alarm: add an aws.cloudwatch.MetricAlarm with the dimension Endpoint.",
      ],
    ]);
  });

  it('reports a job definition without a schedule', async () => {
    assert.deepEqual((await runRule(endpointMonitored, [definition, alarm, ...route])).violations, [
      [
        'churn-definition',
        "Endpoint 'churn' has a job definition ('churn-definition') without a schedule: add an " +
          'aws.sagemaker.MonitoringSchedule.',
      ],
    ]);
  });

  it('reports alarms without subscribers', async () => {
    const chain = [definition, schedule];
    assert.deepEqual((await runRule(endpointMonitored, [...chain, topic, alarm])).violations, [
      [
        'churn-definition',
        "Alarms of endpoint 'churn' notify topic 'alerts', which has no subscriber: add an " +
          'aws.sns.TopicSubscription.',
      ],
    ]);
    const silent = alarmWith({ alarmActions: undefined });
    assert.deepEqual((await runRule(endpointMonitored, [...chain, ...route, { ...silent, from: {} }])).violations, [
      ['churn-definition', "Alarms of endpoint 'churn' have no actions: set alarmActions to a topic with subscribers."],
    ]);
  });

  it('accepts the route of a composite alarm', async () => {
    const rollup: StackResource = {
      type: 'aws:cloudwatch/compositeAlarm:CompositeAlarm',
      name: 'rollup',
      props: { alarmRule: 'ALARM("warning.prod.churn.drift.age")', alarmActions: ['known-later'] },
      from: { alarmActions: ['alerts'] },
    };
    const silent = { ...alarmWith({ alarmActions: undefined }), from: {} };
    assert.deepEqual(await runRule(endpointMonitored, [definition, schedule, ...route, silent, rollup]), clean);
  });

  it('ignores alarms of other endpoints, and does not apply without endpoints', async () => {
    const other = alarmWith({ dimensions: { Endpoint: 'fraud', MonitoringSchedule: 'fraud' } });
    const { violations } = await runRule(endpointMonitored, [definition, schedule, ...route, other]);
    assert.match(violations[0]?.[1] ?? '', /^Endpoint 'churn' has no alarm: /);
    assert.deepEqual(await runRule(endpointMonitored, [topic]), clean);
  });

  it('leaves a topic of another stack undetermined', async () => {
    const elsewhere = { ...alarmWith({ alarmActions: ['arn:aws:sns:eu-west-1:1:shared'] }), from: {} };
    assert.deepEqual((await runRule(endpointMonitored, [definition, schedule, elsewhere])).undetermined, [
      [
        'churn-definition',
        "endpoint-monitored: alarms of endpoint 'churn' notify a topic of another stack, whose subscribers " +
          'can be judged only there.',
      ],
    ]);
  });
});
