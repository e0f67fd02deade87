import { policyStatements } from '../iam/documents/policyStatements';
import {
  asList,
  isPlainObject,
  notYetKnown,
  type PlainObject,
  type PropertyValue,
  textsOf,
  valueAt,
} from '../pack/propertyValue';
import { isFutureOutput, type Resource } from '../pack/resource';
import { globMatches } from '../pack/text/glob';
import { companionsOfBuckets } from './bucketCompanions';
import { inlineRule, type Known, type LifecycleRule, separateRule } from './lifecycleRules';

/** Protection of the records in a bucket. */
export interface EvidenceBucket {
  readonly bucket: Resource;
  /** Object Lock with a default retention. */
  readonly locked: Known<boolean>;
  /** Its policy denies everyone to delete objects and versions. */
  readonly deniesDeletes: Known<boolean>;
  /** Known lifecycle rules. */
  readonly rules: readonly LifecycleRule[];
}

const types = {
  lock: [
    'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration',
    'aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2',
  ],
  policy: ['aws:s3/bucketPolicy:BucketPolicy'],
  lifecycle: [
    'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
    'aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2',
  ],
} as const;

/** Returns the protection of every bucket of a stack. */
export function evidenceBuckets(resources: readonly Resource[]): ReadonlyMap<Resource, EvidenceBucket> {
  const locks = companionsOfBuckets(resources, types.lock);
  const policies = companionsOfBuckets(resources, types.policy);
  const lifecycles = companionsOfBuckets(resources, types.lifecycle);
  const certain = (of: typeof locks, bucket: Resource) => of.get(bucket)?.certain ?? [];
  return new Map(
    [...locks.keys()].map((bucket) => [
      bucket,
      {
        bucket,
        locked: any([
          ...certain(locks, bucket).map((lock) => retains(valueAt(lock.property('rule'), 'defaultRetention'))),
          retains(valueAt(bucket.property('objectLockConfiguration'), 'rule', 'defaultRetention'), bucket),
        ]),
        deniesDeletes: any([
          ...certain(policies, bucket).map((policy) => denies(policy.property('policy'))),
          isFutureOutput(bucket, 'policy') ? false : denies(bucket.property('policy')),
        ]),
        rules: [
          ...certain(lifecycles, bucket).flatMap((lifecycle) => plainRules(lifecycle, 'rules').map(separateRule)),
          ...plainRules(bucket, 'lifecycleRules').map(inlineRule),
        ],
      },
    ]),
  );
}

function any(values: readonly Known<boolean>[]): Known<boolean> {
  if (values.includes(true)) return true;
  return values.includes(notYetKnown) ? notYetKnown : false;
}

function retains(retention: PropertyValue | undefined, inline?: Resource): Known<boolean> {
  // A future output of the provider is not a lock.
  if (inline && inline.sources('objectLockConfiguration') === undefined && retention === notYetKnown) return false;
  if (retention === notYetKnown) return notYetKnown;
  const [days, years] = [valueAt(retention, 'days'), valueAt(retention, 'years')];
  if (days === notYetKnown || years === notYetKnown) return notYetKnown;
  return [days, years].some((length) => typeof length === 'number' && length > 0);
}

function plainRules(holder: Resource, key: string): PlainObject[] {
  return asList(holder.property(key)).filter(isPlainObject);
}

const deletes = ['s3:deleteobject', 's3:deleteobjectversion'] as const;

function denies(document: PropertyValue | undefined): Known<boolean> {
  if (document === undefined) return false;
  const read = policyStatements(document);
  if ('broken' in read) return false;
  const denied = new Set(read.statements.flatMap(({ fields }) => deniedDeletes(fields)));
  if (deletes.every((action) => denied.has(action))) return true;
  return read.unknown ? notYetKnown : false;
}

/** Returns the deletes that a statement denies to everyone without a condition, on objects with a possibly unknown ARN. */
function deniedDeletes({ Effect, Principal, Action, Resource: on, Condition }: PlainObject): string[] {
  const toAll = asList(isPlainObject(Principal) ? Principal['AWS'] : Principal).includes('*');
  const onObjects = asList(on).some((arn) => arn === notYetKnown || (typeof arn === 'string' && arn.endsWith('*')));
  if (Effect !== 'Deny' || !toAll || !onObjects || Condition !== undefined) return [];
  const patterns = textsOf(Action);
  return deletes.filter((action) => patterns.some((pattern) => globMatches(pattern.toLowerCase(), action)));
}
