import { asList, isPlainObject, notYetKnown, type PropertyValue, valueAt } from '../pack/propertyValue';
import type { Resource } from '../pack/resource';

export const versioningTypes = [
  'aws:s3/bucketVersioning:BucketVersioning',
  'aws:s3/bucketVersioningV2:BucketVersioningV2',
] as const;

/** Returns a setting of inline versioning, as in older programs: `versioning` of Bucket, `versionings` of BucketV2. */
export function inlineVersioning(bucket: Resource, setting: 'enabled' | 'mfaDelete'): boolean | typeof notYetKnown {
  for (const key of ['versioning', 'versionings']) {
    const value = bucket.property(key);
    // A future output of the provider is not a setting.
    if (value === notYetKnown && bucket.sources(key) === undefined) continue;
    for (const block of asList(value)) {
      const is = isPlainObject(block) ? block[setting] : block;
      if (is === true || is === notYetKnown) return is;
    }
  }
  return false;
}

/** Whether a bucket has MFA delete, by its companions of `versioningTypes`, otherwise inline. */
export function mfaDelete(bucket: Resource, companions: readonly Resource[]): boolean | typeof notYetKnown {
  const settings: readonly (PropertyValue | undefined)[] = companions.map((companion) =>
    valueAt(companion.property('versioningConfiguration'), 'mfaDelete'),
  );
  if (settings.length === 0) return inlineVersioning(bucket, 'mfaDelete');
  if (settings.includes('Enabled')) return true;
  return settings.includes(notYetKnown) ? notYetKnown : false;
}
