import { dependencies, type StateResource } from '../../contract/auditEvents';
import { metricAlarmSettings, type Setting } from './callSettings';

type Properties = Readonly<Record<string, unknown>>;

interface DeployedType {
  /** Property with the name that calls have for the resource. @default the resource's id */
  readonly name?: string;
  /** The settings of calls on it. */
  readonly settings: (properties: Properties) => readonly Setting[];
}

/** Settings by name, each with its property and the value that AWS gives it by default. */
const properties =
  (names: Readonly<Record<string, string>>, defaults: Properties = {}): DeployedType['settings'] =>
  (deployed) =>
    Object.entries(names).map(([setting, name]) => [setting, deployed[name] ?? defaults[setting]]);
const policy = properties({ policy: 'policy' });

/** Settings that a deployment has made, by Pulumi type, under the names that those of calls have (`callSettings.ts`). */
const deployedTypes: Readonly<Record<string, DeployedType>> = {
  'aws:cloudwatch/metricAlarm:MetricAlarm': {
    settings: properties(metricAlarmSettings, { 'actions enabled': true }),
  },
  'aws:cloudwatch/eventRule:EventRule': {
    name: 'name',
    settings: properties({ pattern: 'eventPattern', state: 'state' }, { state: 'ENABLED' }),
  },
  'aws:cloudwatch/eventTarget:EventTarget': {
    name: 'rule',
    settings: ({ targetId, arn }) => (typeof targetId === 'string' ? [[`target ${targetId}`, arn]] : []),
  },
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': {
    name: 'logGroupName',
    settings: ({ name, pattern }) => (typeof name === 'string' ? [[`filter ${name}`, pattern]] : []),
  },
  'aws:cloudwatch/logGroup:LogGroup': { settings: properties({ 'retention days': 'retentionInDays' }) },
  // A policy of a topic or a queue is an attribute.
  'aws:sns/topicPolicy:TopicPolicy': { settings: properties({ Policy: 'policy' }) },
  'aws:sns/topicSubscription:TopicSubscription': { settings: properties({ FilterPolicy: 'filterPolicy' }) },
  'aws:sqs/queuePolicy:QueuePolicy': { settings: properties({ Policy: 'policy' }) },
  'aws:s3/bucketPolicy:BucketPolicy': { settings: policy },
  'aws:s3/bucketNotification:BucketNotification': {
    settings: ({ eventbridge }) => [['events to EventBridge', eventbridge === true ? 'on' : 'off']],
  },
  'aws:kms/key:Key': { settings: policy },
  'aws:iam/role:Role': { settings: properties({ 'trust policy': 'assumeRolePolicy' }) },
  'aws:iam/rolePolicy:RolePolicy': {
    name: 'role',
    settings: ({ name, policy: document }) => (typeof name === 'string' ? [[`policy ${name}`, document]] : []),
  },
  'aws:lambda/eventSourceMapping:EventSourceMapping': {
    settings: ({ eventSourceArn }) => [
      ['enabled', true],
      ['queue', eventSourceArn],
    ],
  },
  'aws:scheduler/schedule:Schedule': {
    name: 'name',
    settings: properties({ schedule: 'scheduleExpression', state: 'state' }, { state: 'ENABLED' }),
  },
  'aws:sagemaker/monitoringSchedule:MonitoringSchedule': {
    settings: () => [['status', 'started']],
  },
  'aws:cloudtrail/trail:Trail': {
    settings: (deployed) => [
      ['logging', 'on'],
      ...properties({
        'recorded calls': 'advancedEventSelectors',
        bucket: 's3BucketName',
        'all regions': 'isMultiRegionTrail',
        'global services': 'includeGlobalServiceEvents',
        'digest files': 'enableLogFileValidation',
        'log group': 'cloudWatchLogsGroupArn',
      })(deployed),
    ],
  },
};

/** A setting of a deployed resource. */
export interface DeployedSetting {
  /** Service, as in CloudTrail's `eventSource`. */
  readonly source: string;
  /** Name of the resource in calls. */
  readonly name: string;
  readonly setting: Setting;
  /** When the resource was deployed; undefined if the settings are those at present. */
  readonly since?: string;
}

/** The settings of a stack's resources that calls change. */
export function deployedSettings(resources: readonly StateResource[]): DeployedSetting[] {
  return resources.flatMap(({ type, id, outputs = {}, modified: since }) => {
    const deployed = Object.hasOwn(deployedTypes, type) ? deployedTypes[type] : undefined;
    const source = Object.hasOwn(dependencies, type) ? dependencies[type]?.source : undefined;
    const name = deployed?.name === undefined ? id : outputs[deployed.name];
    if (deployed === undefined || source === undefined || typeof name !== 'string') return [];
    return deployed
      .settings(outputs)
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map((setting) => ({ source, name, setting, since }));
  });
}
