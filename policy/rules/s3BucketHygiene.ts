import type { Resource } from '../pack/resource';
import type { StackRule } from '../pack/rule';
import { passes, undetermined, type Verdict, violates } from '../pack/verdict';
import { type Companions, companionsOfBuckets, foreignBuckets } from '../s3/bucketCompanions';
import { customerKey, type HygieneCheck, ownerEnforced, publicAccessBlocked } from '../s3/hygieneChecks';
import { tlsOnly } from '../s3/tlsOnly';

const checks: readonly HygieneCheck[] = [publicAccessBlocked, ownerEnforced, customerKey, tlsOnly];

export const s3BucketHygiene: StackRule = {
  id: 's3-bucket-hygiene',
  displayName: 'Buckets are private and encrypted',
  description:
    'Every bucket blocks public access, disables ACLs, encrypts with a customer managed key and denies ' +
    'requests without TLS.',
  rationale: 'Captures hold client data, and baselines and trails are evidence: no one else may read or replace them.',
  severity: 'high',
  framework: {
    name: 'AWS Foundational Security Best Practices',
    version: '1.0.0',
    reference: 'S3.8, S3.12, S3.17, S3.5',
    specification:
      'S3 general purpose buckets should block public access, should not use ACLs, should be encrypted at rest with ' +
      'AWS KMS keys and should require requests to use SSL',
  },
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html',
  remediationSteps:
    'Add a BucketPublicAccessBlock with all four settings, a BucketOwnershipControls, a ' +
    'BucketServerSideEncryptionConfiguration with a customer managed key, and a BucketPolicy that denies ' +
    'requests without TLS.',
  example: {
    avoid: { store: { type: 'aws:s3/bucket:Bucket', properties: { bucket: 'store-1a2b' } } },
    prefer: {
      store: { type: 'aws:s3/bucket:Bucket', properties: { bucket: 'store-1a2b' } },
      'store-access': {
        type: 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
        properties: {
          bucket: 'store-1a2b',
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        },
      },
      'store-ownership': {
        type: 'aws:s3/bucketOwnershipControls:BucketOwnershipControls',
        properties: { bucket: 'store-1a2b', rule: { objectOwnership: 'BucketOwnerEnforced' } },
      },
      'store-encryption': {
        type: 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
        properties: {
          bucket: 'store-1a2b',
          rules: [
            {
              applyServerSideEncryptionByDefault: {
                sseAlgorithm: 'aws:kms',
                kmsMasterKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/1a2b',
              },
            },
          ],
        },
      },
      'store-policy': {
        type: 'aws:s3/bucketPolicy:BucketPolicy',
        properties: {
          bucket: 'store-1a2b',
          policy: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Deny',
                Principal: '*',
                Action: 's3:*',
                Resource: ['arn:aws:s3:::store-1a2b', 'arn:aws:s3:::store-1a2b/*'],
                Condition: { Bool: { 'aws:SecureTransport': 'false' } },
              },
            ],
          },
        },
      },
    },
  },
  checkStack: (resources) => [
    ...checks.flatMap((check) =>
      [...companionsOfBuckets(resources, check.types)].map(([bucket, companions]) => judge(check, bucket, companions)),
    ),
    ...foreignBuckets(
      resources,
      checks.flatMap(({ types }) => types),
      'its access and encryption',
    ),
  ],
};

function judge(
  { lack, remedy, inspect, inline }: HygieneCheck,
  bucket: Resource,
  { certain, possible }: Companions,
): Verdict {
  const results = certain.map((companion) => inspect(companion, bucket));
  if (results.length === 0 && inline) results.push(inline(bucket));
  if (results.some(({ is }) => is === 'met')) return passes(bucket);
  const unknown = results.find(({ is }) => is === 'unknown');
  if (unknown?.is === 'unknown') {
    return undetermined(bucket, `whether bucket '${bucket.name}' ${lack} is not known yet: ${unknown.why}.`);
  }
  const [candidate] = possible;
  if (certain.length === 0 && candidate) {
    return undetermined(
      bucket,
      `whether bucket '${bucket.name}' ${lack} is not known yet: the bucket of '${candidate.name}' is known ` +
        'only during the update.',
    );
  }
  const [reason] = results.flatMap((result) => (result.is === 'unmet' && result.why !== undefined ? [result.why] : []));
  return violates(bucket, `Bucket '${bucket.name}' ${lack}${reason === undefined ? '' : ` (${reason})`}: ${remedy}.`);
}
