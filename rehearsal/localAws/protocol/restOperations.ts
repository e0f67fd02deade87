import type { IncomingHttpHeaders } from 'node:http';

/** A call to S3. */
export interface S3Operation {
  /** In CloudTrail's spelling. */
  readonly name: string;
  readonly bucket?: string;
  readonly key?: string;
  /** Whether CloudTrail records the call as a data event: calls on objects; all others are management events. */
  readonly data: boolean;
}

/** Subresources of a bucket, and CloudTrail's noun for each. */
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

const uploadCalls: Readonly<Record<string, string>> = {
  PUT: 'UploadPart',
  POST: 'CompleteMultipartUpload',
  DELETE: 'AbortMultipartUpload',
  GET: 'ListParts',
};

function nameObjectCall(method: string, query: URLSearchParams, headers: IncomingHttpHeaders): string {
  if (query.has('uploadId')) return uploadCalls[method] ?? method;
  if (query.has('uploads')) return 'CreateMultipartUpload';
  if (query.has('tagging')) return `${verbs[method] ?? method}ObjectTagging`;
  if (query.has('retention')) return `${verbs[method] ?? method}ObjectRetention`;
  if (method === 'PUT' && headers['x-amz-copy-source']) return 'CopyObject';
  return objectCalls[method] ?? method;
}

/** Parses a path-style request to S3. */
export function parseS3Operation(method: string, url: string, headers: IncomingHttpHeaders): S3Operation {
  const { pathname, searchParams: query } = new URL(url, 'http://s3');
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(pathname) ?? [];
  if (!bucket) return { name: 'ListBuckets', data: false };
  if (key) {
    return { name: nameObjectCall(method, query, headers), bucket, key: decodeURIComponent(key), data: true };
  }
  if (method === 'POST' && query.has('delete')) return { name: 'DeleteObjects', bucket, data: true };
  const noun = Object.entries(subresources).find(([sub]) => query.has(sub))?.[1];
  if (noun) return { name: `${verbs[method] ?? method}${noun}`, bucket, data: false };
  const name = bucketCalls[method] ?? (query.has('versions') ? 'ListObjectVersions' : 'ListObjects');
  return { name, bucket, data: name.startsWith('ListObject') };
}

