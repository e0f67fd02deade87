import {
  type BucketLifecycleConfiguration,
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  type ObjectLockConfiguration,
  type OwnershipControls,
  type PublicAccessBlockConfiguration,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  PutPublicAccessBlockCommand,
  type ServerSideEncryptionConfiguration,
  type VersioningConfiguration,
} from '@aws-sdk/client-s3';
import type * as aws from '@pulumi/aws/s3';
import { type Field, type Fields, fromAws, plain, toAws } from '../table/fields';
import { type Property, type ResourceType, replaces, resourceType, updates } from '../table/resourceType';
import type { Bag } from '../table/wire';
import { s3 } from './s3Bucket';

const tag: Field = { fields: { key: plain, value: plain } };

/** Rules of a bucket's lifecycle. */
const lifecycleRules: Field = {
  aws: 'Rules',
  fields: {
    id: { aws: 'ID' },
    status: plain,
    filter: {
      fields: {
        prefix: { default: '' },
        objectSizeGreaterThan: plain,
        objectSizeLessThan: plain,
        tag,
        and: { fields: { prefix: { default: '' }, objectSizeGreaterThan: plain, objectSizeLessThan: plain } },
      },
    },
    expiration: {
      fields: { days: plain, date: plain, expiredObjectDeleteMarker: { default: false } },
    },
    transitions: { fields: { days: plain, date: plain, storageClass: plain } },
    noncurrentVersionExpiration: { fields: { noncurrentDays: plain } },
    noncurrentVersionTransitions: { fields: { noncurrentDays: plain, storageClass: plain } },
    abortIncompleteMultipartUpload: { fields: { daysAfterInitiation: plain } },
  },
};

/** Rules of a bucket's default encryption. */
const encryptionRules: Field = {
  aws: 'Rules',
  fields: {
    applyServerSideEncryptionByDefault: {
      fields: { sseAlgorithm: { aws: 'SSEAlgorithm' }, kmsMasterKeyId: { aws: 'KMSMasterKeyID' } },
    },
    bucketKeyEnabled: { default: false },
  },
};

type SettingArgs = { bucket: unknown };

/** A setting of a bucket is a separate resource, with the bucket's name as its id. */
interface Setting<A extends SettingArgs> {
  readonly token: string;
  readonly properties: { readonly [K in Exclude<keyof A, 'bucket'>]?: Property };
  readonly required?: readonly (keyof A & string)[];
  readonly missing?: readonly string[];
  /** `body` has the inputs in AWS's spelling. */
  readonly put: (Bucket: string, body: Bag) => Promise<unknown>;
  /** The setting in AWS's spelling. */
  readonly get: (Bucket: string, known: Bag) => Promise<object | undefined>;
  readonly delete: (Bucket: string, body: Bag) => Promise<unknown>;
}

function bucketSetting<A extends SettingArgs>(setting: Setting<A>) {
  const fields = setting.properties as Fields;
  const put = (inputs: Bag) => setting.put(inputs['bucket'] as string, toAws(fields, inputs));
  const row = {
    token: setting.token,
    properties: { ...setting.properties, bucket: replaces() },
    required: ['bucket', ...(setting.required ?? [])],
    identity: ['bucket'],
    missing: ['NoSuchBucket', ...(setting.missing ?? [])],
    create: async (inputs: Bag) => {
      await put(inputs);
      return inputs['bucket'] as string;
    },
    read: async (bucket: string, known: Bag) => {
      const actual = await setting.get(bucket, known);
      return actual && { bucket, ...fromAws(fields, actual) };
    },
    update: (_id: string, news: Bag) => put(news),
    delete: (bucket: string, state: Bag) => setting.delete(bucket, toAws(fields, state)),
  };
  return resourceType<A>(row as unknown as ResourceType<A>);
}

const versioning = bucketSetting<aws.BucketVersioningArgs>({
  token: 'aws:s3/bucketVersioning:BucketVersioning',
  properties: { versioningConfiguration: updates({ fields: { status: plain } }) },
  required: ['versioningConfiguration'],
  // A bucket with Object Lock stays versioned.
  missing: ['InvalidBucketState'],
  put: (Bucket, body) =>
    s3().send(
      new PutBucketVersioningCommand({
        Bucket,
        VersioningConfiguration: body['VersioningConfiguration'] as VersioningConfiguration,
      }),
    ),
  get: async (Bucket) => {
    const { Status } = await s3().send(new GetBucketVersioningCommand({ Bucket }));
    return { VersioningConfiguration: { Status: Status ?? 'Disabled' } };
  },
  // Versioning cannot be removed, only suspended.
  delete: async (Bucket, body) => {
    if ((body['VersioningConfiguration'] as VersioningConfiguration).Status !== 'Enabled') return;
    await s3().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }));
  },
});

