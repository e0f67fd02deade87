import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectsCommand,
  GetBucketTaggingCommand,
  GetObjectLockConfigurationCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
  PutBucketTaggingCommand,
  S3Client,
  type Tag,
} from '@aws-sdk/client-s3';
import type { BucketArgs } from '@pulumi/aws/s3';
import { clientConfig, lazily, partitionOf, region } from '../table/clients';
import { local, replaces, resourceType } from '../table/resourceType';
import { tagList, tagMap, tags } from './tagList';

/** Path style, because a bucket's name cannot be part of a host name at an IP address. */
export const s3 = lazily(() => new S3Client({ ...clientConfig(), forcePathStyle: true }));

/** Result of a call; undefined for one of the named errors. */
async function ignoreErrors<T>(names: readonly string[], call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  }
}

async function setTags(Bucket: string, tagged: Tag[]): Promise<void> {
  if (tagged.length > 0) await s3().send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: tagged } }));
  else await s3().send(new DeleteBucketTaggingCommand({ Bucket }));
}

/** Deletes all object versions and delete markers, by pages of up to a thousand. */
async function emptyBucket(Bucket: string, locked: boolean): Promise<void> {
  for (;;) {
    const page = await s3().send(new ListObjectVersionsCommand({ Bucket }));
    const versions = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    if (versions.length === 0) return;
    const { Errors } = await s3().send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: versions.map(({ Key, VersionId }) => ({ Key, VersionId })), Quiet: true },
        BypassGovernanceRetention: locked || undefined,
      }),
    );
    const [first] = Errors ?? [];
    if (first) throw new Error(`cannot delete object '${first.Key ?? ''}': ${first.Message ?? first.Code ?? ''}`);
  }
}

const bucket = resourceType<BucketArgs>({
  token: 'aws:s3/bucket:Bucket',
  properties: {
    bucket: replaces(),
    forceDestroy: local(false),
    // Also switched on by a BucketObjectLockConfiguration, so a missing value is not a difference.
    objectLockEnabled: { ...replaces(), computed: true },
    tags,
  },
  autoName: {
    property: 'bucket',
    maxLength: 63,
    pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    allowed: 'lower-case letters, digits, dots and dashes, with a letter or digit at both ends',
    lowerCase: true,
  },
  missing: ['NotFound', 'NoSuchBucket'],
  create: async (inputs) => {
    const Bucket = inputs.bucket ?? '';
    await s3().send(
      new CreateBucketCommand({
        Bucket,
        ObjectLockEnabledForBucket: inputs.objectLockEnabled || undefined,
        // S3 refuses us-east-1 as a location constraint.
        CreateBucketConfiguration:
          region() === 'us-east-1' ? undefined : { LocationConstraint: region() as 'eu-west-1' },
      }),
    );
    if (inputs.tags) await setTags(Bucket, tagList(inputs.tags));
    return Bucket;
  },
  read: async (Bucket) => {
    await s3().send(new HeadBucketCommand({ Bucket }));
    const [tagging, lock] = await Promise.all([
      ignoreErrors(['NoSuchTagSet'], s3().send(new GetBucketTaggingCommand({ Bucket }))),
      ignoreErrors(
        ['ObjectLockConfigurationNotFoundError'],
        s3().send(new GetObjectLockConfigurationCommand({ Bucket })),
      ),
    ]);
    return {
      bucket: Bucket,
      objectLockEnabled: lock?.ObjectLockConfiguration?.ObjectLockEnabled === 'Enabled',
      tags: tagMap(tagging?.TagSet),
      arn: `arn:${partitionOf(region())}:s3:::${Bucket}`,
      bucketDomainName: `${Bucket}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${Bucket}.s3.${region()}.amazonaws.com`,
      bucketRegion: region(),
      region: region(),
    };
  },
  update: (Bucket, news) => setTags(Bucket, tagList(news.tags)),
  delete: async (Bucket, state) => {
    if (state.forceDestroy) await emptyBucket(Bucket, state.objectLockEnabled === true);
    await s3().send(new DeleteBucketCommand({ Bucket }));
  },
});

export const rows = [bucket];
