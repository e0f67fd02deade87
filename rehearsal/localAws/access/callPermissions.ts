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
  'cloudtrail GetEventSelectors': 'cloudtrail:GetEventSelectors',
  'cloudtrail GetTrailStatus': 'cloudtrail:GetTrailStatus',
  'cloudtrail ListPublicKeys': 'cloudtrail:ListPublicKeys',
  'events ListRules': 'events:ListRules',
  'iam GetAccountSummary': 'iam:GetAccountSummary',
  'kms ListAliases': 'kms:ListAliases',
  'kms ListKeys': 'kms:ListKeys',
  'lambda GetAccountSettings20160819': 'lambda:GetAccountSettings',
  'monitoring DescribeAlarms': 'cloudwatch:DescribeAlarms',
  'sagemaker ListMonitoringExecutions': 'sagemaker:ListMonitoringExecutions',
  'sagemaker ListMonitoringSchedules': 'sagemaker:ListMonitoringSchedules',
  'servicequotas GetServiceQuota': 'servicequotas:GetServiceQuota',
};

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
  const query = new URL(url, 'http://s3').searchParams;
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
