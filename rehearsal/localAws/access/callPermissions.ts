import type { AwsCall, RequestHead } from '../protocol/awsCall';
import { AwsError } from '../protocol/awsError';

/** One permission that a call needs. */
export interface NeededPermission {
  /** Such as `s3:GetObject`. */
  readonly action: string;
  /** ARN; `*` for an action without resources. */
  readonly resource: string;
  /** Condition keys of the action. */
  readonly context: Readonly<Record<string, string>>;
}

/** Actions on an object, and on one version of it where it differs. */
const objectActions: Readonly<Record<string, readonly [action: string, versionAction?: string]>> = {
  GetObject: ['s3:GetObject', 's3:GetObjectVersion'],
  HeadObject: ['s3:GetObject', 's3:GetObjectVersion'],
  PutObject: ['s3:PutObject'],
  CreateMultipartUpload: ['s3:PutObject'],
  UploadPart: ['s3:PutObject'],
  CompleteMultipartUpload: ['s3:PutObject'],
  AbortMultipartUpload: ['s3:AbortMultipartUpload'],
  DeleteObject: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  DeleteObjects: ['s3:DeleteObject'],
  GetObjectTagging: ['s3:GetObjectTagging', 's3:GetObjectVersionTagging'],
  PutObjectTagging: ['s3:PutObjectTagging', 's3:PutObjectVersionTagging'],
};

const bucketActions: Readonly<Record<string, string>> = {
  ListObjects: 's3:ListBucket',
  HeadBucket: 's3:ListBucket',
  ListObjectVersions: 's3:ListBucketVersions',
  GetObjectLockConfiguration: 's3:GetBucketObjectLockConfiguration',
  GetBucketNotificationConfiguration: 's3:GetBucketNotification',
  GetBucketNotification: 's3:GetBucketNotification',
};

/** Actions on a queue; those of batches have the permission of single messages. */
const queueActions = [
  'ReceiveMessage',
  'DeleteMessage',
  'SendMessage',
  'ChangeMessageVisibility',
  'GetQueueAttributes',
  'GetQueueUrl',
] as const;

/** Actions on a table; a transaction needs those of its items. */
const tableActions = ['Query', 'GetItem', 'PutItem', 'DeleteItem'] as const;

/** Permissions of calls that read a whole account, by the service's name in its signature and the operation. */
const accountReads: Readonly<Record<string, string>> = {
  'cloudtrail DescribeTrails': 'cloudtrail:DescribeTrails',
  'cloudtrail ListPublicKeys': 'cloudtrail:ListPublicKeys',
  'events ListRules': 'events:ListRules',
  'iam GetAccountSummary': 'iam:GetAccountSummary',
  'kms ListAliases': 'kms:ListAliases',
  'kms ListKeys': 'kms:ListKeys',
  'lambda GetAccountSettings20160819': 'lambda:GetAccountSettings',
  'monitoring ListMetrics': 'cloudwatch:ListMetrics',
  'sagemaker ListMonitoringExecutions': 'sagemaker:ListMonitoringExecutions',
  'sagemaker ListMonitoringSchedules': 'sagemaker:ListMonitoringSchedules',
  'servicequotas GetServiceQuota': 'servicequotas:GetServiceQuota',
};

type Params = AwsCall['params'];

const lastPart = (text: unknown, separator: RegExp) => String(text).split(separator).at(-1) ?? '';

/** Rules of the default bus have no bus in their ARNs. */
function ruleResource(rule: unknown, bus: unknown): string {
  return typeof bus === 'string' && bus !== 'default' ? `rule/${bus}/${String(rule)}` : `rule/${String(rule)}`;
}

/** Actions of calls that read one resource, with the part of its ARN behind the account. */
const resourceReads: Readonly<
  Record<string, readonly [action: string, resource: (params: Params, query: URLSearchParams) => string]>
> = {
  'cloudtrail GetTrail': ['cloudtrail:GetTrail', ({ Name }) => `trail/${lastPart(Name, /\//)}`],
  'cloudtrail GetTrailStatus': ['cloudtrail:GetTrailStatus', ({ Name }) => `trail/${lastPart(Name, /\//)}`],
  'cloudtrail GetEventSelectors': [
    'cloudtrail:GetEventSelectors',
    ({ TrailName }) => `trail/${lastPart(TrailName, /\//)}`,
  ],
  'events DescribeRule': ['events:DescribeRule', ({ Name, EventBusName }) => ruleResource(Name, EventBusName)],
  'events ListTargetsByRule': [
    'events:ListTargetsByRule',
    ({ Rule, EventBusName }) => ruleResource(Rule, EventBusName),
  ],
  'lambda GetEventSourceMapping20150331': [
    'lambda:GetEventSourceMapping',
    ({ uUID }) => `event-source-mapping:${String(uUID)}`,
  ],
  'lambda GetFunctionConcurrency20190930': [
    'lambda:GetFunctionConcurrency',
    ({ functionName }) => `function:${String(functionName)}`,
  ],
  'logs DescribeMetricFilters': [
    'logs:DescribeMetricFilters',
    ({ logGroupName }) => `log-group:${String(logGroupName)}`,
  ],
  // An alarm's name may be any; the calls read by a prefix of names.
  'monitoring DescribeAlarms': ['cloudwatch:DescribeAlarms', () => 'alarm:*'],
  'monitoring GetAlarmMuteRule': [
    'cloudwatch:GetAlarmMuteRule',
    ({ AlarmMuteRuleName }) => `alarm-mute-rule:${String(AlarmMuteRuleName)}`,
  ],
  'monitoring ListAlarmMuteRules': ['cloudwatch:ListAlarmMuteRules', () => 'alarm-mute-rule:*'],
  'sagemaker DescribeMonitoringSchedule': [
    'sagemaker:DescribeMonitoringSchedule',
    ({ MonitoringScheduleName }) => `monitoring-schedule/${String(MonitoringScheduleName)}`,
  ],
  'sagemaker DescribeDataQualityJobDefinition': [
    'sagemaker:DescribeDataQualityJobDefinition',
    ({ JobDefinitionName }) => `data-quality-job-definition/${String(JobDefinitionName)}`,
  ],
  'scheduler GetSchedule': [
    'scheduler:GetSchedule',
    ({ name }, query) => `schedule/${query.get('groupName') ?? 'default'}/${String(name)}`,
  ],
  'sns GetSubscriptionAttributes': [
    'sns:GetSubscriptionAttributes',
    ({ SubscriptionArn }) => String(SubscriptionArn).split(':')[5] ?? '',
  ],
};

