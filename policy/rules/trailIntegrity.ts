import { Directory } from '../pack/directory';
import { notYetKnown, textsOf } from '../pack/propertyValue';
import { comingFrom, type Resource } from '../pack/resource';
import { numberSetting, type RuleSettings, type StackRule } from '../pack/rule';
import { passes, undetermined, type Verdict, violates } from '../pack/verdict';
import { type EvidenceBucket, evidenceBuckets } from '../s3/evidenceBucket';
import { recordsObjects } from '../s3/objectEvents';

const trailType = 'aws:cloudtrail/trail:Trail';

/** Settings that a trail must have, with the provider's default and what a trail without the setting lacks. */
const switches = {
  enableLogFileValidation: {
    byDefault: false,
    lack: "has no digest files, so the integrity of its records can't be verified",
  },
  isMultiRegionTrail: { byDefault: false, lack: 'records a single region' },
  includeGlobalServiceEvents: { byDefault: true, lack: 'excludes global services such as IAM' },
  enableLogging: { byDefault: true, lack: 'is not logging' },
} as const;

export const trailIntegrity: StackRule = {
  id: 'trail-integrity',
  displayName: 'Trails are complete and protected',
  description:
    'Every trail has digest files, records all regions and global services, is encrypted with a customer ' +
    'managed key, and writes to a bucket that denies deleting its records.',
  rationale:
    'Only the trail shows who accessed or changed the monitoring, so its records must be complete and protected from deletion.',
  severity: 'high',
  framework: {
    name: 'AWS Foundational Security Best Practices',
    version: '1.0.0',
    reference: 'CloudTrail.1, CloudTrail.2, CloudTrail.4',
    specification:
      'CloudTrail should be enabled with a multi-Region trail, have encryption at-rest and log file validation enabled',
  },
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html',
  remediationSteps:
    `Set ${Object.keys(switches).join(', ')} and kmsKeyId. Enable Object Lock with a default retention on ` +
    'the bucket, or deny s3:DeleteObject and s3:DeleteObjectVersion to everyone in its policy.',
  example: {
    avoid: {
      audit: { type: trailType, properties: { s3BucketName: 'audit-1a2b', isMultiRegionTrail: false } },
    },
    prefer: {
      audit: {
        type: trailType,
        properties: {
          s3BucketName: 'audit-1a2b',
          isMultiRegionTrail: true,
          enableLogFileValidation: true,
          kmsKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/1a2b',
        },
      },
      'audit-log': { type: 'aws:s3/bucket:Bucket', properties: { bucket: 'audit-1a2b', objectLockEnabled: true } },
      'audit-lock': {
        type: 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration',
        properties: { bucket: 'audit-1a2b', rule: { defaultRetention: { mode: 'COMPLIANCE', days: 365 } } },
      },
    },
  },
  configSchema: {
    properties: {
      retentionDays: {
        type: 'number',
        minimum: 1,
        default: 365,
        description: 'Minimum number of days that records are kept.',
      },
      objectEvents: {
        type: 'array',
        items: { type: 'string' },
        default: [],
        description: 'Prefixes of keys, such as baselines/, whose object-level API calls every trail records.',
      },
    },
  },
  checkStack: (resources, settings) => {
    const trails = resources.filter(({ type }) => type === trailType);
    if (trails.length === 0) return [];
    const buckets = evidenceBuckets(resources);
    const directory = new Directory(buckets.keys());
    return trails.flatMap((trail) => {
      const [bucket] = directory.find(trail, 's3BucketName').resources;
      const evidence = bucket && buckets.get(bucket);
      const verdicts = [
        ...switchVerdicts(trail),
        ...encryptionVerdicts(trail),
        ...(evidence ? recordVerdicts(trail, evidence, settings) : foreignBucketVerdicts(trail)),
        ...textsOf(settings['objectEvents']).flatMap((prefix) => objectEventVerdicts(trail, prefix)),
      ];
      return verdicts.length > 0 ? verdicts : [passes(trail)];
    });
  },
};

