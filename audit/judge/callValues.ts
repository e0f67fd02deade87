import type { CloudTrailRecord } from '../../contract/cloudTrailRecord';
import { isPlainObject } from '../../contract/isPlainObject';

/** A setting that a call sets, with the value before it where an earlier record shows it. */
export interface ValueChange {
  /** Such as `threshold`. */
  readonly setting: string;
  readonly before?: string;
  readonly after: string;
}

/** Paths in request parameters, by the setting that they hold. */
type Paths = Readonly<Record<string, string>>;

const alarmPaths: Paths = {
  'actions enabled': 'actionsEnabled',
  'alarm actions': 'alarmActions',
  threshold: 'threshold',
  comparison: 'comparisonOperator',
  'evaluation periods': 'evaluationPeriods',
  'datapoints to alarm': 'datapointsToAlarm',
  period: 'period',
  'missing data': 'treatMissingData',
  rule: 'alarmRule',
};

const schedulePaths: Paths = {
  schedule: 'monitoringScheduleConfig.scheduleConfig.scheduleExpression',
  'job definition': 'monitoringScheduleConfig.monitoringJobDefinitionName',
};

const rulePaths: Paths = { state: 'state', pattern: 'eventPattern', schedule: 'scheduleExpression' };

const invocationPaths: Paths = { schedule: 'scheduleExpression', state: 'state', target: 'target.arn' };

const functionPaths: Paths = {
  role: 'role',
  handler: 'handler',
  timeout: 'timeout',
  memory: 'memorySize',
  layers: 'layers',
};

/** Settings of calls, by name without version. Calls with one effect have it under `effects`. */
const paths: Readonly<Record<string, Paths>> = {
  PutMetricAlarm: alarmPaths,
  PutCompositeAlarm: alarmPaths,
  SetAlarmState: { state: 'stateValue' },
  PutAlarmMuteRule: {
    start: 'startDate',
    expiry: 'expireDate',
    schedule: 'rule.schedule.expression',
    duration: 'rule.schedule.duration',
  },
  CreateMonitoringSchedule: schedulePaths,
  UpdateMonitoringSchedule: schedulePaths,
  UpdateMonitoringAlert: { 'datapoints to alert': 'datapointsToAlert', 'evaluation periods': 'evaluationPeriod' },
  CreateSchedule: invocationPaths,
  UpdateSchedule: invocationPaths,
  PutRule: rulePaths,
  PutFunctionConcurrency: { 'reserved concurrency': 'reservedConcurrentExecutions' },
  UpdateFunctionConfiguration: functionPaths,
  UpdateEventSourceMapping: { enabled: 'enabled', function: 'functionName', 'batch size': 'batchSize' },
  PutRetentionPolicy: { 'retention days': 'retentionInDays' },
  UpdateEndpoint: { 'endpoint config': 'endpointConfigName' },
  CreateEndpointConfig: {
    capture: 'dataCaptureConfig.enableCapture',
    'sampling percentage': 'dataCaptureConfig.initialSamplingPercentage',
    destination: 'dataCaptureConfig.destinationS3Uri',
  },
  PutBucketVersioning: { versioning: 'VersioningConfiguration.Status' },
  ScheduleKeyDeletion: { 'days until deletion': 'pendingWindowInDays' },
  UpdateTrail: {
    bucket: 's3BucketName',
    'all regions': 'isMultiRegionTrail',
    'global services': 'includeGlobalServiceEvents',
    'digest files': 'enableLogFileValidation',
  },
  AttachRolePolicy: { 'attached policy': 'policyArn' },
  DetachRolePolicy: { 'detached policy': 'policyArn' },
  PutRolePermissionsBoundary: { 'permissions boundary': 'permissionsBoundary' },
};

/** What calls set that have no parameter for it. */
const effects: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  DisableAlarmActions: { 'actions enabled': 'false' },
  EnableAlarmActions: { 'actions enabled': 'true' },
  StopMonitoringSchedule: { status: 'stopped' },
  StartMonitoringSchedule: { status: 'started' },
  DisableRule: { state: 'DISABLED' },
  EnableRule: { state: 'ENABLED' },
  DisableKey: { state: 'disabled' },
  EnableKey: { state: 'enabled' },
  StopLogging: { logging: 'off' },
  StartLogging: { logging: 'on' },
  DeleteFunctionConcurrency: { 'reserved concurrency': 'none' },
  DeleteRetentionPolicy: { 'retention days': 'unlimited' },
};

/** Calls that name a setting in one parameter and its value in another. */
const attributeCalls: ReadonlySet<string> = new Set(['SetTopicAttributes', 'SetSubscriptionAttributes']);

const longest = 200;

/** Remembers the settings that succeeded calls made, to show the values before a change. Feed it in order of time. */
export class ValueHistory {
  private readonly values = new Map<string, string>();

  /** The settings that a call changes on the named resources, as far as known; a refused call is not remembered. */
  changes(record: CloudTrailRecord, names: readonly string[]): ValueChange[] {
    const settings = settingsOf(record);
    const keys = (setting: string) =>
      names.map(
        (name) => `${record.recipientAccountId ?? ''}/${record.awsRegion}/${record.eventSource}/${name}/${setting}`,
      );
    const changes = settings.map(([setting, after]): ValueChange => {
      const before = new Set(keys(setting).map((key) => this.values.get(key)));
      const [value] = before;
      return before.size === 1 && value !== undefined ? { setting, before: value, after } : { setting, after };
    });
    if (record.errorCode === undefined) {
      for (const { setting, after } of changes) for (const key of keys(setting)) this.values.set(key, after);
    }
    return changes.filter(({ before, after }) => before !== after);
  }
}

function settingsOf({ eventName, requestParameters }: CloudTrailRecord): [setting: string, value: string][] {
  const call = eventName.replace(/\d{8}(v\d+)?$/, '');
  const parameters = requestParameters ?? {};
  if (attributeCalls.has(call)) {
    const [setting, value] = [parameters['attributeName'], parameters['attributeValue']];
    return typeof setting === 'string' ? [[setting, textOf(value)]] : [];
  }
  if (call === 'SetQueueAttributes') {
    const { attributes } = parameters;
    return isPlainObject(attributes)
      ? Object.entries(attributes).map(([setting, value]) => [setting, textOf(value)])
      : [];
  }
  const fixed = Object.entries(Object.hasOwn(effects, call) ? (effects[call] ?? {}) : {});
  const read = Object.entries(Object.hasOwn(paths, call) ? (paths[call] ?? {}) : {}).flatMap(([setting, path]) => {
    const value = valueAt(parameters, path.split('.'));
    return value === undefined || value === null ? [] : [[setting, textOf(value)] as [string, string]];
  });
  return [...fixed, ...read];
}

function valueAt(parameters: unknown, [field, ...rest]: readonly string[]): unknown {
  if (field === undefined) return parameters;
  return isPlainObject(parameters) && Object.hasOwn(parameters, field) ? valueAt(parameters[field], rest) : undefined;
}

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > longest ? `${text.slice(0, longest)}...` : text;
}
