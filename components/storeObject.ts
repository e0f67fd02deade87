import { BucketObject, type BucketObjectArgs } from '@pulumi/aws/s3';
import type * as pulumi from '@pulumi/pulumi';

interface StoreObjectArgs extends Pick<BucketObjectArgs, 'bucket' | 'key' | 'content' | 'contentType'> {
  /** Of these only the owner is set: an object has at most ten tags, those of the provider included. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Writes an object of the store. It is removed with the bucket and all its versions.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
 */
export function createStoreObject(
  name: string,
  { tags, ...args }: StoreObjectArgs,
  opts: pulumi.CustomResourceOptions,
): BucketObject {
  const owner = Object.fromEntries(Object.entries(tags).filter(([key]) => key === 'owner'));
  return new BucketObject(name, { ...args, tags: owner }, { ...opts, retainOnDelete: true });
}
