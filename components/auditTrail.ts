import { Trail } from '@pulumi/aws/cloudtrail';
import { LogGroup } from '@pulumi/aws/cloudwatch';
import { type PolicyStatement, Role, RolePolicy } from '@pulumi/aws/iam';
import { Bucket, BucketLifecycleConfiguration, BucketObjectLockConfiguration } from '@pulumi/aws/s3';
import * as pulumi from '@pulumi/pulumi';
import { recordedPrefixes } from '../contract/auditEvents';
import { objectDeletions } from '../contract/storeDependencies';
import type { AwsScope } from './awsScope';
import { allowLogEncryption, createCustomerKey } from './customerKey';
import { policyDocument } from './policyDocument';
import { coldObjectsGreaterThan, protectBucket } from './protectBucket';

export interface AuditTrailArgs extends AwsScope {
  /** Name of the trail; the policies of bucket and key refer to it. */
  readonly trailName: string;
  /** The store. Object calls on its baselines, registered schemas and settings are recorded, and all deletions. */
  readonly storeBucketArn: pulumi.Input<string>;
  readonly retentionYears: number;
  /** `governance` can be lifted with a permission, `compliance` by nobody, root included. Can be switched on later. */
  readonly objectLock: ObjectLock;
  readonly logRetentionDays: number;
  /** Lets `destroy` delete the evidence; otherwise Pulumi protects bucket and key. @default false */
  readonly forceDestroy?: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

export type ObjectLock = 'none' | 'governance' | 'compliance';

/**
 * Audit evidence: a multi-region trail of all management calls, of object calls on the store's baselines, registered
 * schemas and settings, and of all deletions in the store, with digest files, in a bucket of its own and a log group. It
 * raises no alarms: `AuditDetection` does.
 *
 *     new AuditTrail('audit', { ...scope, trailName, storeBucketArn, retentionYears: 7, objectLock: 'governance', ... });
 */
export class AuditTrail extends pulumi.ComponentResource {
  readonly trailArn: pulumi.Output<string>;
  readonly bucketName: pulumi.Output<string>;
  readonly keyArn: pulumi.Output<string>;
  readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: AuditTrailArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:AuditTrail', name, {}, opts);
    const parent = { parent: this };
    const { partition, region, accountId, tags } = args;
    const trailArn = pulumi.interpolate`arn:${partition}:cloudtrail:${region}:${accountId}:trail/${args.trailName}`;

    const key = createCustomerKey(
      `${name}-key`,
      {
        partition,
        region,
        accountId,
        protect: !args.forceDestroy,
        tags,
        description: 'Audit records',
        statements: keyUsers(trailArn, args),
      },
      parent,
    );
    const { bucket, policy } = createEvidenceBucket(name, trailArn, key.arn, args, parent);
    const logGroup = new LogGroup(
      `${name}-log`,
      { retentionInDays: args.logRetentionDays, kmsKeyId: key.arn, tags },
      parent,
    );
    const { role, rolePolicy } = createLogWriter(name, logGroup, tags, parent);
    const trail = new Trail(
      name,
      {
        name: args.trailName,
        s3BucketName: bucket.bucket,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        enableLogging: true,
        kmsKeyId: key.arn,
        cloudWatchLogsGroupArn: pulumi.interpolate`${logGroup.arn}:*`,
        cloudWatchLogsRoleArn: role.arn,
        advancedEventSelectors: eventSelectors(args.storeBucketArn),
        tags,
      },
      // CloudTrail tests both permissions when a trail is created.
      { ...parent, dependsOn: [policy, rolePolicy] },
    );

    this.trailArn = trail.arn;
    this.bucketName = bucket.bucket;
    this.keyArn = key.arn;
    this.logGroupName = logGroup.name;
    this.registerOutputs({
      trailArn: this.trailArn,
      bucketName: this.bucketName,
      keyArn: this.keyArn,
      logGroupName: this.logGroupName,
    });
  }
}

function createEvidenceBucket(
  name: string,
  trailArn: pulumi.Input<string>,
  keyArn: pulumi.Input<string>,
  args: AuditTrailArgs,
  opts: pulumi.CustomResourceOptions,
) {
  const locked = args.objectLock !== 'none';
  const bucket = new Bucket(
    `${name}-evidence`,
    // Object Lock is switched on by its own resource: `objectLockEnabled` here would replace a bucket that has records.
    { forceDestroy: args.forceDestroy ?? false, tags: args.tags },
    { ...opts, protect: !args.forceDestroy },
  );
  const statements = [...allowTrailWrites(bucket.arn, trailArn, args.accountId), denyDeletion(bucket.arn)];
  // With a bucket key CloudTrail would need kms:Decrypt as well, to save few calls.
  const protection = { bucket, keyArn, statements, bucketKey: false };
  const { versioning, policy } = protectBucket(`${name}-evidence`, protection, opts);
  const afterVersioning = { ...opts, dependsOn: [versioning] };
  new BucketLifecycleConfiguration(
    `${name}-evidence-lifecycle`,
    { bucket: bucket.bucket, rules: evidenceRules(args.retentionYears) },
    afterVersioning,
  );
  if (locked) {
    const defaultRetention = { mode: args.objectLock.toUpperCase(), years: args.retentionYears };
    new BucketObjectLockConfiguration(
      `${name}-evidence-lock`,
      { bucket: bucket.bucket, rule: { defaultRetention } },
      afterVersioning,
    );
  }
  return { bucket, policy };
}

