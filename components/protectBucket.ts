import type { PolicyStatement } from '@pulumi/aws/iam';
import {
  type Bucket,
  BucketOwnershipControls,
  BucketPolicy,
  BucketPublicAccessBlock,
  BucketServerSideEncryptionConfiguration,
  BucketVersioning,
} from '@pulumi/aws/s3';
import type * as pulumi from '@pulumi/pulumi';
import { policyDocument } from './policyDocument';
import { tlsOnlyStatement } from './tlsOnlyStatement';

interface ProtectBucketArgs {
  readonly bucket: Bucket;
  /** Key that objects are encrypted with when the writer names none. */
  readonly keyArn: pulumi.Input<string>;
  /** Besides the refusal of plain HTTP. @default none */
  readonly statements?: readonly PolicyStatement[];
  /** Whether S3 asks KMS once for many objects, which costs less. @default true */
  readonly bucketKey?: boolean;
}

interface BucketProtection {
  readonly versioning: BucketVersioning;
  readonly policy: BucketPolicy;
}

/**
 * What every bucket of ours has: versions, the customer key as default, no public access, no ACLs, TLS only. Children
 * are `${name}-versioning`, `-encryption`, `-public-access`, `-ownership` and `-policy` of the parent.
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
    { bucket, policy: policyDocument([tlsOnlyStatement(args.bucket.arn), ...(args.statements ?? [])]) },
    // S3 refuses the two calls when they meet ("conflicting conditional operation").
    { ...opts, dependsOn: [publicAccess] },
  );
  return { versioning, policy };
}
