import type { Resource } from '../pack/resource';
import type { StackRule } from '../pack/rule';
import { passes, undetermined, type Verdict, violates } from '../pack/verdict';
import { type Companions, companionsOfBuckets, foreignBuckets } from '../s3/bucketCompanions';
import { customerKey, type HygieneCheck, ownerEnforced, publicAccessBlocked } from '../s3/hygieneChecks';
import { tlsOnly } from '../s3/tlsOnly';

const checks: readonly HygieneCheck[] = [publicAccessBlocked, ownerEnforced, customerKey, tlsOnly];

/** Captures hold what people sent to a model, and baselines and trails are evidence: nobody else reads or swaps them. */
export const s3BucketHygiene: StackRule = {
  id: 's3-bucket-hygiene',
  displayName: 'Buckets are private and encrypted',
  description:
    'Every bucket blocks public access, disables ACLs, encrypts with a customer managed key and denies ' +
    'requests without TLS.',
  severity: 'high',
  framework: {
    name: 'AWS Foundational Security Best Practices',
    version: '1.0.0',
    reference: 'S3.8, S3.12, S3.17, S3.5',
    specification:
      'S3 general purpose buckets should block public access, should not use ACLs, should be encrypted at rest with ' +
      'AWS KMS keys and should require requests to use SSL',
  },
  remediationSteps:
    'Add a BucketPublicAccessBlock with all four settings, a BucketOwnershipControls, a ' +
    'BucketServerSideEncryptionConfiguration with a customer managed key, and a BucketPolicy that denies ' +
    'requests without TLS.',
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
  const answers = certain.map((companion) => inspect(companion, bucket));
  if (answers.length === 0 && inline) answers.push(inline(bucket));
  if (answers.some(({ is }) => is === 'met')) return passes(bucket);
  const open = answers.find(({ is }) => is === 'unknown');
  if (open?.is === 'unknown') {
    return undetermined(bucket, `whether bucket '${bucket.name}' ${lack} is not known yet: ${open.why}.`);
  }
  const [candidate] = possible;
  if (certain.length === 0 && candidate) {
    return undetermined(
      bucket,
      `whether bucket '${bucket.name}' ${lack} is not known yet: the bucket of '${candidate.name}' is known ` +
        'only during the update.',
    );
  }
  const [reason] = answers.flatMap((answer) => (answer.is === 'unmet' && answer.why !== undefined ? [answer.why] : []));
  return violates(bucket, `Bucket '${bucket.name}' ${lack}${reason === undefined ? '' : ` (${reason})`}: ${remedy}.`);
}
