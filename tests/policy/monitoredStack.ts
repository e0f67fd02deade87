import { type StackResource, unknown } from './policyStack';

const folder = 's3://store/baselines/churn/schema=v1/2026-11-01-3f9a2c';

export const role: StackResource = {
  type: 'aws:iam/role:Role',
  name: 'monitoring-role',
  props: {
    assumeRolePolicy: {
      Statement: [{ Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
  },
};

export function rolePolicy(statement: object): StackResource {
  return {
    type: 'aws:iam/rolePolicy:RolePolicy',
    name: 'monitoring-role-policy',
    props: { role: unknown, policy: { Statement: [statement] } },
    from: { role: ['monitoring-role'] },
  };
}

export const definition: StackResource = {
  type: 'aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition',
  name: 'churn-definition',
  props: {
    roleArn: unknown,
    dataQualityAppSpecification: { imageUri: 'image', environment: { publish_cloudwatch_metrics: 'Enabled' } },
    dataQualityBaselineConfig: {
      statisticsResource: { s3Uri: `${folder}/statistics.json` },
      constraintsResource: { s3Uri: `${folder}/constraints.json` },
    },
    dataQualityJobInput: { endpointInput: { endpointName: 'churn' } },
    dataQualityJobOutputConfig: {
      kmsKeyId: unknown,
      monitoringOutputs: { s3Output: { s3Uri: 's3://store/reports/churn/schema=v1' } },
    },
    jobResources: { clusterConfig: { instanceCount: 1 } },
  },
  from: { roleArn: ['monitoring-role'] },
};

export function scheduleOf(expression: unknown): StackResource {
  return {
    type: 'aws:sagemaker/monitoringSchedule:MonitoringSchedule',
    name: 'churn-schedule',
    props: {
      name: 'churn',
      monitoringScheduleConfig: {
        monitoringType: 'DataQuality',
        monitoringJobDefinitionName: unknown,
        scheduleConfig: { scheduleExpression: expression },
      },
    },
    from: { monitoringScheduleConfig: ['churn-definition'] },
  };
}
export const schedule = scheduleOf('cron(0 * ? * * *)');

export const topic: StackResource = {
  type: 'aws:sns/topic:Topic',
  name: 'alerts',
  props: { kmsMasterKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/1' },
};

export function subscription(protocol: unknown, more: object = {}): StackResource {
  return {
    type: 'aws:sns/topicSubscription:TopicSubscription',
    name: `alerts-${typeof protocol === 'string' ? protocol : 'some'}`,
    props: { topic: unknown, protocol, endpoint: 'somewhere', ...more },
    from: { topic: ['alerts'] },
  };
}

/** An alarm on the drift of a feature, notifying the topic. */
export const alarm: StackResource = {
  type: 'aws:cloudwatch/metricAlarm:MetricAlarm',
  name: 'drift',
  props: {
    name: 'warning.prod.churn.drift.age',
    namespace: 'aws/sagemaker/Endpoints/data-metrics',
    metricName: 'feature_baseline_drift_age',
    dimensions: { Endpoint: 'churn', MonitoringSchedule: 'churn' },
    treatMissingData: 'notBreaching',
    alarmActions: [unknown],
  },
  from: { alarmActions: ['alerts'] },
};

/** The alarm with some of its properties changed; undefined takes one away. */
export function alarmWith(changes: Readonly<Record<string, unknown>>): StackResource {
  return { ...alarm, props: withChanges(alarm.props, changes) };
}

export function withChanges(props: StackResource['props'], changes: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries({ ...props, ...changes }).filter(([, value]) => value !== undefined));
}

export const monitoredStack: readonly StackResource[] = [role, definition, schedule, topic, subscription('sqs'), alarm];
