import { DeleteObjectCommand, GetObjectCommand, GetObjectTaggingCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { BucketObjectArgs } from '@pulumi/aws/s3';
import type { Unwrap } from '@pulumi/pulumi';
import { replaces, resourceType, updates } from '../table/resourceType';
import { s3 } from './s3Bucket';
import { tagMap, tags } from './tagList';

type Inputs = { [K in keyof BucketObjectArgs]: Unwrap<BucketObjectArgs[K]> };

/** Parts of an object's id, `<bucket>/<key>`. */
function parseObjectId(id: string): { Bucket: string; Key: string } {
  const slash = id.indexOf('/');
  return { Bucket: id.slice(0, slash), Key: id.slice(slash + 1) };
}

async function putObject({ bucket, key = '', content, contentType, tags: tagged }: Inputs): Promise<void> {
  await s3().send(
    new PutObjectCommand({
      Bucket: bucket as string,
      Key: key,
      Body: content,
      ContentType: contentType,
      Tagging: new URLSearchParams(tagged ?? {}).toString(),
    }),
  );
}

const bucketObject = resourceType<BucketObjectArgs>({
  token: 'aws:s3/bucketObject:BucketObject',
  properties: {
    bucket: replaces(),
    key: replaces(),
    content: updates(),
    contentType: updates({ default: 'application/octet-stream' }),
    tags,
  },
  required: ['bucket', 'key'],
  identity: ['bucket', 'key'],
  missing: ['NoSuchKey', 'NotFound', 'NoSuchBucket'],
  create: async (inputs) => {
    await putObject(inputs);
    return `${inputs.bucket as string}/${inputs.key ?? ''}`;
  },
  read: async (id) => {
    const place = parseObjectId(id);
    const { Body, ContentType, ETag, VersionId } = await s3().send(new GetObjectCommand(place));
    const { TagSet } = await s3().send(new GetObjectTaggingCommand(place));
    return {
      bucket: place.Bucket,
      key: place.Key,
      content: await Body?.transformToString(),
      contentType: ContentType,
      tags: tagMap(TagSet),
      etag: ETag?.replaceAll('"', ''),
      versionId: VersionId,
    };
  },
  update: (_, news) => putObject(news),
  delete: (id) => s3().send(new DeleteObjectCommand(parseObjectId(id))),
});

export const rows = [bucketObject];
