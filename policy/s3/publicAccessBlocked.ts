import type { HygieneCheck } from './hygieneCheck';

/** What a public access block sets; all four are needed. */
export const publicAccessSettings = [
  'blockPublicAcls',
  'blockPublicPolicy',
  'ignorePublicAcls',
  'restrictPublicBuckets',
] as const;

export const publicAccessBlockType = 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock';

/** That a bucket has a block; whether the block is whole is judged by s3-public-access-block. */
export const publicAccessBlocked: HygieneCheck = {
  types: [publicAccessBlockType],
  lack: 'has no public access block',
  remedy: `add an aws.s3.BucketPublicAccessBlock for it with ${publicAccessSettings.join(', ')} true`,
  inspect: () => ({ is: 'met' }),
};
