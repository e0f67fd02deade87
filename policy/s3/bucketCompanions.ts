import { Directory } from '../pack/directory';
import type { Resource } from '../pack/resource';
import { globMatches } from '../pack/text/glob';
import { undetermined, type Verdict } from '../pack/verdict';

const bucketTypes: readonly string[] = ['aws:s3/bucket:Bucket', 'aws:s3/bucketV2:BucketV2'];

/** Properties that identify a bucket. */
const nameKeys = ['id', 'bucket'];

/** Returns every bucket among the resources, of all types of the AWS provider. */
function bucketsAmong(resources: readonly Resource[]): Resource[] {
  return resources.filter(({ type }) => bucketTypes.includes(type));
}

/** Separate resources that configure a bucket, such as a BucketVersioning. */
export interface Companions {
  /** Resources of this bucket. */
  readonly certain: readonly Resource[];
  /** Resources whose bucket is not known yet. */
  readonly possible: readonly Resource[];
}

/**
 * Returns the companions of each bucket. They are matched by the resource that their `bucket` property comes from, which
 * a first preview already knows, or by name if the program sets one.
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
 * Returns an undetermined verdict for each bucket of another stack that resources of these types configure. `what` is the
 * subject, such as `its versioning`.
 */
export function foreignBuckets(resources: readonly Resource[], types: readonly string[], what: string): Verdict[] {
  const directory = new Directory(bucketsAmong(resources), nameKeys);
  const reported = new Set<string>();
  return resources
    .filter(({ type }) => types.includes(type))
    .flatMap((companion): Verdict[] => {
      if (ownerOf(companion, directory) !== undefined) return [];
      const bucket = foreignName(companion);
      if (bucket === undefined || reported.has(bucket)) return [];
      reported.add(bucket);
      return [undetermined(companion, `bucket ${bucket} belongs to another stack: ${what} can be judged only there.`)];
    });
}

function foreignName(companion: Resource): string | undefined {
  const name = companion.property('bucket');
  if (typeof name === 'string' && name !== '') return `'${name}'`;
  const from = (companion.sources('bucket') ?? []).find(({ type }) => type === stackReference);
  return from && `of stack '${from.name}'`;
}

const stackReference = 'pulumi:pulumi:StackReference';

/** Returns the bucket of a companion; undefined for a bucket of another stack. */
function ownerOf(companion: Resource, buckets: Directory): Resource | 'unclear' | undefined {
  const { resources, unclear } = buckets.find(companion, 'bucket', 'one');
  const ofOtherStack = (companion.sources('bucket') ?? []).some(({ type }) => type === stackReference);
  return resources[0] ?? (unclear && !ofOtherStack ? 'unclear' : undefined);
}

/** Whether config names a bucket, by a pattern of its logical name or of its name in S3; case-insensitive. */
export function isNamedBucket(bucket: Resource, patterns: readonly string[]): boolean {
  const names = [bucket.name, bucket.property('bucket'), bucket.property('id')].flatMap((name) =>
    typeof name === 'string' ? [name.toLowerCase()] : [],
  );
  return patterns.some((pattern) => names.some((name) => globMatches(pattern.toLowerCase(), name)));
}