/** Lambda's REST calls that this project makes, in CloudTrail's spelling; the first match counts. */
const lambdaCalls = [
  ['POST', /^\/2015-03-31\/functions\/?$/, 'CreateFunction20150331'],
  ['GET', /^\/2015-03-31\/functions\/?$/, 'ListFunctions20150331'],
  ['GET', /^\/2015-03-31\/functions\/([^/]+)\/?$/, 'GetFunction20150331v2'],
  ['DELETE', /^\/2015-03-31\/functions\/([^/]+)\/?$/, 'DeleteFunction20150331'],
  ['PUT', /^\/2015-03-31\/functions\/([^/]+)\/code$/, 'UpdateFunctionCode20150331v2'],
  ['PUT', /^\/2015-03-31\/functions\/([^/]+)\/configuration$/, 'UpdateFunctionConfiguration20150331v2'],
  ['GET', /^\/2015-03-31\/functions\/([^/]+)\/configuration$/, 'GetFunctionConfiguration20150331v2'],
  ['POST', /^\/2015-03-31\/functions\/([^/]+)\/policy$/, 'AddPermission20150331v2'],
  ['GET', /^\/2015-03-31\/functions\/([^/]+)\/policy$/, 'GetPolicy20150331v2'],
  ['DELETE', /^\/2015-03-31\/functions\/([^/]+)\/policy\//, 'RemovePermission20150331v2'],
  ['POST', /^\/2015-03-31\/functions\/([^/]+)\/invocations$/, 'Invoke'],
  ['GET', /^\/2019-09-30\/functions\/([^/]+)\/concurrency$/, 'GetFunctionConcurrency20190930'],
  ['PUT', /^\/2019-09-25\/functions\/([^/]+)\/event-invoke-config$/, 'PutFunctionEventInvokeConfig'],
  ['GET', /^\/2019-09-25\/functions\/([^/]+)\/event-invoke-config$/, 'GetFunctionEventInvokeConfig'],
  ['DELETE', /^\/2019-09-25\/functions\/([^/]+)\/event-invoke-config$/, 'DeleteFunctionEventInvokeConfig'],
  ['PUT', /^\/2017-10-31\/functions\/([^/]+)\/concurrency$/, 'PutFunctionConcurrency20171031'],
  ['DELETE', /^\/2017-10-31\/functions\/([^/]+)\/concurrency$/, 'DeleteFunctionConcurrency20171031'],
  ['GET', /^\/2016-08-19\/account-settings\/?$/, 'GetAccountSettings20160819'],
  ['POST', /^\/2015-03-31\/event-source-mappings\/?$/, 'CreateEventSourceMapping20150331'],
  ['GET', /^\/2015-03-31\/event-source-mappings\/?$/, 'ListEventSourceMappings20150331'],
  ['GET', /^\/2015-03-31\/event-source-mappings\/(?<uUID>[^/]+)$/, 'GetEventSourceMapping20150331'],
  ['PUT', /^\/2015-03-31\/event-source-mappings\/(?<uUID>[^/]+)$/, 'UpdateEventSourceMapping20150331'],
  ['DELETE', /^\/2015-03-31\/event-source-mappings\/(?<uUID>[^/]+)$/, 'DeleteEventSourceMapping20150331'],
  ['POST', /^\/2017-03-31\/tags\/(.+)$/, 'TagResource20170331v2'],
  ['DELETE', /^\/2017-03-31\/tags\/(.+)$/, 'UntagResource20170331v2'],
  ['GET', /^\/2017-03-31\/tags\/(.+)$/, 'ListTags20170331'],
] as const;

/** EventBridge Scheduler's REST calls that this project makes. */
const schedulerCalls = [
  ['POST', /^\/schedules\/([^/]+)$/, 'CreateSchedule'],
  ['GET', /^\/schedules\/([^/]+)$/, 'GetSchedule'],
  ['PUT', /^\/schedules\/([^/]+)$/, 'UpdateSchedule'],
  ['DELETE', /^\/schedules\/([^/]+)$/, 'DeleteSchedule'],
  ['GET', /^\/schedules$/, 'ListSchedules'],
  ['POST', /^\/schedule-groups\/([^/]+)$/, 'CreateScheduleGroup'],
  ['GET', /^\/schedule-groups\/([^/]+)$/, 'GetScheduleGroup'],
  ['DELETE', /^\/schedule-groups\/([^/]+)$/, 'DeleteScheduleGroup'],
  ['POST', /^\/tags\/(.+)$/, 'TagResource'],
  ['DELETE', /^\/tags\/(.+)$/, 'UntagResource'],
  ['GET', /^\/tags\/(.+)$/, 'ListTagsForResource'],
] as const;

/** Calls by service, and the parameter that the variable part of their path stands for, unless the part is named. */
const restCalls: Readonly<
  Record<string, { calls: readonly (readonly [string, RegExp, string])[]; parameter: string }>
> = {
  lambda: { calls: lambdaCalls, parameter: 'functionName' },
  scheduler: { calls: schedulerCalls, parameter: 'name' },
};

/** Names a REST call of a service; `params` is the variable part of the path: a function's, a schedule's or a resource's name. */
export function parseRestOperation(
  service: string,
  method: string,
  path: string,
): { name: string; params: Readonly<Record<string, string>> } | undefined {
  const { calls = [], parameter = '' } = restCalls[service] ?? {};
  for (const [verb, pattern, name] of calls) {
    const match = verb === method ? pattern.exec(path) : null;
    if (!match) continue;
    const [named = parameter] = Object.keys(match.groups ?? {});
    return { name, params: match[1] === undefined ? {} : { [named]: decodeURIComponent(match[1]) } };
  }
  return undefined;
}
