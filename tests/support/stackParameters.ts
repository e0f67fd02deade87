import type { StateResource } from '../../contract/auditEvents';
import { account } from './trailRecords';

interface ParameterArgs {
  readonly stack: string;
  readonly endpoint: string;
  /** Suffix that Pulumi adds to names. */
  readonly suffix: string;
}

/** Id of the key of a stack's store. */
export const keyId = (suffix: string) => `5f98b864-fdc5-447b-a8c4-5f294${suffix}`;
const arn = (service: string, name: string) => `arn:aws:${service}:eu-west-1:${account}:${name}`;
const queueUrl = (suffix: string) => `https://sqs.eu-west-1.amazonaws.com/${account}/incidents-events-${suffix}`;

/** Id of a stack's event source mapping. */
const mappingId = (suffix: string) => `14e0db71-0000-4000-8000-00000${suffix}`;

/** Parameters that name a resource of a stack in its calls, by service. */
export function stackParameters({ stack, endpoint, suffix }: ParameterArgs): Readonly<Record<string, object>> {
  const alarm = `critical.${stack}.${endpoint}.silence`;
  const dashboard = `model-observability-${stack}`;
  return {
    's3.amazonaws.com': {
      bucketName: `store-${suffix}`,
      key: `baselines/${endpoint}/schema=v1/2026-11-01-3f9a2c/constraints.json`,
    },
    'monitoring.amazonaws.com': {
      alarmName: alarm,
      alarmNames: [alarm],
      dashboardName: dashboard,
      dashboardNames: [dashboard],
      alarmMuteRuleName: 'quiet',
      muteTargets: { alarmNames: [alarm] },
    },
    'sqs.amazonaws.com': { queueUrl: queueUrl(suffix) },
    'lambda.amazonaws.com': { functionName: arn('lambda', `function:incidents-${suffix}`) },
    'iam.amazonaws.com': { roleName: `monitoring-${endpoint}-${suffix}` },
    'kms.amazonaws.com': { keyId: arn('kms', `key/${keyId(suffix)}`) },
    'sns.amazonaws.com': {
      topicArn: arn('sns', `alerts-${suffix}`),
      resourceArn: arn('sns', `alerts-${suffix}`),
      subscriptionArn: arn('sns', `alerts-${suffix}:9f0e6c1a`),
    },
    'dynamodb.amazonaws.com': { tableName: `incident-index-${suffix}` },
    'events.amazonaws.com': { name: `incidents-rule-${suffix}`, rule: `incidents-rule-${suffix}` },
    'logs.amazonaws.com': { logGroupName: `audit-log-${suffix}` },
    'scheduler.amazonaws.com': { name: `analyzer-${endpoint}-${suffix}`, groupName: `analyzer-group-${suffix}` },
    'cloudtrail.amazonaws.com': { name: arn('cloudtrail', `trail/model-observability-${stack}`) },
    'sagemaker.amazonaws.com': {
      monitoringScheduleName: `${endpoint}-${suffix}`,
      jobDefinitionName: `${endpoint}-${suffix}`,
      endpointName: endpoint,
      endpointConfigName: `${endpoint}-v2`,
    },
  };
}

/** The names of these resources by Pulumi type, for the filters of the stack. */
export function stackNames(args: ParameterArgs): Readonly<Record<string, readonly string[]>> {
  const names: Record<string, string[]> = {};
  for (const { type, id = '', outputs = {} } of stackState(args)) {
    const { name } = outputs;
    names[type] = [...(names[type] ?? []), typeof name === 'string' ? name : id];
  }
  return names;
}

/** The resources that these parameters name, as a stack's state lists them. */
export function stackState({ stack, endpoint, suffix }: ParameterArgs): StateResource[] {
  const named = (type: string, name: string): StateResource => ({ type, id: name, outputs: { name } });
  return [
    { type: 'aws:s3/bucket:Bucket', id: `store-${suffix}`, outputs: { bucket: `store-${suffix}` } },
    named('aws:cloudwatch/metricAlarm:MetricAlarm', `critical.${stack}.${endpoint}.silence`),
    named('aws:cloudwatch/dashboard:Dashboard', `model-observability-${stack}`),
    { type: 'aws:sqs/queue:Queue', id: queueUrl(suffix), outputs: { name: `incidents-events-${suffix}` } },
    named('aws:lambda/function:Function', `incidents-${suffix}`),
    named('aws:iam/role:Role', `monitoring-${endpoint}-${suffix}`),
    { type: 'aws:kms/key:Key', id: keyId(suffix), outputs: { keyId: keyId(suffix) } },
    { type: 'aws:sns/topic:Topic', id: arn('sns', `alerts-${suffix}`), outputs: { name: `alerts-${suffix}` } },
    named('aws:dynamodb/table:Table', `incident-index-${suffix}`),
    named('aws:cloudwatch/eventRule:EventRule', `incidents-rule-${suffix}`),
    named('aws:cloudwatch/logGroup:LogGroup', `audit-log-${suffix}`),
    named('aws:scheduler/schedule:Schedule', `analyzer-${endpoint}-${suffix}`),
    named('aws:scheduler/scheduleGroup:ScheduleGroup', `analyzer-group-${suffix}`),
    named('aws:cloudtrail/trail:Trail', `model-observability-${stack}`),
    named('aws:sagemaker/monitoringSchedule:MonitoringSchedule', `${endpoint}-${suffix}`),
    named('aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition', `${endpoint}-${suffix}`),
    { type: 'aws:lambda/eventSourceMapping:EventSourceMapping', id: mappingId(suffix) },
  ];
}
