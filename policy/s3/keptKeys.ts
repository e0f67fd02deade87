import { asList, notYetKnown, type PropertyValue, textsOf, valueAt } from '../pack/propertyValue';
import type { Resource } from '../pack/resource';
import { numberSetting, type RuleSettings } from '../pack/rule';
import { undetermined, type Verdict, violates } from '../pack/verdict';
import { isNamedBucket } from './bucketCompanions';
import type { LifecycleRule } from './lifecycleRules';
import type { MonitorBuckets } from './monitorBuckets';

/** Prefixes that must stay readable in one bucket. */
export interface KeptKeys {
  readonly bucket: Resource;
  readonly prefixes: readonly string[];
  /** Whether rules for the whole bucket concern them; in a bucket of logs they don't. */
  readonly isHolder: boolean;
  /** Days for which old versions are kept at least. */
  readonly minVersionDays: number;
}

/** The prefixes of config in a bucket, which holds such keys by its name in config or by what the stack shows. */
export function keptKeysOf(bucket: Resource, { used, objects }: MonitorBuckets, settings: RuleSettings): KeptKeys {
  const prefixes = textsOf(settings['keepPrefixes']);
  const holdsObject = (objects.get(bucket) ?? []).some(({ key }) => prefixes.some((prefix) => key.startsWith(prefix)));
  return {
    bucket,
    prefixes,
    isHolder: isNamedBucket(bucket, textsOf(settings['keepBuckets'])) || used.has(bucket) || holdsObject,
    minVersionDays: numberSetting(settings, 'minVersionDays') ?? 0,
  };
}

/** Classes whose objects must be restored before they can be read ("Storage classes for archiving objects" of the S3 User Guide). */
const archiveClasses: readonly string[] = ['GLACIER', 'DEEP_ARCHIVE'];

/** No enabled rule may expire kept keys, archive them, or delete their old versions too early. */
export function keptKeyVerdicts(kept: KeptKeys, rules: readonly LifecycleRule[]): Verdict[] {
  return kept.prefixes.flatMap((prefix) =>
    rules.filter(({ enabled }) => enabled !== false).flatMap((rule) => judgeRule(kept, prefix, rule)),
  );
}

function judgeRule(kept: KeptKeys, prefix: string, rule: LifecycleRule): Verdict[] {
  const { bucket, minVersionDays } = kept;
  const subject = `Rule ${rule.id} of bucket '${bucket.name}'`;
  const expires = rule.expiresObjects !== false;
  const archived = rule.transitions.find(({ storageClass }) => isArchive(storageClass));
  const early = deletesVersionsBefore(rule, minVersionDays);
  if (!expires && !archived && !early) return [];
  const reaches = reachesKeys(kept, prefix, rule.prefix);
  if (reaches === false) return [];
  if (reaches === notYetKnown || rule.enabled === notYetKnown || rule.expiresObjects === notYetKnown) {
    const what = expires ? 'expires' : archived ? 'archives' : 'deletes old versions of';
    return [
      undetermined(
        bucket,
        `whether rule ${rule.id} of bucket '${bucket.name}' ${what} '${prefix}' is not known before the update.`,
      ),
    ];
  }
  const scope = rule.prefix === '' ? 'the whole bucket' : `'${String(rule.prefix)}'`;
  return [
    ...(expires
      ? [
          violates(
            bucket,
            `${subject} expires ${scope}, including '${prefix}', which must never expire: remove its expiration, or limit it ` +
              'to the prefix of keys that can expire.',
          ),
        ]
      : []),
    ...(archived
      ? [
          violates(
            bucket,
            `${subject} moves ${scope}, including '${prefix}', to ${String(archived.storageClass)}, from which a monitor can't ` +
              'read: use a class with immediate access such as GLACIER_IR, or limit the rule to other keys.',
          ),
        ]
      : []),
    ...(early
      ? [
          violates(
            bucket,
            `${subject} deletes old versions of ${scope}, including '${prefix}', after ${daysText(rule.versionDays)}; the ` +
              `minimum is ${minVersionDays}: raise its noncurrentVersionExpiration.noncurrentDays.`,
          ),
        ]
      : []),
  ];
}

function deletesVersionsBefore({ versionDays, keepsVersions }: LifecycleRule, days: number): boolean {
  return typeof versionDays === 'number' && versionDays < days && keepsVersions === undefined;
}

function isArchive(storageClass: PropertyValue | undefined): storageClass is string {
  return typeof storageClass === 'string' && archiveClasses.includes(storageClass);
}

function daysText(days: LifecycleRule['versionDays']): string {
  return days === 1 ? '1 day' : `${String(days)} days`;
}

/** Whether keys of a rule's prefix are among those under a kept one. */
function reachesKeys(
  { isHolder }: KeptKeys,
  keptPrefix: string,
  prefix: LifecycleRule['prefix'],
): boolean | typeof notYetKnown {
  if (prefix === notYetKnown) return notYetKnown;
  return prefix === '' ? isHolder : prefix.startsWith(keptPrefix) || keptPrefix.startsWith(prefix);
}

/** Intelligent-Tiering moves objects of its class to archive tiers only where a configuration says so. */
export function tieringVerdicts(kept: KeptKeys, configurations: readonly Resource[]): Verdict[] {
  const { bucket, prefixes } = kept;
  return configurations.flatMap((configuration) => {
    const tiers = asList(configuration.property('tierings')).map((tiering) => valueAt(tiering, 'accessTier'));
    const prefix = valueAt(configuration.property('filter'), 'prefix') ?? '';
    if (configuration.property('status') === 'Disabled' || tiers.length === 0 || typeof prefix !== 'string') return [];
    return prefixes
      .filter((keptPrefix) => reachesKeys(kept, keptPrefix, prefix) === true)
      .map((keptPrefix) =>
        violates(
          bucket,
          `Intelligent-Tiering configuration '${configuration.name}' of bucket '${bucket.name}' archives '${keptPrefix}', from ` +
            "which a monitor then can't read: limit its filter to other keys.",
        ),
      );
  });
}

/** Objects that the stack writes into an archive class. */
export function archivedObjectVerdicts({ bucket, prefixes }: KeptKeys, { objects }: MonitorBuckets): Verdict[] {
  return (objects.get(bucket) ?? []).flatMap(({ resource, key }) => {
    const storageClass = resource.property('storageClass');
    if (!isArchive(storageClass) || !prefixes.some((prefix) => key.startsWith(prefix))) return [];
    return [
      violates(
        bucket,
        `Object '${resource.name}' of bucket '${bucket.name}' is written to ${storageClass}, from which a monitor can't ` +
          'read: use a class with immediate access such as GLACIER_IR.',
      ),
    ];
  });
}