const lifecycle = bucketSetting<aws.BucketLifecycleConfigurationArgs>({
  token: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
  properties: { rules: updates(lifecycleRules) },
  missing: ['NoSuchLifecycleConfiguration'],
  put: (Bucket, body) =>
    s3().send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: body as unknown as BucketLifecycleConfiguration,
      }),
    ),
  get: (Bucket) => s3().send(new GetBucketLifecycleConfigurationCommand({ Bucket })),
  delete: (Bucket) => s3().send(new DeleteBucketLifecycleCommand({ Bucket })),
});

const encryption = bucketSetting<aws.BucketServerSideEncryptionConfigurationArgs>({
  token: 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
  properties: { rules: updates(encryptionRules) },
  required: ['rules'],
  missing: ['ServerSideEncryptionConfigurationNotFoundError'],
  put: (Bucket, body) =>
    s3().send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: body as unknown as ServerSideEncryptionConfiguration,
      }),
    ),
  get: async (Bucket) =>
    (await s3().send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration,
  delete: (Bucket) => s3().send(new DeleteBucketEncryptionCommand({ Bucket })),
});

const off = updates({ default: false });

const publicAccessBlock = bucketSetting<aws.BucketPublicAccessBlockArgs>({
  token: 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
  properties: { blockPublicAcls: off, blockPublicPolicy: off, ignorePublicAcls: off, restrictPublicBuckets: off },
  missing: ['NoSuchPublicAccessBlockConfiguration'],
  put: (Bucket, body) =>
    s3().send(
      new PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: body as PublicAccessBlockConfiguration,
      }),
    ),
  get: async (Bucket) => (await s3().send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration,
  delete: (Bucket) => s3().send(new DeletePublicAccessBlockCommand({ Bucket })),
});

const ownership = bucketSetting<aws.BucketOwnershipControlsArgs>({
  token: 'aws:s3/bucketOwnershipControls:BucketOwnershipControls',
  properties: { rule: updates({ fields: { objectOwnership: plain } }) },
  required: ['rule'],
  missing: ['OwnershipControlsNotFoundError'],
  put: (Bucket, body) =>
    s3().send(
      new PutBucketOwnershipControlsCommand({
        Bucket,
        OwnershipControls: { Rules: [body['Rule']] } as OwnershipControls,
      }),
    ),
  get: async (Bucket) => {
    const { OwnershipControls } = await s3().send(new GetBucketOwnershipControlsCommand({ Bucket }));
    return { Rule: OwnershipControls?.Rules?.[0] };
  },
  delete: (Bucket) => s3().send(new DeleteBucketOwnershipControlsCommand({ Bucket })),
});

const policy = bucketSetting<aws.BucketPolicyArgs>({
  token: 'aws:s3/bucketPolicy:BucketPolicy',
  properties: { policy: updates({ same: 'json' }) },
  required: ['policy'],
  missing: ['NoSuchBucketPolicy'],
  put: (Bucket, body) => s3().send(new PutBucketPolicyCommand({ Bucket, Policy: body['Policy'] as string })),
  get: (Bucket) => s3().send(new GetBucketPolicyCommand({ Bucket })),
  delete: (Bucket) => s3().send(new DeleteBucketPolicyCommand({ Bucket })),
});

const notification = bucketSetting<aws.BucketNotificationArgs>({
  token: 'aws:s3/bucketNotification:BucketNotification',
  properties: { eventbridge: updates({ default: false }) },
  put: (Bucket, body) =>
    s3().send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: body['Eventbridge'] ? { EventBridgeConfiguration: {} } : {},
      }),
    ),
  get: async (Bucket, known) => {
    const actual = await s3().send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    // moto applies this setting but omits it from its response, so its absence is not drift.
    return { Eventbridge: actual.EventBridgeConfiguration !== undefined || known['eventbridge'] === true };
  },
  delete: (Bucket) =>
    s3().send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} })),
});

const objectLock = bucketSetting<aws.BucketObjectLockConfigurationArgs>({
  token: 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration',
  properties: {
    objectLockEnabled: updates({ default: 'Enabled' }),
    rule: updates({
      fields: { defaultRetention: { fields: { mode: plain, days: { default: 0 }, years: { default: 0 } } } },
    }),
  },
  missing: ['ObjectLockConfigurationNotFoundError'],
  put: (Bucket, body) =>
    s3().send(
      new PutObjectLockConfigurationCommand({
        Bucket,
        ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', ...body } as ObjectLockConfiguration,
      }),
    ),
  get: async (Bucket) => (await s3().send(new GetObjectLockConfigurationCommand({ Bucket }))).ObjectLockConfiguration,
  // Object Lock cannot be disabled. Without a rule, new objects are not locked.
  delete: (Bucket) =>
    s3().send(
      new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } }),
    ),
});

export const rows = [versioning, lifecycle, encryption, publicAccessBlock, ownership, policy, notification, objectLock];
