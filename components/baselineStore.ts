import type { types } from '@pulumi/aws';
import type { Key } from '@pulumi/aws/kms';
import { Bucket, BucketLifecycleConfiguration, BucketNotification } from '@pulumi/aws/s3';
import * as pulumi from '@pulumi/pulumi';
import { storePrefixes } from '../contract/storeLayout';
import type { AwsScope } from './awsScope';
import { customerKey } from './customerKey';
import { logsMayEncrypt } from './logsMayEncrypt';
import { protectBucket } from './protectBucket';

export interface BaselineStoreArgs extends AwsScope, StoreRetention {
  /** Lets `destroy` delete the bucket with everything in it; for throw-away stacks only. @default false */
  readonly forceDestroy?: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** How long the store keeps what, in days. */
interface StoreRetention {
  /** Captured requests and answers, with their old versions. */
  readonly capturesDays: number;
  /** Age from which reports are in STANDARD_IA; S3 wants 30 or more. */
  readonly reportsInfrequentAccessDays: number;
  /** Age from which reports are in GLACIER_IR. */
  readonly reportsGlacierDays: number;
  /** Replaced or deleted versions of anything but captures, whose own bound counts where it is shorter. */
  readonly noncurrentDays: number;
}

/**
 * The store: one versioned, encrypted bucket for captures, baselines, schemas, reports and incidents (layout in
 * `contract/storeLayout`), which tells EventBridge of every new object. It grants nobody access: roles do.
 *
 *     new BaselineStore('store', { ...scope, ...retention, tags });
 */
export class BaselineStore extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  readonly keyArn: pulumi.Output<string>;

  constructor(name: string, args: BaselineStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:BaselineStore', name, {}, opts);
    const parent = { parent: this };
    const { partition, region, accountId, tags } = args;

    const key: Key = customerKey(
      `${name}-key`,
      {
        partition,
        region,
        accountId,
        tags,
        description: 'Captures, baselines, reports and incidents',
        // The log of the incident function quotes them.
        statements: [logsMayEncrypt(args)],
      },
      parent,
    );
    const bucket = new Bucket(name, { forceDestroy: args.forceDestroy ?? false, tags }, parent);
    const { versioning } = protectBucket(name, { bucket, keyArn: key.arn }, parent);
    new BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { bucket: bucket.bucket, rules: lifecycleRules(args) },
      // Rules on noncurrent versions mean nothing before there are versions.
      { ...parent, dependsOn: [versioning] },
    );
    new BucketNotification(`${name}-events`, { bucket: bucket.bucket, eventbridge: true }, parent);

    this.bucketName = bucket.bucket;
    this.bucketArn = bucket.arn;
    this.keyArn = key.arn;
    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn, keyArn: this.keyArn });
  }
}

type LifecycleRule = types.input.s3.BucketLifecycleConfigurationRule;

/** Captures go, reports get colder, all else stays; old versions, delete markers and broken uploads go everywhere. */
export function lifecycleRules(retention: StoreRetention): LifecycleRule[] {
  const enabled = { status: 'Enabled' } as const;
  return [
    {
      ...enabled,
      id: 'captures-expire',
      filter: { prefix: storePrefixes.captures },
      expiration: { days: retention.capturesDays },
      // Where rules overlap, S3 takes the one that expires first.
      noncurrentVersionExpiration: { noncurrentDays: Math.min(retention.capturesDays, retention.noncurrentDays) },
    },
    {
      ...enabled,
      id: 'reports-get-colder',
      filter: { prefix: storePrefixes.reports },
      transitions: [
        { days: retention.reportsInfrequentAccessDays, storageClass: 'STANDARD_IA' },
        { days: retention.reportsGlacierDays, storageClass: 'GLACIER_IR' },
      ],
    },
    {
      ...enabled,
      id: 'leftovers-go',
      filter: { prefix: '' },
      expiration: { expiredObjectDeleteMarker: true },
      noncurrentVersionExpiration: { noncurrentDays: retention.noncurrentDays },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    },
  ];
}
