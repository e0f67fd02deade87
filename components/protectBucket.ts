import type { PolicyStatement } from '@pulumi/aws/iam';
import {
  type Bucket,
  BucketOwnershipControls,
  BucketPolicy,
  BucketPublicAccessBlock,
  BucketServerSideEncryptionConfiguration,
  BucketVersioning,
} from '@pulumi/aws/s3';
import * as pulumi from '@pulumi/pulumi';
import { policyDocument } from './policyDocument';

/**
 * Size above which objects move to colder classes: 128 KB and more. Those classes bill at least 128 KB for an object, and
 * the transition of a smaller one costs more than it saves. S3 has the same default since 2024-09 ("Transitioning objects
 * using Amazon S3 Lifecycle"); the rules state it, because buckets from before have another.
 */
export const coldObjectsGreaterThan = 128 * 1024 - 1;

interface ProtectBucketArgs {
  readonly bucket: Bucket;
  /** Key for objects whose writer names none. */
  readonly keyArn: pulumi.Input<string>;
  /** Statements besides the one that denies requests without TLS. @default none */
  readonly statements?: readonly PolicyStatement[];
  /** Whether S3 uses a bucket key, which saves KMS calls. @default true */
  readonly bucketKey?: boolean;
}

interface BucketProtection {
  readonly versioning: BucketVersioning;
  readonly policy: BucketPolicy;
}

/**
 * Settings of every bucket: versions, default encryption with the customer key, no public access, no ACLs, TLS only.
 * Children of the parent: `${name}-versioning`, `-encryption`, `-public-access`, `-ownership` and `-policy`.
 */
export function protectBucket(
  name: string,
  args: ProtectBucketArgs,
  opts: pulumi.CustomResourceOptions,
): BucketProtection {
  const bucket = args.bucket.bucket;
  const versioning = new BucketVersioning(
    `${name}-versioning`,
    { bucket, versioningConfiguration: { status: 'Enabled' } },
    opts,
  );
  const rule = {
    applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: args.keyArn },
    bucketKeyEnabled: args.bucketKey ?? true,
  };
  new BucketServerSideEncryptionConfiguration(`${name}-encryption`, { bucket, rules: [rule] }, opts);
  const publicAccess = new BucketPublicAccessBlock(
    `${name}-public-access`,
    { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    opts,
  );
  new BucketOwnershipControls(`${name}-ownership`, { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } }, opts);
  const policy = new BucketPolicy(
    `${name}-policy`,
    { bucket, policy: policyDocument([denyWithoutTls(args.bucket.arn), ...(args.statements ?? [])]) },
    // S3 refuses concurrent calls on policy and public access ("conflicting conditional operation").
    { ...opts, dependsOn: [publicAccess] },
  );
  return { versioning, policy };
}

function denyWithoutTls(bucketArn: pulumi.Input<string>): PolicyStatement {
  return {
    Sid: 'DenyWithoutTls',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
