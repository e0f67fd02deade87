import { asList, isPlainObject, notYetKnown, type PropertyValue } from '../pack/propertyValue';
import type { Resource } from '../pack/resource';
import { undetermined, type Verdict, violates } from '../pack/verdict';
import type { LifecycleRule } from './lifecycleRules';

/** Days for which keys under a prefix are kept. */
export interface RetentionBound {
  readonly prefix: string;
  readonly minDays: number;
  readonly maxDays: number;
}

/** Reads the retention bounds of config. */
export function retentionBounds(value: PropertyValue | undefined): RetentionBound[] {
  return asList(value)
    .filter(isPlainObject)
    .map(({ prefix, minDays, maxDays }) => ({
      prefix: typeof prefix === 'string' ? prefix : '',
      minDays: typeof minDays === 'number' ? minDays : 0,
      maxDays: typeof maxDays === 'number' ? maxDays : Number.POSITIVE_INFINITY,
    }));
}

/** Whether a rule covers a prefix or a part of it. */
export function reachesPrefix(rule: LifecycleRule, prefix: string): boolean {
  return rule.prefix === notYetKnown || rule.prefix.startsWith(prefix) || prefix.startsWith(rule.prefix);
}

/** Returns violations of a bound. Of several rules, S3 applies the earliest expiration. */
export function boundVerdicts(bucket: Resource, rules: readonly LifecycleRule[], bound: RetentionBound): Verdict[] {
  const { prefix, maxDays } = bound;
  const reaching = rules.filter((rule) => rule.enabled !== false && reachesPrefix(rule, prefix));
  const covering = reaching.filter(
    (rule) => rule.enabled === true && !rule.filtered && rule.prefix !== notYetKnown && prefix.startsWith(rule.prefix),
  );
  const tooSoon = reaching
    .filter(({ enabled, prefix: own }) => enabled === true && own !== notYetKnown)
    .flatMap((rule) => tooSoonVerdict(bucket, rule, bound));
  if (maxDays === Number.POSITIVE_INFINITY) return tooSoon;
  const objectDays = earliest(covering.map((rule) => rule.objectDays));
  const versionDays = earliest(
    covering.filter((rule) => rule.expiresVersions === true).map((rule) => rule.versionDays),
  );
  const unclear = reaching.some(
    (rule) => rule.enabled === notYetKnown || rule.prefix === notYetKnown || rule.objectDays === notYetKnown,
  );
  if (unclear && !(objectDays <= maxDays)) {
    return [
      ...tooSoon,
      undetermined(bucket, `when bucket '${bucket.name}' expires '${prefix}' is not known before the update.`),
    ];
  }
  return [...tooSoon, ...tooLate(bucket, bound, objectDays, versionDays)];
}

function tooSoonVerdict(bucket: Resource, { id, objectDays }: LifecycleRule, { prefix, minDays }: RetentionBound) {
  if (typeof objectDays !== 'number' || objectDays >= minDays) return [];
  return [
    violates(
      bucket,
      `Rule ${id} of bucket '${bucket.name}' expires '${prefix}' after ${objectDays} days; the minimum is ` +
        `${minDays}: raise its expiration.days.`,
    ),
  ];
}

function tooLate(
  bucket: Resource,
  { prefix, minDays, maxDays }: RetentionBound,
  objectDays: number,
  versionDays: number,
) {
  const allowed = `an enabled rule with expiration.days between ${minDays} and ${maxDays}`;
  if (objectDays === Number.POSITIVE_INFINITY) {
    return [violates(bucket, `Bucket '${bucket.name}' keeps '${prefix}' forever: add ${allowed}.`)];
  }
  if (objectDays > maxDays) {
    return [
      violates(
        bucket,
        `Bucket '${bucket.name}' keeps '${prefix}' for ${objectDays} days, which is too long: add ${allowed}.`,
      ),
    ];
  }
  if (versionDays === Number.POSITIVE_INFINITY || versionDays <= maxDays) return [];
  return [
    violates(
      bucket,
      `Bucket '${bucket.name}' keeps old versions of '${prefix}' for ${versionDays} days, which is too ` +
        `long: set noncurrentVersionExpiration.noncurrentDays to ${maxDays} or less.`,
    ),
  ];
}

function earliest(days: readonly LifecycleRule['objectDays'][]): number {
  return Math.min(...days.filter((day) => typeof day === 'number'));
}
