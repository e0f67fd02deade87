import { Directory } from '../pack/directory';
import type { Resource } from '../pack/resource';
import { undetermined, type Verdict } from '../pack/verdict';

const bucketTypes: readonly string[] = ['aws:s3/bucket:Bucket', 'aws:s3/bucketV2:BucketV2'];

/** Properties that tell a bucket. */
const nameKeys = ['id', 'bucket'];

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
  const directory = new Directory(buckets, nameKeys);
  const certain = new Map(buckets.map((bucket) => [bucket, [] as Resource[]]));
  const possible: Resource[] = [];
  for (const companion of resources.filter(({ type }) => types.includes(type))) {
    const owner = ownerOf(companion, directory);
    if (owner === 'unclear') possible.push(companion);
    else if (owner) certain.get(owner)?.push(companion);
  }
  return new Map([...certain].map(([bucket, own]) => [bucket, { certain: own, possible }]));
}

/**
 * Says of every bucket that resources of these types configure and that is not of the stack that it can't be judged
 * here, once a bucket. `what` is the thing in question, such as `its versioning`.
 */
export function foreignBuckets(resources: readonly Resource[], types: readonly string[], what: string): Verdict[] {
  const directory = new Directory(bucketsAmong(resources), nameKeys);
  const said = new Set<string>();
  return resources
    .filter(({ type }) => types.includes(type))
    .flatMap((companion): Verdict[] => {
      if (ownerOf(companion, directory) !== undefined) return [];
      const bucket = foreignName(companion);
      if (bucket === undefined || said.has(bucket)) return [];
      said.add(bucket);
      return [undetermined(companion, `bucket ${bucket} belongs to another stack: ${what} can be judged only there.`)];
    });
}

function foreignName(companion: Resource): string | undefined {
  const named = companion.property('bucket');
  if (typeof named === 'string' && named !== '') return `'${named}'`;
  const from = (companion.sources('bucket') ?? []).find(({ type }) => type === stackReference);
  return from && `of stack '${from.name}'`;
}

const stackReference = 'pulumi:pulumi:StackReference';

/** The bucket that a companion belongs to; undefined when it is none of the stack's. */
function ownerOf(companion: Resource, buckets: Directory): Resource | 'unclear' | undefined {
  const { found, unclear } = buckets.find(companion, 'bucket', 'one');
  const ofOtherStack = (companion.sources('bucket') ?? []).some(({ type }) => type === stackReference);
  return found[0] ?? (unclear && !ofOtherStack ? 'unclear' : undefined);
}

/** Whether config names a bucket: by a part of its URN (logical name or parent's type), in upper or lower case. */
export function isNamedBucket(bucket: Resource, parts: readonly string[]): boolean {
  const urn = bucket.urn.toLowerCase();
  return parts.some((part) => urn.includes(part.toLowerCase()));
}
