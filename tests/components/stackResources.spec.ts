import assert from 'node:assert/strict';
import { EventRule, MetricAlarm } from '@pulumi/aws/cloudwatch';
import { BucketObject } from '@pulumi/aws/s3';
import { Topic } from '@pulumi/aws/sns';
import * as pulumi from '@pulumi/pulumi';
import { StackResources } from '../../components/stackResources';
import { deploy } from '../support/pulumiMocks';

class Parent extends pulumi.ComponentResource {
  constructor(opts: pulumi.ComponentResourceOptions) {
    super('model-observability:index:Parent', 'parent', {}, opts);
    const topic = new Topic('topic', {}, { parent: this });
    new EventRule('rule', { eventPattern: pulumi.interpolate`{"a":["${topic.arn}"]}` }, { parent: this });
    new MetricAlarm(
      'alarm',
      {
        name: 'critical.prod.churn.silence',
        comparisonOperator: 'GreaterThanThreshold',
        evaluationPeriods: 2,
        threshold: 0,
        alarmActions: [topic.arn],
      },
      { parent: this },
    );
    new BucketObject('object', { bucket: 'store', key: 'settings/x.json' }, { parent: this });
    this.registerOutputs({});
  }
}

describe('StackResources', () => {
  it('collects ids and checked properties of the resources below a component, by type', async () => {
    const { outputs } = await deploy(() => {
      const resources = new StackResources();
      new Parent({ transformations: [resources.transformation] });
      new Topic('of-others');
      return resources.describe();
    });
    assert.deepEqual(outputs, {
      'aws:sns/topic:Topic': { 'topic-id': {} },
      'aws:cloudwatch/eventRule:EventRule': {
        'rule-id': { eventPattern: '{"a":["arn:aws:sns:eu-west-1:123456789012:topic"]}' },
      },
      'aws:cloudwatch/metricAlarm:MetricAlarm': {
        'alarm-id': {
          alarmActions: ['arn:aws:sns:eu-west-1:123456789012:topic'],
          comparisonOperator: 'GreaterThanThreshold',
          evaluationPeriods: 2,
          threshold: 0,
        },
      },
    });
  });
});
