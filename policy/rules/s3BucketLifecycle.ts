import { asList, isPlainObject, notYetKnown, textsOf } from '../pack/propertyValue';
import { comingFrom, type Resource } from '../pack/resource';
import { numberSetting, type RuleSettings, type StackRule } from '../pack/rule';
import { passes, undetermined, type Verdict, violates } from '../pack/verdict';
import { type Companions, companionsOfBuckets, foreignBuckets } from '../s3/bucketCompanions';
import { mfaDelete, versioningTypes } from '../s3/bucketVersions';
import { archivedObjectVerdicts, type KeptKeys, keptKeysOf, keptKeyVerdicts, tieringVerdicts } from '../s3/keptKeys';
import { inlineRule, type LifecycleRule, separateRule, withoutEndlessWaits } from '../s3/lifecycleRules';
import { movesSmallObjects, smallestMovedBytes, transitionFaults } from '../s3/lifecycleTransitions';
import { monitorBuckets } from '../s3/monitorBuckets';
import { boundVerdicts, reachesPrefix, retentionBounds } from '../s3/retentionBounds';

const lifecycleTypes = [
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
  'aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2',
] as const;

const tieringTypes = ['aws:s3/bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration'] as const;

/** What rules must do: what happens without them, and the setting. */
const needs = {
  expiresVersions: { lack: 'old versions never expire', setting: 'noncurrentVersionExpiration.noncurrentDays' },
  abortsUploads: {
    lack: 'incomplete uploads are never aborted',
    setting: 'abortIncompleteMultipartUpload.daysAfterInitiation',
  },
  removesMarkers: { lack: 'expired delete markers are never removed', setting: 'expiration.expiredObjectDeleteMarker' },
} as const;
type Need = keyof typeof needs;

const texts = { type: 'array', items: { type: 'string' } } as const;

export const s3BucketLifecycle: StackRule = {
  id: 's3-bucket-lifecycle',
  displayName: 'Buckets have lifecycle rules',
  description:
    'Old versions expire, incomplete uploads are aborted, expired delete markers are removed, captures ' +
    'expire within bounds, and baselines and schemas never expire and stay readable.',
  rationale:
    'Old versions and incomplete uploads cost money forever, and captures hold client data. A baseline that expires leaves its monitor without a reference.',
  severity: 'medium',
  framework: {
    name: 'AWS Foundational Security Best Practices',
    version: '1.0.0',
    reference: 'S3.10',
    specification: 'S3 general purpose buckets with versioning enabled should have lifecycle configurations',
  },
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html',
  remediationSteps:
    'Add an enabled rule for the whole bucket (no prefix, tag or size filter) with ' +
    'noncurrentVersionExpiration, abortIncompleteMultipartUpload and expiration.expiredObjectDeleteMarker, ' +
    'and one for the captures with expiration.days. Exclude baselines and schemas from every rule with an ' +
    'expiration.',
  example: {
    avoid: { store: { type: 'aws:s3/bucket:Bucket', properties: { bucket: 'store-1a2b' } } },
    prefer: {
      store: { type: 'aws:s3/bucket:Bucket', properties: { bucket: 'store-1a2b' } },
      'store-lifecycle': {
        type: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
        properties: {
          bucket: 'store-1a2b',
          rules: [
            {
              id: 'versions',
              status: 'Enabled',
              noncurrentVersionExpiration: { noncurrentDays: 30 },
              abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
              expiration: { expiredObjectDeleteMarker: true },
            },
            { id: 'captures', status: 'Enabled', filter: { prefix: 'captures/' }, expiration: { days: 30 } },
          ],
        },
      },
    },
  },
  configSchema: {
    properties: {
      keepPrefixes: {
        ...texts,
        default: ['baselines/', 'schemas/'],
        description: 'Prefixes of keys that never expire.',
      },
      keepBuckets: {
        ...texts,
        default: ['store'],
        description:
          'Buckets that hold keys of keepPrefixes and bounds, as case-insensitive patterns of their logical name or their ' +
          'name in S3. Buckets that job definitions or data captures name, or to which the stack writes such keys, need no entry.',
      },
      minVersionDays: {
        type: 'number',
        minimum: 0,
        default: 7,
        description: 'Minimum days for which old versions of keys of keepPrefixes are kept.',
      },
      maxVersionDays: {
        type: 'number',
        minimum: 1,
        default: 3660,
        description: 'Days after which an expiration of old versions or delete markers counts as none.',
      },
      maxUploadDays: {
        type: 'number',
        minimum: 1,
        default: 365,
        description: 'Days after which aborting incomplete uploads counts as never.',
      },
      coverPrefixes: {
        ...texts,
        default: [''],
        description: 'Prefixes that one rule each must cover; an empty string is the whole bucket.',
      },
      bounds: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            prefix: { type: 'string' },
            minDays: { type: 'number', minimum: 0 },
            maxDays: { type: 'number', minimum: 1 },
          },
          required: ['prefix'],
          additionalProperties: false,
        },
        default: [{ prefix: 'captures/', minDays: 1, maxDays: 90 }],
        description:
          'Prefixes of keys that expire, with the minimum and maximum days that they and their old versions ' +
          'are kept.',
      },
    },
  },
  // The rehearsal's store lasts for a day.
  environmentDefaults: { local: { minVersionDays: 1 } },
  checkStack: (resources, settings) => {
    const versioning = companionsOfBuckets(resources, versioningTypes);
    const tiering = companionsOfBuckets(resources, tieringTypes);
    const monitored = monitorBuckets(resources);
    return [
      ...[...companionsOfBuckets(resources, lifecycleTypes)].flatMap(([bucket, companions]) => {
        const kept = keptKeysOf(bucket, monitored, settings);
        const archiving = [
          ...tieringVerdicts(kept, tiering.get(bucket)?.certain ?? []),
          ...archivedObjectVerdicts(kept, monitored),
        ];
        if (mfaDelete(bucket, versioning.get(bucket)?.certain ?? []) === true) {
          return [...judgeMfaBucket(bucket, companions), ...archiving];
        }
        return [...judge(kept, companions, settings), ...archiving];
      }),
      ...foreignBuckets(resources, lifecycleTypes, 'its lifecycle'),
    ];
  },
};

