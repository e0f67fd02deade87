import type { IncomingHttpHeaders } from 'node:http';

/** An S3 call, as CloudTrail names it. */
export interface S3Operation {
  readonly name: string;
  readonly bucket?: string;
  readonly key?: string;
  /** Objects' calls are data events, everything else is management. */
  readonly data: boolean;
  /** Whether the body is a small document that belongs into the record. */
  readonly document: boolean;
}

/** Sub-resources of a bucket, and the noun that CloudTrail gives them. */
const subresources = {
  accelerate: 'BucketAccelerateConfiguration',
  acl: 'BucketAcl',
  analytics: 'BucketAnalyticsConfiguration',
  cors: 'BucketCors',
  encryption: 'BucketEncryption',
  'intelligent-tiering': 'BucketIntelligentTieringConfiguration',
  inventory: 'BucketInventoryConfiguration',
  lifecycle: 'BucketLifecycle',
  location: 'BucketLocation',
  logging: 'BucketLogging',
  metrics: 'BucketMetricsConfiguration',
  notification: 'BucketNotification',
  'object-lock': 'BucketObjectLockConfiguration',
  ownershipControls: 'BucketOwnershipControls',
  policy: 'BucketPolicy',
  policyStatus: 'BucketPolicyStatus',
  publicAccessBlock: 'BucketPublicAccessBlock',
  replication: 'BucketReplication',
  requestPayment: 'BucketRequestPayment',
  tagging: 'BucketTagging',
  versioning: 'BucketVersioning',
  website: 'BucketWebsite',
} as const;

const verbs: Readonly<Record<string, string>> = { GET: 'Get', PUT: 'Put', DELETE: 'Delete' };
const bucketCalls: Readonly<Record<string, string>> = {
  PUT: 'CreateBucket',
  DELETE: 'DeleteBucket',
  HEAD: 'HeadBucket',
};
const objectCalls: Readonly<Record<string, string>> = {
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
  DELETE: 'DeleteObject',
  POST: 'PostObject',
};

function objectCall(method: string, query: URLSearchParams, headers: IncomingHttpHeaders): string {
  if (query.has('uploadId')) {
    const byMethod: Readonly<Record<string, string>> = {
      PUT: 'UploadPart',
      POST: 'CompleteMultipartUpload',
      DELETE: 'AbortMultipartUpload',
      GET: 'ListParts',
    };
    return byMethod[method] ?? method;
  }
  if (query.has('uploads')) return 'CreateMultipartUpload';
  if (query.has('tagging')) return `${verbs[method] ?? method}ObjectTagging`;
  if (query.has('retention')) return `${verbs[method] ?? method}ObjectRetention`;
  if (method === 'PUT' && headers['x-amz-copy-source']) return 'CopyObject';
  return objectCalls[method] ?? method;
}

/** Reads an S3 call off a path-style request. */
export function s3Operation(method: string, url: string, headers: IncomingHttpHeaders): S3Operation {
  const { pathname, searchParams: query } = new URL(url, 'http://s3');
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(pathname) ?? [];
  if (!bucket) return { name: 'ListBuckets', data: false, document: false };
  if (key) {
    return {
      name: objectCall(method, query, headers),
      bucket,
      key: decodeURIComponent(key),
      data: true,
      document: false,
    };
  }
  if (method === 'POST' && query.has('delete')) return { name: 'DeleteObjects', bucket, data: true, document: true };
  const noun = Object.entries(subresources).find(([sub]) => query.has(sub))?.[1];
  if (noun) {
    return { name: `${verbs[method] ?? method}${noun}`, bucket, data: false, document: method === 'PUT' };
  }
  const name = bucketCalls[method] ?? (query.has('versions') ? 'ListObjectVersions' : 'ListObjects');
  return { name, bucket, data: name.startsWith('ListObject'), document: method === 'PUT' };
}
