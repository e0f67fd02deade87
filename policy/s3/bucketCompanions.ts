import { notYetKnown } from '../pack/plain';
import type { Resource } from '../pack/resource';

const bucketTypes: readonly string[] = ['aws:s3/bucket:Bucket', 'aws:s3/bucketV2:BucketV2'];

/** Every bucket among the resources, in each form that the AWS provider has had. */
function bucketsAmong(resources: readonly Resource[]): Resource[] {
  return resources.filter(({ type }) => bucketTypes.includes(type));
}

/** Resources that configure a bucket from outside, such as a BucketVersioning. */
export interface Companions {
  /** Those that surely belong to the bucket. */
  readonly certain: readonly Resource[];
  /** Those whose bucket isn't known yet. */
  readonly possible: readonly Resource[];
}

/**
 * Finds the companions of each bucket, by the resource that their `bucket` was taken from (known in a first preview
 * too) and only where the program gave a name instead, by that name.
 */
export function companionsOfBuckets(
  resources: readonly Resource[],
  types: readonly string[],
): Map<Resource, Companions> {
  const buckets = bucketsAmong(resources);
  const owners = resources
    .filter(({ type }) => types.includes(type))
    .map((companion) => ({ companion, owner: ownerOf(companion, buckets) }));
  return new Map(
    buckets.map((bucket) => [
      bucket,
      {
        certain: owners.filter(({ owner }) => owner === bucket).map(({ companion }) => companion),
        possible: owners.filter(({ owner }) => owner === 'unclear').map(({ companion }) => companion),
      },
    ]),
  );
}

/** The bucket that a companion belongs to; undefined when it is none of the stack's. */
function ownerOf(companion: Resource, buckets: readonly Resource[]): Resource | 'unclear' | undefined {
  const named = companion.property('bucket');
  const candidates = sourceBuckets(companion, new Set());
  if (candidates.length === 1) return candidates[0];
  if (named === notYetKnown) return 'unclear';
  if (typeof named !== 'string') return undefined;
  return buckets.find((bucket) => bucket.property('bucket') === named || bucket.property('id') === named);
}

/** Follows `bucket` through resources that pass the name on, such as a BucketOwnershipControls. */
function sourceBuckets(resource: Resource, seen: Set<Resource>): Resource[] {
  const found = (resource.sources('bucket') ?? []).flatMap((source) => {
    if (seen.has(source)) return [];
    seen.add(source);
    return bucketTypes.includes(source.type) ? [source] : sourceBuckets(source, seen);
  });
  return [...new Set(found)];
}
