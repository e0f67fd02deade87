import assert from 'node:assert/strict';
import { inputsOf } from '../support/pulumiMocks';
import { mirror } from './sampleMirror';

describe('alarms on the way of reports and messages', () => {
  it('pages for reports that are not delivered, not read or not handled, and opens a ticket for a run that failed for good', async () => {
    const deployment = await mirror();
    const alarmsOf = (what: string) =>
      inputsOf(deployment, 'aws:cloudwatch/metricAlarm:MetricAlarm', `incidents-${what}-alarm`);
    const shared = {
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanThreshold',
      treatMissingData: 'notBreaching',
      actionsEnabled: true,
      alarmActions: ['topic-arn'],
      okActions: ['topic-arn'],
      tags: { owner: 'ml' },
    };
    const expected = {
      undelivered: {
        name: 'critical.prod.incidents.undelivered',
        namespace: 'AWS/Events',
        metricName: 'FailedInvocations',
        dimensions: { RuleName: 'incidents-rule' },
        statistic: 'Sum',
        period: 300,
        threshold: 0,
      },
      delay: {
        name: 'critical.prod.incidents.delayed',
        namespace: 'AWS/SQS',
        metricName: 'ApproximateAgeOfOldestMessage',
        dimensions: { QueueName: 'incidents-events' },
        statistic: 'Maximum',
        period: 300,
        threshold: 3600,
      },
      'dead-letters': {
        name: 'critical.prod.incidents.dead-letters',
        namespace: 'AWS/SQS',
        metricName: 'ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: 'incidents-events-dead-letters' },
        statistic: 'Maximum',
        period: 300,
        threshold: 0,
      },
      errors: {
        name: 'warning.prod.incidents.errors',
        namespace: 'AWS/Lambda',
        metricName: 'Errors',
        dimensions: { FunctionName: 'incidents' },
        statistic: 'Sum',
        period: 3600,
        threshold: 2,
      },
    };
    for (const [what, condition] of Object.entries(expected)) {
      const { alarmDescription, ...inputs } = alarmsOf(what);
      assert.deepEqual(inputs, { ...shared, ...condition }, what);
      assert.match(String(alarmDescription), /(Read the log|Check) .*\.$/, what);
    }
  });

  it('pages for a canary that is missing for 26 hours after the hour of the deployment', async () => {
    const { alarmDescription, metricQueries, ...inputs } = inputsOf(
      await mirror(),
      'aws:cloudwatch/metricAlarm:MetricAlarm',
      'incidents-canary-alarm',
    );
    assert.match(String(alarmDescription), /^The daily canary did not arrive/);
    assert.deepEqual(inputs, {
      name: 'critical.prod.messages.canary',
      evaluationPeriods: 26,
      datapointsToAlarm: 26,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      treatMissingData: 'breaching',
      actionsEnabled: true,
      alarmActions: ['topic-arn'],
      okActions: ['topic-arn'],
      tags: { owner: 'ml' },
    });
    const [expression, metric] = metricQueries as readonly Record<string, unknown>[];
    assert.match(
      String(expression?.['expression']),
      /^IF\(EPOCH\(canaries\) < \d+, 0, IF\(FILL\(canaries, 0\) < 1, 1, 0\)\)$/,
    );
    assert.deepEqual(metric?.['metric'], {
      namespace: 'AWS/SQS',
      metricName: 'NumberOfMessagesSent',
      dimensions: { QueueName: 'messages-canaries' },
      stat: 'Sum',
      period: 3600,
    });
  });

  it('waits for all deliveries of an event before it counts as delayed', async () => {
    const deployment = await mirror();
    const { visibilityTimeoutSeconds, redrivePolicy } = inputsOf(deployment, 'aws:sqs/queue:Queue', 'incidents-events');
    const { threshold } = inputsOf(deployment, 'aws:cloudwatch/metricAlarm:MetricAlarm', 'incidents-delay-alarm');
    const { maxReceiveCount } = JSON.parse(String(redrivePolicy));
    assert.ok(Number(visibilityTimeoutSeconds) * maxReceiveCount <= Number(threshold));
  });
});
