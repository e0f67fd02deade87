import { withoutVersion } from '../../contract/auditEvents';
import type { CloudTrailRecord } from '../../contract/cloudTrailRecord';
import { isPlainObject } from '../../contract/isPlainObject';

type Values = Readonly<Record<string, unknown>>;

/** A setting, such as `threshold`, and its value. */
export type Setting = readonly [name: string, value: unknown];

/** Reads the settings that a call changes from its parameters. */
type SettingsReader = (parameters: Values) => Setting[];

/** Value of a setting that a call removed. */
export const removed = 'none';

/**
 * Settings by name, each with its path in the parameters, and the values of those that are left out. AWS records no parameters
 * of a call that it refused early.
 */
function at(paths: Readonly<Record<string, string>>, defaults: Values = {}): SettingsReader {
  return (parameters) =>
    Object.entries(paths).flatMap(([name, path]) => {
      const value = valueAt(parameters, path.split('.')) ?? (isEmpty(parameters) ? undefined : defaults[name]);
      return value === undefined || value === null ? [] : [[name, value] as const];
    });
}

const isEmpty = (parameters: Values) => Object.keys(parameters).length === 0;

/** Settings that a call always changes in the same way. */
function always(settings: Readonly<Record<string, string>>): SettingsReader {
  return () => Object.entries(settings);
}

/** A setting that is named after a part of the resource, such as `policy <name>`; without a path its value is removed. */
function named(what: string, nameField: string, path?: string): SettingsReader {
  return (parameters) => {
    const name = parameters[nameField];
    if (typeof name !== 'string') return [];
    const value = path === undefined ? removed : valueAt(parameters, path.split('.'));
    return value === undefined || value === null ? [] : [[`${what} ${name}`, value]];
  };
}

/** Every setting that any of the readers finds. */
function allOf(...readers: readonly SettingsReader[]): SettingsReader {
  return (parameters) => readers.flatMap((read) => read(parameters));
}

/** A setting in one parameter and its value in another. */
const attribute: SettingsReader = ({ attributeName: name, attributeValue: value }) =>
  typeof name === 'string' ? [[name, value ?? removed]] : [];

/** Settings of an alarm on metrics by name, each with the parameter of calls, which is also Pulumi's property. */
export const metricAlarmSettings = {
  'actions enabled': 'actionsEnabled',
  'alarm actions': 'alarmActions',
  threshold: 'threshold',
  comparison: 'comparisonOperator',
  'evaluation periods': 'evaluationPeriods',
  'datapoints to alarm': 'datapointsToAlarm',
  period: 'period',
  'missing data': 'treatMissingData',
};

const alarm = at(
  { ...metricAlarmSettings, rule: 'alarmRule' },
  // The call replaces the alarm: what it leaves out gets CloudWatch's default.
  { 'actions enabled': true, 'alarm actions': [] },
);
const monitoringSchedule = at({
  schedule: 'monitoringScheduleConfig.scheduleConfig.scheduleExpression',
  'job definition': 'monitoringScheduleConfig.monitoringJobDefinitionName',
});
const schedule = at({ schedule: 'scheduleExpression', state: 'state', target: 'target.arn' });
const mapping = at({
  enabled: 'enabled',
  function: 'functionName',
  queue: 'eventSourceArn',
  'batch size': 'batchSize',
});
const invocation = at({
  retries: 'maximumRetryAttempts',
  'event age': 'maximumEventAgeInSeconds',
  destinations: 'destinationConfig',
});
const objectLock = at({ 'Object Lock': 'ObjectLockConfiguration.Rule.DefaultRetention' });
const lifecycle = at({ 'lifecycle rules': 'LifecycleConfiguration.Rule' });
const publicAccessBlock = at({ 'public access block': 'PublicAccessBlockConfiguration' });
const noPublicAccessBlock = always({ 'public access block': removed });
/** S3 sends no events to EventBridge unless the configuration has an element for it, which is empty. */
const bucketEvents: SettingsReader = ({ NotificationConfiguration: configuration }) =>
  isPlainObject(configuration)
    ? [['events to EventBridge', 'EventBridgeConfiguration' in configuration ? 'on' : 'off']]
    : [];
const targets: SettingsReader = ({ targets: list }) =>
  (Array.isArray(list) ? list : []).flatMap((target: unknown) =>
    isPlainObject(target) && typeof target['id'] === 'string'
      ? [[`target ${target['id']}`, target['arn']] as const]
      : [],
  );
const removedTargets: SettingsReader = ({ ids }) =>
  [ids].flat().flatMap((id) => (typeof id === 'string' ? [[`target ${id}`, removed] as const] : []));
const queueAttributes: SettingsReader = ({ attributes }) =>
  isPlainObject(attributes) ? Object.entries(attributes) : [];