/** Services whose name in signatures is not the one in ARNs. */
const arnServices: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

/**
 * The permissions that a call needs ("Actions, resources, and condition keys" of the service authorization reference).
 * Throws for a call whose permissions are not known here.
 */
export function neededPermissions(call: AwsCall, head: RequestHead, accountId: string): readonly NeededPermission[] {
  const { service, operation, region, params } = call;
  if (service === 's3') {
    const needed = s3Permissions(call, head);
    if (needed) return needed;
  }
  const queueAction = operation.replace(/Batch$/, '');
  if (service === 'sqs' && queueActions.some((known) => known === queueAction)) {
    const { QueueUrl, QueueName } = params as { QueueUrl?: string; QueueName?: string };
    const resource = `arn:aws:sqs:${region}:${accountId}:${QueueName ?? QueueUrl?.split('/').at(-1)}`;
    return [{ action: `sqs:${queueAction}`, resource, context: {} }];
  }
  if (service === 'dynamodb') {
    const needed = tablePermissions(call, accountId);
    if (needed) return needed;
  }
  if (service === 'events' && operation === 'PutEvents') {
    const entries = params['Entries'] as readonly { EventBusName?: string }[];
    const buses = [...new Set(entries.map(({ EventBusName = 'default' }) => EventBusName.split('/').at(-1)))];
    const arn = (bus: string | undefined) => `arn:aws:events:${region}:${accountId}:event-bus/${bus}`;
    return buses.map((bus) => ({ action: 'events:PutEvents', resource: arn(bus), context: {} }));
  }
  const [action, resourceOf] = resourceReads[`${service} ${operation}`] ?? [];
  if (action !== undefined && resourceOf !== undefined) {
    const arn = `arn:aws:${arnServices[service] ?? service}:${region}:${accountId}:${resourceOf(params, queryOf(head))}`;
    return [{ action, resource: arn, context: {} }];
  }
  const accountRead = accountReads[`${service} ${operation}`];
  if (accountRead) return [{ action: accountRead, resource: '*', context: {} }];
  // GetCallerIdentity is allowed even by an explicit denial.
  if (service === 'sts' && operation === 'GetCallerIdentity') return [];
  if (service === 'monitoring' && operation === 'PutMetricData') {
    const context = { 'cloudwatch:namespace': String(params['Namespace']) };
    return [{ action: 'cloudwatch:PutMetricData', resource: '*', context }];
  }
  if (service === 'sns' && operation === 'Publish') {
    return [{ action: 'sns:Publish', resource: String(params['TopicArn']), context: {} }];
  }
  throw new AwsError(
    'LocalAwsNotImplemented',
    `the local AWS does not know the permissions of '${service} ${operation}', which a role called; add them to callPermissions.ts`,
  );
}

function queryOf({ url }: Pick<RequestHead, 'url'>): URLSearchParams {
  return new URL(url, 'http://aws').searchParams;
}

function tablePermissions(
  { operation, region, params }: AwsCall,
  accountId: string,
): readonly NeededPermission[] | undefined {
  const needed = (table: unknown, action: string) => ({
    action: `dynamodb:${action}`,
    resource: `arn:aws:dynamodb:${region}:${accountId}:table/${String(table)}`,
    context: {},
  });
  if (operation === 'TransactWriteItems') {
    const { TransactItems = [] } = params as { TransactItems?: Record<string, { TableName?: string }>[] };
    return TransactItems.flatMap((item) =>
      Object.entries(item).map(([action, { TableName }]) => needed(TableName, `${action}Item`)),
    );
  }
  const action = tableActions.find((known) => known === operation);
  return action && [needed(params['TableName'], action)];
}

function s3Permissions(
  { operation, s3: target }: AwsCall,
  { url, headers }: RequestHead,
): readonly NeededPermission[] | undefined {
  if (!target) return undefined;
  const { bucket, keys } = target;
  const query = queryOf({ url });
  const bucketAction = bucketActions[operation];
  if (bucketAction) return [{ action: bucketAction, resource: bucketArn(bucket), context: listContext(query) }];
  const [action, versionAction] = objectActions[operation] ?? [];
  if (!action) return undefined;
  const actions = [query.has('versionId') ? (versionAction ?? action) : action];
  if (headers['x-amz-tagging'] !== undefined) actions.push('s3:PutObjectTagging');
  return keys.flatMap((key) =>
    actions.map((name) => ({ action: name, resource: `${bucketArn(bucket)}/${key}`, context: {} })),
  );
}

function listContext(query: URLSearchParams): NeededPermission['context'] {
  const known = ['prefix', 'delimiter', 'max-keys'].flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [[`s3:${name}`, value] as const];
  });
  return Object.fromEntries(known);
}

export function bucketArn(bucket: string): string {
  return `arn:aws:s3:::${bucket}`;
}