/** Expires records after the retention, leap days included, and moves large ones to colder storage after 90 days. */
function evidenceRules(retentionYears: number) {
  const retentionDays = Math.ceil(retentionYears * 365.25);
  return [
    {
      id: 'evidence-expires',
      status: 'Enabled',
      filter: { prefix: '' },
      expiration: { days: retentionDays },
      // Time to notice that a record was overwritten or deleted, and to restore it.
      noncurrentVersionExpiration: { noncurrentDays: 365 },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    },
    {
      id: 'large-evidence-gets-colder',
      status: 'Enabled',
      filter: { objectSizeGreaterThan: coldObjectsGreaterThan },
      transitions: [{ days: 90, storageClass: 'GLACIER_IR' }],
    },
  ];
}

function allowTrailWrites(
  bucketArn: pulumi.Input<string>,
  trailArn: pulumi.Input<string>,
  accountId: pulumi.Input<string>,
): PolicyStatement[] {
  const onlyTrail = { 'aws:SourceArn': trailArn };
  return [
    {
      Sid: 'TrailChecksBucket',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:GetBucketAcl',
      Resource: bucketArn,
      Condition: { StringEquals: onlyTrail },
    },
    {
      Sid: 'TrailWrites',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${accountId}/*`,
      Condition: { StringEquals: { ...onlyTrail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    },
  ];
}

/** Also without Object Lock, deleting a record requires a change of this policy, which the trail records. */
function denyDeletion(bucketArn: pulumi.Input<string>): PolicyStatement {
  return {
    Sid: 'NobodyDeletes',
    Effect: 'Deny',
    Principal: '*',
    Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
    Resource: pulumi.interpolate`${bucketArn}/*`,
  };
}

function keyUsers(trailArn: pulumi.Input<string>, scope: AwsScope): PolicyStatement[] {
  const { partition, accountId } = scope;
  const trails = pulumi.interpolate`arn:${partition}:cloudtrail:*:${accountId}:trail/*`;
  return [
    {
      Sid: 'TrailEncrypts',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 'kms:GenerateDataKey*',
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:SourceArn': trailArn },
        StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': trails },
      },
    },
    {
      Sid: 'TrailDescribesKey',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 'kms:DescribeKey',
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceArn': trailArn } },
    },
    allowLogEncryption(scope),
  ];
}

function createLogWriter(
  name: string,
  logGroup: LogGroup,
  tags: AuditTrailArgs['tags'],
  opts: pulumi.CustomResourceOptions,
) {
  const trust = policyDocument([
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      // No `aws:SourceArn`: CloudTrail does not send it ("Role policy document for CloudTrail to use CloudWatch Logs").
      Action: 'sts:AssumeRole',
    },
  ]);
  const writes = policyDocument([
    {
      Sid: 'WriteLog',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: [pulumi.interpolate`${logGroup.arn}:log-stream:*`],
    },
  ]);
  const role = new Role(`${name}-log-role`, { assumeRolePolicy: trust, tags }, opts);
  const rolePolicy = new RolePolicy(`${name}-log-role-policy`, { role: role.name, policy: writes }, opts);
  return { role, rolePolicy };
}

/** All management calls. To limit the cost, of the calls on objects only those that this project's audit reads. */
function eventSelectors(storeBucketArn: pulumi.Input<string>) {
  const objectCalls = [
    { field: 'eventCategory', equals: ['Data'] },
    { field: 'resources.type', equals: ['AWS::S3::Object'] },
  ];
  const underPrefixes = (prefixes: readonly string[]) => ({
    field: 'resources.ARN',
    startsWiths: prefixes.map((prefix) => pulumi.interpolate`${storeBucketArn}/${prefix}`),
  });
  return [
    { name: 'Management calls', fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }] },
    {
      name: 'Object calls on baselines, schemas, preprocessors and settings',
      fieldSelectors: [...objectCalls, underPrefixes(recordedPrefixes)],
    },
    {
      name: 'Deletions of objects in the store',
      fieldSelectors: [...objectCalls, { field: 'eventName', equals: [...objectDeletions] }, underPrefixes([''])],
    },
  ];
}
