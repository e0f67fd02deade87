import { asList, isPlainObject, notYetKnown } from '../pack/plain';
import { comingFrom, type Resource } from '../pack/resource';
import type { StackRule } from '../pack/rule';
import { type RuleSettings, textsSetting } from '../pack/settings';
import { passes, undetermined, type Verdict, violates } from '../pack/verdict';
import { type Companions, companionsOfBuckets } from '../s3/bucketCompanions';
import { inlineRule, type LifecycleRule, separateRule } from '../s3/lifecycleRules';

const lifecycleTypes = [
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
  'aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2',
] as const;

/** Old versions and unfinished uploads cost money for ever; a baseline that expires leaves a monitor without a measure. */
export const s3BucketLifecycle: StackRule = {
  id: 's3-bucket-lifecycle',
  displayName: 'Buckets have a lifecycle',
  description: 'Old versions expire, incomplete uploads are aborted, and baselines never expire.',
  severity: 'medium',
  framework: {
    name: 'AWS Foundational Security Best Practices',
    version: '1.0.0',
    reference: 'S3.10',
    specification: 'S3 general purpose buckets with versioning enabled should have lifecycle configurations',
  },
  remediationSteps:
    'Add an enabled rule for the whole bucket (no prefix, tag or size) with noncurrentVersionExpiration and ' +
    'abortIncompleteMultipartUpload, and let no rule with an expiration reach the baselines.',
  configSchema: {
    properties: {
      keepPrefixes: {
        type: 'array',
        items: { type: 'string' },
        default: ['baselines/'],
        description: 'Keys that begin so never expire.',
      },
      keepBuckets: {
        type: 'array',
        items: { type: 'string' },
        default: ['store'],
        description: 'Buckets that hold such keys: a part of their URN, upper or lower case.',
      },
    },
  },
  checkStack: (resources, settings) =>
    [...companionsOfBuckets(resources, lifecycleTypes)].flatMap(([bucket, companions]) =>
      judge(bucket, companions, settings),
    ),
};

function judge(bucket: Resource, companions: Companions, settings: RuleSettings): Verdict[] {
  const read = readRules(bucket, companions);
  if ('unclear' in read) {
    return [undetermined(bucket, `what bucket '${bucket.name}' keeps is not known yet: ${read.unclear}.`)];
  }
  const { rules } = read;
  const verdicts = [
    need(
      bucket,
      rules,
      'expiresVersions',
      'its old versions never expire',
      'noncurrentVersionExpiration.noncurrentDays',
    ),
    need(
      bucket,
      rules,
      'abortsUploads',
      'its incomplete uploads are never aborted',
      'abortIncompleteMultipartUpload.daysAfterInitiation',
    ),
    ...textsSetting(settings, 'keepPrefixes').flatMap((prefix) => keep(bucket, rules, prefix, settings)),
  ].filter((verdict) => verdict.outcome !== 'passes');
  return verdicts.length > 0 ? verdicts : [passes(bucket)];
}

/** A bucket's rules; or, as a clause, why they can't be told. */
function readRules(
  bucket: Resource,
  { certain, possible }: Companions,
): { rules: LifecycleRule[] } | { unclear: string } {
  const rules: LifecycleRule[] = [];
  for (const companion of certain) {
    const value = companion.property('rules');
    if (value === notYetKnown || asList(value).includes(notYetKnown)) {
      return { unclear: `the rules of '${companion.name}' are set during the update${comingFrom(companion, 'rules')}` };
    }
    rules.push(...asList(value).filter(isPlainObject).map(separateRule));
  }
  if (certain.length > 0) return { rules };
  const inline = bucket.property('lifecycleRules');
  if (inline === notYetKnown && bucket.sources('lifecycleRules') !== undefined) {
    return { unclear: `its inline rules are set during the update${comingFrom(bucket, 'lifecycleRules')}` };
  }
  rules.push(...asList(inline).filter(isPlainObject).map(inlineRule));
  const [candidate] = possible;
  if (rules.length === 0 && candidate) {
    return {
      unclear: `the bucket of '${candidate.name}' is named during the update${comingFrom(candidate, 'bucket')}`,
    };
  }
  return { rules };
}

/** One enabled rule for the whole bucket must do the thing: a rule for one prefix leaves the rest as it was. */
function need(
  bucket: Resource,
  rules: readonly LifecycleRule[],
  action: 'expiresVersions' | 'abortsUploads',
  lack: string,
  setting: string,
): Verdict {
  const candidates = rules
    .filter((rule) => !rule.filtered)
    .map(({ enabled, prefix, [action]: acts }) => [enabled, prefix === notYetKnown ? prefix : prefix === '', acts]);
  if (candidates.some((parts) => parts.every((part) => part === true))) return passes(bucket);
  if (candidates.some((parts) => parts.every((part) => part === true || part === notYetKnown))) {
    return undetermined(
      bucket,
      `whether a rule of bucket '${bucket.name}' sets ${setting} is not known before the update.`,
    );
  }
  const partial = rules.find((rule) => rule[action] === true);
  const why = partial ? ` (rule ${partial.id} does so, but ${shortcoming(partial)})` : '';
  return violates(
    bucket,
    `Bucket '${bucket.name}' has no lifecycle for this: ${lack}${why}; add an enabled rule for the whole bucket ` +
      `with ${setting}.`,
  );
}

function shortcoming({ enabled, prefix, filtered }: LifecycleRule): string {
  if (enabled === false) return 'is disabled';
  if (filtered) return 'covers only objects with some tags or sizes';
  return typeof prefix === 'string' && prefix !== '' ? `covers only '${prefix}'` : 'is not known before the update';
}

/**
 * No enabled rule may expire what lies under a prefix. A rule for a whole bucket reaches it only where the bucket holds
 * such keys: a bucket of logs may well expire as a whole.
 */
function keep(bucket: Resource, rules: readonly LifecycleRule[], kept: string, settings: RuleSettings): Verdict[] {
  const holds = textsSetting(settings, 'keepBuckets').some((part) =>
    bucket.urn.toLowerCase().includes(part.toLowerCase()),
  );
  return rules
    .filter(({ enabled, expiresObjects }) => enabled !== false && expiresObjects !== false)
    .flatMap((rule): Verdict[] => {
      const { prefix } = rule;
      if (prefix === notYetKnown) {
        const reason = `whether rule ${rule.id} of bucket '${bucket.name}' expires '${kept}' is not known before the update.`;
        return [undetermined(bucket, reason)];
      }
      const reaches = prefix === '' ? holds : prefix.startsWith(kept) || kept.startsWith(prefix);
      if (!reaches) return [];
      if (rule.enabled === notYetKnown || rule.expiresObjects === notYetKnown) {
        const reason = `whether rule ${rule.id} of bucket '${bucket.name}' expires '${kept}' is not known before the update.`;
        return [undetermined(bucket, reason)];
      }
      const scope = prefix === '' ? 'the whole bucket' : `'${prefix}'`;
      return [
        violates(
          bucket,
          `Rule ${rule.id} of bucket '${bucket.name}' expires ${scope} and with it '${kept}', which must be kept for ` +
            'ever: take its expiration away or give it the prefix of what may expire.',
        ),
      ];
    });
}