function switchVerdicts(trail: Resource): Verdict[] {
  return Object.entries(switches).flatMap(([key, { byDefault, lack }]): Verdict[] => {
    const value =
      trail.sources(key) === undefined && trail.property(key) === notYetKnown ? byDefault : trail.property(key);
    if ((value ?? byDefault) === true) return [];
    if (value === notYetKnown) {
      return [
        undetermined(trail, `${key} of trail '${trail.name}' is not known before the update${comingFrom(trail, key)}.`),
      ];
    }
    return [violates(trail, `Trail '${trail.name}' ${lack}: set ${key} to true.`)];
  });
}

function encryptionVerdicts(trail: Resource): Verdict[] {
  const key = trail.property('kmsKeyId');
  const hasKey = key === notYetKnown ? trail.sources('kmsKeyId') !== undefined : typeof key === 'string' && key !== '';
  if (hasKey) return [];
  return [violates(trail, `Trail '${trail.name}' is not encrypted with a customer managed key: set kmsKeyId.`)];
}

function foreignBucketVerdicts(trail: Resource): Verdict[] {
  const name = trail.property('s3BucketName');
  const which = typeof name === 'string' ? `'${name}'` : `of trail '${trail.name}'`;
  const reason =
    `bucket ${which} belongs to another stack: the protection of records of trail '${trail.name}' can be ` +
    'judged only there.';
  return [undetermined(trail, reason)];
}

function recordVerdicts(trail: Resource, evidence: EvidenceBucket, settings: RuleSettings): Verdict[] {
  const minDays = numberSetting(settings, 'retentionDays') ?? 0;
  const { bucket, rules } = evidence;
  const prefix = trail.property('s3KeyPrefix');
  const keys = typeof prefix === 'string' && prefix !== '' ? `${prefix}/AWSLogs/` : 'AWSLogs/';
  const early = rules.flatMap((rule): Verdict[] => {
    const reaches = typeof rule.prefix === 'string' && (rule.prefix.startsWith(keys) || keys.startsWith(rule.prefix));
    if (rule.enabled !== true || !reaches || typeof rule.objectDays !== 'number' || rule.objectDays >= minDays)
      return [];
    return [
      violates(
        trail,
        `Rule ${rule.id} of bucket '${bucket.name}' expires records of trail '${trail.name}' after ` +
          `${rule.objectDays} days; the minimum is ${minDays}: raise its expiration.days.`,
      ),
    ];
  });
  return [...early, ...deletionVerdicts(trail, evidence)];
}

function deletionVerdicts(trail: Resource, { bucket, locked, deniesDeletes }: EvidenceBucket): Verdict[] {
  if (locked === true || deniesDeletes === true) return [];
  if (locked === notYetKnown || deniesDeletes === notYetKnown) {
    const reason = `whether records of trail '${trail.name}' can be deleted from bucket '${bucket.name}' is not known before the update.`;
    return [undetermined(trail, reason)];
  }
  return [
    violates(
      trail,
      `Records of trail '${trail.name}' can be deleted from bucket '${bucket.name}': enable Object Lock ` +
        'with a default retention, or add a BucketPolicy that denies s3:DeleteObject and ' +
        "s3:DeleteObjectVersion to '*'.",
    ),
  ];
}

function objectEventVerdicts(trail: Resource, prefix: string): Verdict[] {
  const records = recordsObjects(trail, prefix);
  if (records === true) return [];
  if (records === notYetKnown) {
    const reason = `whether trail '${trail.name}' records object-level API calls on '${prefix}' is not known before the update.`;
    return [undetermined(trail, reason)];
  }
  return [
    violates(
      trail,
      `Trail '${trail.name}' does not record all object-level API calls on '${prefix}': add an ` +
        'advancedEventSelector with eventCategory Data, resources.type AWS::S3::Object and a resources.ARN ' +
        `that starts with <bucket ARN>/${prefix}.`,
    ),
  ];
}
