import type { types } from '@pulumi/aws';
import type { Key } from '@pulumi/aws/kms';
import { Bucket, BucketLifecycleConfiguration, BucketNotification } from '@pulumi/aws/s3';
import * as pulumi from '@pulumi/pulumi';
import { storePrefixes } from '../contract/storeLayout';
import type { AwsScope } from './awsScope';
import { allowLogEncryption, createCustomerKey } from './customerKey';
import { coldObjectsGreaterThan, protectBucket } from './protectBucket';

export interface BaselineStoreArgs extends AwsScope, StoreRetention {
  /** Lets `destroy` delete the bucket with its objects; otherwise Pulumi protects bucket and key. @default false */
  readonly forceDestroy?: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** Retention of the store, days. */
interface StoreRetention {
  /** Captures, with their old versions. */
  readonly capturesDays: number;
  /** Age at which reports of 128 KB and more move to STANDARD_IA, at least 30. */
  readonly reportsInfrequentAccessDays: number;
  /** Age at which they move to GLACIER_IR. */
  readonly reportsGlacierDays: number;
  /** Replaced and deleted versions; those of captures at most `capturesDays`. */
  readonly noncurrentDays: number;
}

/**
 * The store: one versioned, encrypted bucket for captures, baselines, schemas, reports and incidents (layout in
 * `contract/storeLayout`), which sends an event to EventBridge for every new object. It grants no access: roles do.
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
    const { partition, region, accountId, tags, forceDestroy = false } = args;
    const protect = !forceDestroy;

    const key: Key = createCustomerKey(
      `${name}-key`,
      {
        partition,
        region,
        accountId,
        protect,
        tags,
        description: 'Captures, baselines, reports and incidents',
        // The incident function's log holds parts of reports.
        statements: [allowLogEncryption(args)],
      },
      parent,
    );
    const bucket = new Bucket(name, { forceDestroy, tags }, { ...parent, protect });
    const { versioning } = protectBucket(name, { bucket, keyArn: key.arn }, parent);
    new BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { bucket: bucket.bucket, rules: lifecycleRules(args) },
      // Rules on noncurrent versions require versioning.
      { ...parent, dependsOn: [versioning] },
    );
    new BucketNotification(`${name}-events`, { bucket: bucket.bucket, eventbridge: true }, parent);

    this.bucketName = bucket.bucket;
    this.bucketArn = bucket.arn;
    this.keyArn = key.arn;
    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn, keyArn: this.keyArn });
  }
}

/** Days that results of queries are kept: anyone can query again. */
const queryResultDays = 7;

type LifecycleRule = types.input.s3.BucketLifecycleConfigurationRule;

/** Expires captures and results of queries, moves large reports to colder storage, removes old versions, expired delete markers and failed uploads. */
export function lifecycleRules(retention: StoreRetention): LifecycleRule[] {
  const enabled = { status: 'Enabled' } as const;
  return [
    {
      ...enabled,
      id: 'captures-expire',
      filter: { prefix: storePrefixes.captures },
      expiration: { days: retention.capturesDays },
      // S3 applies the overlapping rule that expires first.
      noncurrentVersionExpiration: { noncurrentDays: Math.min(retention.capturesDays, retention.noncurrentDays) },
    },
    {
      ...enabled,
      id: 'reports-get-colder',
      filter: { and: { prefix: storePrefixes.reports, objectSizeGreaterThan: coldObjectsGreaterThan } },
      transitions: [
        { days: retention.reportsInfrequentAccessDays, storageClass: 'STANDARD_IA' },
        { days: retention.reportsGlacierDays, storageClass: 'GLACIER_IR' },
      ],
    },
    {
      ...enabled,
      id: 'query-results-expire',
      filter: { prefix: storePrefixes.queryResults },
      expiration: { days: queryResultDays },
      noncurrentVersionExpiration: { noncurrentDays: 1 },
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
