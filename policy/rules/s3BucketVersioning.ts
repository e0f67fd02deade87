import { notYetKnown, textsOf, valueAt } from '../pack/propertyValue';
import { comingFrom, type Resource } from '../pack/resource';
import type { RuleSettings, StackRule } from '../pack/rule';
import { passes, undetermined, type Verdict, violates } from '../pack/verdict';
import { type Companions, companionsOfBuckets, foreignBuckets, isNamedBucket } from '../s3/bucketCompanions';
import { inlineVersioning, mfaDelete, versioningTypes } from '../s3/bucketVersions';

export const s3BucketVersioning: StackRule = {
  id: 's3-bucket-versioning',
  displayName: 'Buckets keep old versions',
  description: 'Every S3 bucket has versioning enabled.',
  rationale:
    'Without old versions, an overwritten or deleted baseline is lost, and with it the evidence of what was approved.',
  severity: 'high',
  framework: {
    name: 'AWS Foundational Security Best Practices',
    version: '1.0.0',
    reference: 'S3.14',
    specification: 'S3 general purpose buckets should have versioning enabled',
  },
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html',
  remediationSteps: "Add an aws.s3.BucketVersioning for the bucket with versioningConfiguration.status 'Enabled'.",
  example: {
    avoid: { store: { type: 'aws:s3/bucket:Bucket', properties: { bucket: 'store-1a2b' } } },
    prefer: {
      store: { type: 'aws:s3/bucket:Bucket', properties: { bucket: 'store-1a2b' } },
      'store-versioning': {
        type: 'aws:s3/bucketVersioning:BucketVersioning',
        properties: { bucket: 'store-1a2b', versioningConfiguration: { status: 'Enabled' } },
      },
    },
  },
  configSchema: {
    properties: {
      mfaDelete: {
        type: 'array',
        items: { type: 'string' },
        default: [],
        description:
          'Buckets that require MFA delete, as case-insensitive patterns of their logical name or their name in S3. S3 ' +
          'accepts no lifecycle configuration for these buckets.',
      },
    },
  },
  checkStack: (resources, settings) => [
    ...[...companionsOfBuckets(resources, versioningTypes)].flatMap(([bucket, companions]) => [
      judge(bucket, companions),
      ...judgeMfa(bucket, companions, settings),
    ]),
    ...foreignBuckets(resources, versioningTypes, 'its versioning'),
  ],
};

/** Required only if config names the bucket, because only the account's root user can enable MFA delete. */
function judgeMfa(bucket: Resource, { certain }: Companions, settings: RuleSettings): Verdict[] {
  if (!isNamedBucket(bucket, textsOf(settings['mfaDelete']))) return [];
  const required = mfaDelete(bucket, certain);
  if (required === true) return [passes(bucket)];
  if (required === notYetKnown) {
    const reason = `whether bucket '${bucket.name}' has MFA delete is not known before the update.`;
    return [undetermined(bucket, reason)];
  }
  return [
    violates(
      bucket,
      `Old versions of bucket '${bucket.name}' can be deleted without a second factor: enable MFA delete as ` +
        "the root user of the account, and set versioningConfiguration.mfaDelete to 'Enabled'.",
    ),
  ];
}

function judge(bucket: Resource, { certain, possible }: Companions): Verdict {
  if (certain.length > 0) return judgeCompanions(bucket, certain);
  const inline = inlineVersioning(bucket, 'enabled');
  if (inline === true) return passes(bucket);
  if (inline === notYetKnown) {
    return undetermined(
      bucket,
      `whether bucket '${bucket.name}' keeps old versions is not known yet: its inline versioning is known ` +
        `only during the update${comingFrom(bucket, 'versioning')}.`,
    );
  }
  const [unclear] = possible;
  if (unclear) {
    return undetermined(
      bucket,
      `whether bucket '${bucket.name}' keeps old versions is not known yet: the bucket of '${unclear.name}' ` +
        `is known only during the update${comingFrom(unclear, 'bucket')}.`,
    );
  }
  return violates(
    bucket,
    `Bucket '${bucket.name}' has no versioning: add an aws.s3.BucketVersioning with ` +
      "versioningConfiguration.status 'Enabled'.",
  );
}

function judgeCompanions(bucket: Resource, companions: readonly Resource[]): Verdict {
  for (const companion of companions) {
    const status = valueAt(companion.property('versioningConfiguration'), 'status');
    if (status === 'Enabled') continue;
    if (status === notYetKnown) {
      return undetermined(
        bucket,
        `whether bucket '${bucket.name}' keeps old versions is not known yet: the status of ` +
          `'${companion.name}' is known only during the ` +
          `update${comingFrom(companion, 'versioningConfiguration')}.`,
      );
    }
    const is = typeof status === 'string' ? `'${status}'` : 'missing';
    return violates(
      bucket,
      `Bucket '${bucket.name}' has no versioning: the status of '${companion.name}' is ${is}; set ` +
        "versioningConfiguration.status to 'Enabled'.",
    );
  }
  return passes(bucket);
}