/** Selectors of either kind; a call has one of them. */
const selectors: SettingsReader = ({ advancedEventSelectors, eventSelectors }) => {
  const list = advancedEventSelectors ?? eventSelectors;
  return Array.isArray(list) ? [['recorded calls', list]] : [];
};

/**
 * Settings that each call changes, by name without version. Names of parameters are those of the API with a small first letter;
 * S3's are those of the elements of its XML. Calls without an entry have nothing but the names of what they delete.
 */
const readers: Readonly<Record<string, SettingsReader>> = {
  PutMetricAlarm: alarm,
  PutCompositeAlarm: alarm,
  SetAlarmState: at({ state: 'stateValue' }),
  DisableAlarmActions: always({ 'actions enabled': 'false' }),
  EnableAlarmActions: always({ 'actions enabled': 'true' }),
  PutAlarmMuteRule: at({
    start: 'startDate',
    expiry: 'expireDate',
    schedule: 'rule.schedule.expression',
    duration: 'rule.schedule.duration',
  }),
  PutDashboard: at({ body: 'dashboardBody' }),
  CreateMonitoringSchedule: monitoringSchedule,
  UpdateMonitoringSchedule: monitoringSchedule,
  StopMonitoringSchedule: always({ status: 'stopped' }),
  StartMonitoringSchedule: always({ status: 'started' }),
  StopProcessingJob: always({ status: 'stopped' }),
  UpdateMonitoringAlert: at({ 'datapoints to alert': 'datapointsToAlert', 'evaluation periods': 'evaluationPeriod' }),
  CreateDataQualityJobDefinition: at({
    statistics: 'dataQualityBaselineConfig.statisticsResource.s3Uri',
    constraints: 'dataQualityBaselineConfig.constraintsResource.s3Uri',
  }),
  CreateSchedule: schedule,
  UpdateSchedule: schedule,
  UpdateEndpoint: at({ 'endpoint config': 'endpointConfigName' }),
  CreateEndpointConfig: at({
    capture: 'dataCaptureConfig.enableCapture',
    'sampling percentage': 'dataCaptureConfig.initialSamplingPercentage',
    destination: 'dataCaptureConfig.destinationS3Uri',
  }),
  PutRule: at({ state: 'state', pattern: 'eventPattern', schedule: 'scheduleExpression' }),
  DisableRule: always({ state: 'DISABLED' }),
  EnableRule: always({ state: 'ENABLED' }),
  PutTargets: targets,
  RemoveTargets: removedTargets,
  UpdateEventBus: at({ 'dead-letter queue': 'deadLetterConfig.arn', key: 'kmsKeyIdentifier' }),
  PutPermission: allOf(named('permission', 'statementId', 'principal'), at({ policy: 'policy' })),
  UpdateConnection: at({ authorization: 'authorizationType' }),
  DeauthorizeConnection: always({ authorization: removed }),
  UpdateApiDestination: at({
    address: 'invocationEndpoint',
    connection: 'connectionArn',
    'calls per second': 'invocationRateLimitPerSecond',
  }),
  SetTopicAttributes: attribute,
  SetSubscriptionAttributes: attribute,
  SetQueueAttributes: queueAttributes,
  // SQS and SNS name permissions by a label, and Lambda by the id of a statement; SQS lists accounts in `aWSAccountIds`.
  AddPermission: allOf(
    named('permission', 'label', 'aWSAccountIds'),
    named('permission', 'label', 'aWSAccountId'),
    named('permission', 'statementId', 'principal'),
  ),
  RemovePermission: allOf(named('permission', 'label'), named('permission', 'statementId')),
  PutDataProtectionPolicy: allOf(
    at({ 'data protection policy': 'dataProtectionPolicy' }),
    at({ 'data protection policy': 'policyDocument' }),
  ),
  PutFunctionConcurrency: at({ 'reserved concurrency': 'reservedConcurrentExecutions' }),
  DeleteFunctionConcurrency: always({ 'reserved concurrency': removed }),
  UpdateFunctionConfiguration: at({
    role: 'role',
    handler: 'handler',
    timeout: 'timeout',
    memory: 'memorySize',
    layers: 'layers',
    variables: 'environment.variables',
  }),
  UpdateFunctionCode: at({ code: 's3Key', image: 'imageUri' }),
  PutFunctionRecursionConfig: at({ 'recursive loops': 'recursiveLoop' }),
  PutRuntimeManagementConfig: at({ 'runtime updates': 'updateRuntimeOn', runtime: 'runtimeVersionArn' }),
  PutFunctionCodeSigningConfig: at({ 'code signing': 'codeSigningConfigArn' }),
  PutFunctionEventInvokeConfig: invocation,
  UpdateFunctionEventInvokeConfig: invocation,
  CreateEventSourceMapping: mapping,
  UpdateEventSourceMapping: mapping,
  UpdateTable: at({ 'deletion protection': 'deletionProtectionEnabled', billing: 'billingMode' }),
  UpdateContinuousBackups: at({
    'point-in-time recovery': 'pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled',
  }),
  UpdateTimeToLive: at({ 'time to live': 'timeToLiveSpecification.enabled' }),
  PutResourcePolicy: allOf(named('policy', 'policyName', 'policyDocument'), at({ policy: 'policy' })),
  DeleteResourcePolicy: allOf(named('policy', 'policyName'), (parameters) =>
    'resourceArn' in parameters && !('policyName' in parameters) ? [['policy', removed]] : [],
  ),
  UpdateRole: at({ 'session seconds': 'maxSessionDuration' }),
  UpdateAssumeRolePolicy: at({ 'trust policy': 'policyDocument' }),
  PutRolePolicy: named('policy', 'policyName', 'policyDocument'),
  DeleteRolePolicy: named('policy', 'policyName'),
  AttachRolePolicy: at({ 'attached policy': 'policyArn' }),
  DetachRolePolicy: at({ 'detached policy': 'policyArn' }),
  PutRolePermissionsBoundary: at({ 'permissions boundary': 'permissionsBoundary' }),
  DeleteRolePermissionsBoundary: always({ 'permissions boundary': removed }),
  PutKeyPolicy: at({ policy: 'policy' }),
  ScheduleKeyDeletion: at({ 'days until deletion': 'pendingWindowInDays' }, { 'days until deletion': 30 }),
  CancelKeyDeletion: always({ 'days until deletion': removed }),
  DisableKey: always({ state: 'disabled' }),
  EnableKey: always({ state: 'enabled' }),
  DisableKeyRotation: always({ rotation: 'off' }),
  RevokeGrant: named('grant', 'grantId'),
  PutRetentionPolicy: at({ 'retention days': 'retentionInDays' }),
  DeleteRetentionPolicy: always({ 'retention days': 'unlimited' }),
  AssociateKmsKey: at({ key: 'kmsKeyId' }),
  DisassociateKmsKey: always({ key: removed }),
  PutTransformer: at({ transformer: 'transformerConfig' }),
  PutMetricFilter: named('filter', 'filterName', 'filterPattern'),
  DeleteMetricFilter: named('filter', 'filterName'),
  PutSubscriptionFilter: named('subscription', 'filterName', 'destinationArn'),
  DeleteSubscriptionFilter: named('subscription', 'filterName'),
  PutBucketPolicy: at({ policy: 'bucketPolicy' }),
  DeleteBucketPolicy: always({ policy: removed }),
  PutBucketAcl: allOf(at({ ACL: 'AccessControlPolicy.AccessControlList' }), at({ ACL: 'x-amz-acl' })),
  PutBucketVersioning: at({ versioning: 'VersioningConfiguration.Status' }),
  PutBucketEncryption: at({ encryption: 'ServerSideEncryptionConfiguration.Rule' }),
  DeleteBucketEncryption: always({ encryption: removed }),
  PutBucketPublicAccessBlock: publicAccessBlock,
  PutAccountPublicAccessBlock: publicAccessBlock,
  DeleteBucketPublicAccessBlock: noPublicAccessBlock,
  DeleteAccountPublicAccessBlock: noPublicAccessBlock,
  PutBucketOwnershipControls: at({ ownership: 'OwnershipControls.Rule.ObjectOwnership' }),
  DeleteBucketOwnershipControls: always({ ownership: removed }),
  PutBucketLifecycle: lifecycle,
  PutBucketLifecycleConfiguration: lifecycle,
  DeleteBucketLifecycle: always({ 'lifecycle rules': removed }),
  PutBucketNotification: bucketEvents,
  PutBucketNotificationConfiguration: bucketEvents,
  PutBucketObjectLockConfiguration: objectLock,
  PutObjectLockConfiguration: objectLock,
  StopLogging: always({ logging: 'off' }),
  StartLogging: always({ logging: 'on' }),
  UpdateTrail: at({
    bucket: 's3BucketName',
    'all regions': 'isMultiRegionTrail',
    'global services': 'includeGlobalServiceEvents',
    'digest files': 'enableLogFileValidation',
    'log group': 'cloudWatchLogsLogGroupArn',
    key: 'kmsKeyId',
  }),
  PutEventSelectors: selectors,
  PutInsightSelectors: at({ insights: 'insightSelectors' }),
};

/** The settings that a call changes. */
export function settingsOf({
  eventName,
  requestParameters,
}: Pick<CloudTrailRecord, 'eventName' | 'requestParameters'>): Setting[] {
  const call = withoutVersion(eventName);
  const read = Object.hasOwn(readers, call) ? readers[call] : undefined;
  return read?.(requestParameters ?? {}) ?? [];
}

function valueAt(parameters: unknown, [field, ...rest]: readonly string[]): unknown {
  if (field === undefined) return parameters;
  return isPlainObject(parameters) && Object.hasOwn(parameters, field) ? valueAt(parameters[field], rest) : undefined;
}