/** S3 accepts no lifecycle configuration for a bucket with MFA delete, so nothing else can be required of it. */
function judgeMfaBucket(bucket: Resource, { certain }: Companions): Verdict[] {
  if (certain.length === 0) return [passes(bucket)];
  return [
    violates(
      bucket,
      `Bucket '${bucket.name}' has MFA delete and a lifecycle configuration ('${certain[0]?.name}'), which ` +
        'S3 rejects: remove one of them.',
    ),
  ];
}

function judge(kept: KeptKeys, companions: Companions, settings: RuleSettings): Verdict[] {
  const { bucket } = kept;
  const read = readRules(bucket, companions);
  if ('unclear' in read) {
    return [undetermined(bucket, `what bucket '${bucket.name}' keeps is not known yet: ${read.unclear}.`)];
  }
  const { rules } = read;
  const limits = longestDays(settings);
  const effective = rules.map((rule) => withoutEndlessWaits(rule, limits));
  // Expired delete markers are what is left where old versions have expired.
  const wanted = (Object.keys(needs) as Need[]).filter(
    (need) =>
      need !== 'removesMarkers' || effective.some((rule) => rule.enabled !== false && rule.expiresVersions !== false),
  );
  const verdicts = [
    ...textsOf(settings['coverPrefixes']).flatMap((prefix) =>
      wanted.map((need) => needVerdict(bucket, effective, need, prefix)),
    ),
    ...keptKeyVerdicts(kept, rules),
    ...retentionVerdicts(kept, rules, settings),
    ...rules.flatMap((rule) =>
      transitionFaults(rule).map((fault) =>
        violates(bucket, `Rule ${rule.id} of bucket '${bucket.name}' ${fault}: fix the rule, S3 rejects it.`),
      ),
    ),
    ...rules
      .filter(movesSmallObjects)
      .map((rule) =>
        violates(
          bucket,
          `Rule ${rule.id} of bucket '${bucket.name}' moves objects below 128 KB to a colder class, which costs more ` +
            `than it saves: set objectSizeGreaterThan to ${smallestMovedBytes - 1}.`,
        ),
      ),
  ].filter((verdict) => verdict.outcome !== 'passes');
  return verdicts.length > 0 ? verdicts : [passes(bucket)];
}

/** Days after which an expiration counts as none. */
function longestDays(settings: RuleSettings): { readonly versions: number; readonly uploads: number } {
  const [versions, uploads] = [numberSetting(settings, 'maxVersionDays'), numberSetting(settings, 'maxUploadDays')];
  return { versions: versions ?? Number.POSITIVE_INFINITY, uploads: uploads ?? Number.POSITIVE_INFINITY };
}

