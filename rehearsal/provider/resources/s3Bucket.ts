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
  type Tag,
} from '@aws-sdk/client-s3';
import type { BucketArgs } from '@pulumi/aws/s3';
import { partitionOf, region } from '../table/clients';
import { local, replaces, resourceType } from '../table/resourceType';
import { s3 } from './s3Client';
import { tagList, tagMap, tags } from './tagList';

/** What a call gives, or undefined when AWS says that there is no such setting. */
async function unlessError<T>(names: readonly string[], call: Promise<T>): Promise<T | undefined> {
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

/** Deletes every version and every delete marker, a page of at most a thousand at a time. */
async function emptyBucket(Bucket: string, locked: boolean): Promise<void> {
  for (;;) {
    const page = await s3().send(new ListObjectVersionsCommand({ Bucket }));
    const found = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    if (found.length === 0) return;
    const { Errors } = await s3().send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: found.map(({ Key, VersionId }) => ({ Key, VersionId })), Quiet: true },
        ...(locked ? { BypassGovernanceRetention: true } : {}),
      }),
    );
    const [first] = Errors ?? [];
    if (first)
      throw new Error(`the object '${first.Key ?? ''}' can't be deleted: ${first.Message ?? first.Code ?? ''}`);
  }
}

const bucket = resourceType<BucketArgs>({
  token: 'aws:s3/bucket:Bucket',
  properties: {
    bucket: replaces(),
    forceDestroy: local(false),
    objectLockEnabled: replaces({ default: false }),
    tags,
  },
  autoName: {
    property: 'bucket',
    maxLength: 63,
    pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    allowed: 'small letters, digits, dots and dashes, beginning and ending with a letter or digit',
    lowerCase: true,
  },
  missing: ['NotFound', 'NoSuchBucket'],
  create: async (inputs) => {
    const Bucket = inputs.bucket ?? '';
    await s3().send(
      new CreateBucketCommand({
        Bucket,
        ...(inputs.objectLockEnabled ? { ObjectLockEnabledForBucket: true } : {}),
        // This one region must not be named.
        ...(region() === 'us-east-1'
          ? {}
          : { CreateBucketConfiguration: { LocationConstraint: region() as 'eu-west-1' } }),
      }),
    );
    if (inputs.tags) await setTags(Bucket, tagList(inputs.tags));
    return Bucket;
  },
  read: async (Bucket) => {
    await s3().send(new HeadBucketCommand({ Bucket }));
    const [tagging, lock] = await Promise.all([
      unlessError(['NoSuchTagSet'], s3().send(new GetBucketTaggingCommand({ Bucket }))),
      unlessError(
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
