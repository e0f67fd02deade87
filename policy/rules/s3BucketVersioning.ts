import { asList, isPlainObject, notYetKnown, type Plain } from '../pack/plain';
import { comingFrom, type Resource } from '../pack/resource';
import type { StackRule } from '../pack/rule';
import { passes, undetermined, type Verdict, violates } from '../pack/verdict';
import { type Companions, companionsOfBuckets } from '../s3/bucketCompanions';

const versioningTypes = [
  'aws:s3/bucketVersioning:BucketVersioning',
  'aws:s3/bucketVersioningV2:BucketVersioningV2',
] as const;

/** Without old versions a baseline that was overwritten or deleted is gone, and with it the proof of what it was. */
export const s3BucketVersioning: StackRule = {
  id: 's3-bucket-versioning',
  displayName: 'Buckets are versioned',
  description: 'Every S3 bucket keeps old versions of its objects.',
  severity: 'high',
  framework: {
    name: 'AWS Foundational Security Best Practices',
    version: '1.0.0',
    reference: 'S3.14',
    specification: 'S3 general purpose buckets should have versioning enabled',
  },
  remediationSteps: "Add an aws.s3.BucketVersioning for the bucket with versioningConfiguration.status 'Enabled'.",
  checkStack: (resources) =>
    [...companionsOfBuckets(resources, versioningTypes)].map(([bucket, companions]) => judge(bucket, companions)),
};

function judge(bucket: Resource, { certain, possible }: Companions): Verdict {
  if (certain.length > 0) return judgeCompanions(bucket, certain);
  const inline = inlineVersioning(bucket);
  if (inline === true) return passes(bucket);
  if (inline === notYetKnown) {
    return undetermined(
      bucket,
      `whether bucket '${bucket.name}' keeps old versions is not known yet: its inline versioning is set during the ` +
        `update${comingFrom(bucket, 'versioning')}.`,
    );
  }
  const [unclear] = possible;
  if (unclear) {
    return undetermined(
      bucket,
      `whether bucket '${bucket.name}' keeps old versions is not known yet: the bucket of '${unclear.name}' is named ` +
        `during the update${comingFrom(unclear, 'bucket')}.`,
    );
  }
  return violates(
    bucket,
    `Bucket '${bucket.name}' keeps no old versions of its objects: add an aws.s3.BucketVersioning for it with ` +
      "status 'Enabled'.",
  );
}

function judgeCompanions(bucket: Resource, companions: readonly Resource[]): Verdict {
  for (const companion of companions) {
    const status = statusOf(companion);
    if (status === 'Enabled') continue;
    if (status === notYetKnown) {
      return undetermined(
        bucket,
        `whether bucket '${bucket.name}' keeps old versions is not known yet: the status of '${companion.name}' is ` +
          `set during the update${comingFrom(companion, 'versioningConfiguration')}.`,
      );
    }
    const is = typeof status === 'string' ? `'${status}'` : 'missing';
    return violates(
      bucket,
      `Bucket '${bucket.name}' keeps no old versions of its objects: the status of '${companion.name}' is ${is}; ` +
        "set versioningConfiguration.status to 'Enabled'.",
    );
  }
  return passes(bucket);
}

function statusOf(companion: Resource): Plain | undefined {
  const configuration = companion.property('versioningConfiguration');
  return isPlainObject(configuration) ? configuration['status'] : configuration;
}

/** `versioning` of Bucket, `versionings` of BucketV2. An answer that only the provider will give is no setting. */
function inlineVersioning(bucket: Resource): Plain | undefined {
  for (const key of ['versioning', 'versionings']) {
    const value = bucket.property(key);
    if (value === notYetKnown && bucket.sources(key) === undefined) continue;
    for (const block of asList(value)) {
      const enabled = isPlainObject(block) ? block['enabled'] : block;
      if (enabled === true || enabled === notYetKnown) return enabled;
    }
  }
  return false;
}
