import type { Resource } from '../pack/resource';

/** Whether config names a bucket: by a part of its URN (logical name or parent's type), in upper or lower case. */
export function isNamedBucket(bucket: Resource, parts: readonly string[]): boolean {
  const urn = bucket.urn.toLowerCase();
  return parts.some((part) => urn.includes(part.toLowerCase()));
}
