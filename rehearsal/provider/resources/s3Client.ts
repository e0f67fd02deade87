import { S3Client } from '@aws-sdk/client-s3';
import { clientConfig, lazily } from '../table/clients';

/** Path style, because a bucket's name can't be a host's name at an IP address. */
export const s3 = lazily(() => new S3Client({ ...clientConfig(), forcePathStyle: true }));
