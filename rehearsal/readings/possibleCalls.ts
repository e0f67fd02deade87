import { dependencies, type SilencingCall, type StateResource, silencingCalls } from '../../contract/auditEvents';

/** A call of the dependency table on a resource of the stack. */
export interface CallOnStack {
  readonly source: string;
  readonly name: string;
  /** IAM action. */
  readonly action: string;
  /** ARN; `*` for a resource that has none of its own. */
  readonly resource: string;
  /** Whether it is a data event. */
  readonly data: boolean;
}

/** Services whose actions have another prefix than their events. */
const prefixes: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

/** Actions of S3 that differ from their events ("Amazon S3 CloudTrail events" and the service authorization reference). */
const s3Actions: Readonly<Record<string, string>> = {
  PostObject: 'PutObject',
  CopyObject: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  DeleteObjects: 'DeleteObject',
  DeleteBucketEncryption: 'PutEncryptionConfiguration',
  PutBucketEncryption: 'PutEncryptionConfiguration',
  DeleteBucketLifecycle: 'PutLifecycleConfiguration',
  PutBucketLifecycle: 'PutLifecycleConfiguration',
  PutBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
  DeleteBucketPublicAccessBlock: 'PutBucketPublicAccessBlock',
  DeleteAccountPublicAccessBlock: 'PutAccountPublicAccessBlock',
  DeleteBucketOwnershipControls: 'PutBucketOwnershipControls',
  PutBucketNotificationConfiguration: 'PutBucketNotification',
  PutObjectLockConfiguration: 'PutBucketObjectLockConfiguration',
};

/** The IAM action of a call. */
export function actionOf(source: string, name: string): string {
  const service = source.split('.')[0] ?? '';
  const action = service === 's3' ? (s3Actions[name] ?? name) : name.replace(/\d{8}(v\d+)?$/, '');
  return `${prefixes[service] ?? service}:${action}`;
}

/** Every call of the dependency table on every resource of a stack that it concerns. */
export function listCallsOnStack(resources: readonly StateResource[], storeBucket: string): CallOnStack[] {
  return silencingCalls.flatMap((call) => {
    const { source } = call.dependency;
    const facts = { source, name: call.name, action: actionOf(source, call.name) };
    return resourcesOf(call, resources, storeBucket).map((resource) => ({
      ...facts,
      resource,
      data: call.dependency.keyPrefix !== undefined,
    }));
  });
}

function resourcesOf(
  { dependency, name }: SilencingCall,
  resources: readonly StateResource[],
  bucket: string,
): string[] {
  if (dependency.keyPrefix !== undefined) {
    // The record of a deletion of many objects names the bucket only.
    return [`arn:aws:s3:::${bucket}/${name === 'DeleteObjects' ? '' : `${dependency.keyPrefix}object`}`];
  }
  const arns = resources
    .filter(({ type }) => Object.hasOwn(dependencies, type) && dependencies[type] === dependency)
    .map(({ outputs }) => outputs?.['arn'] ?? bucketArn(outputs?.['bucket']) ?? '*');
  return arns.length === 0 ? ['*'] : [...new Set(arns.map(String))];
}

const bucketArn = (bucket: unknown) => (typeof bucket === 'string' ? `arn:aws:s3:::${bucket}` : undefined);