/** Bounds apply in buckets that hold kept keys, and wherever a rule has such a prefix. */
function retentionVerdicts(
  { bucket, isHolder }: KeptKeys,
  rules: readonly LifecycleRule[],
  settings: RuleSettings,
): Verdict[] {
  return retentionBounds(settings['bounds'])
    .filter(({ prefix }) => isHolder || rules.some((rule) => rule.prefix !== '' && reachesPrefix(rule, prefix)))
    .flatMap((bound) => boundVerdicts(bucket, rules, bound));
}

/** Returns the rules of a bucket, or a clause on why they are not known. */
function readRules(
  bucket: Resource,
  { certain, possible }: Companions,
): { rules: LifecycleRule[] } | { unclear: string } {
  const rules: LifecycleRule[] = [];
  for (const companion of certain) {
    const value = companion.property('rules');
    if (value === notYetKnown || asList(value).includes(notYetKnown)) {
      return {
        unclear: `the rules of '${companion.name}' are known only during the update${comingFrom(companion, 'rules')}`,
      };
    }
    rules.push(...asList(value).filter(isPlainObject).map(separateRule));
  }
  if (certain.length > 0) return { rules };
  const inline = bucket.property('lifecycleRules');
  if (inline === notYetKnown && bucket.sources('lifecycleRules') !== undefined) {
    return { unclear: `its inline rules are known only during the update${comingFrom(bucket, 'lifecycleRules')}` };
  }
  rules.push(...asList(inline).filter(isPlainObject).map(inlineRule));
  const [candidate] = possible;
  if (rules.length === 0 && candidate) {
    return {
      unclear: `the bucket of '${candidate.name}' is known only during the update${comingFrom(candidate, 'bucket')}`,
    };
  }
  return { rules };
}

/** One enabled rule must cover the whole prefix: a rule for a part of it does not cover the rest. */
function needVerdict(bucket: Resource, rules: readonly LifecycleRule[], action: Need, wanted: string): Verdict {
  const { lack, setting } = needs[action];
  const covers = ({ prefix }: LifecycleRule) => (prefix === notYetKnown ? prefix : wanted.startsWith(prefix));
  const candidates = rules.filter((rule) => !rule.filtered).map((rule) => [rule.enabled, covers(rule), rule[action]]);
  if (candidates.some((parts) => parts.every((part) => part === true))) return passes(bucket);
  if (candidates.some((parts) => parts.every((part) => part === true || part === notYetKnown))) {
    return undetermined(
      bucket,
      `whether a rule of bucket '${bucket.name}' sets ${setting} is not known before the update.`,
    );
  }
  const scope = wanted === '' ? 'the whole bucket' : `'${wanted}'`;
  return violates(
    bucket,
    `Bucket '${bucket.name}' has no lifecycle rule for this: ${lack}${nearMiss(rules, action)}; add an ` +
      `enabled rule for ${scope} with ${setting}.`,
  );
}

/** Returns ` (rule 'x' does this, but ...)`, or an empty text without such a rule. */
function nearMiss(rules: readonly LifecycleRule[], action: Need): string {
  const partial = rules.find((rule) => rule[action] === true);
  if (partial) return ` (rule ${partial.id} does this, but ${shortcoming(partial)})`;
  const waiting = rules
    .map(({ id, versionDays, uploadDays, keepsVersions }) => ({
      id,
      days: action === 'abortsUploads' ? uploadDays : keepsVersions === undefined ? versionDays : undefined,
    }))
    .find(({ days }) => typeof days === 'number' && action !== 'removesMarkers');
  if (waiting) return ` (rule ${waiting.id} waits ${String(waiting.days)} days)`;
  const keeping = rules.find((rule) => action === 'expiresVersions' && typeof rule.keepsVersions === 'number');
  return keeping ? ` (rule ${keeping.id} keeps the newest ${String(keeping.keepsVersions)} of them)` : '';
}

function shortcoming({ enabled, prefix, filtered }: LifecycleRule): string {
  if (enabled === false) return 'is disabled';
  if (filtered) return 'covers only objects with certain tags or sizes';
  return typeof prefix === 'string' && prefix !== '' ? `covers only '${prefix}'` : 'is not known before the update';
}
