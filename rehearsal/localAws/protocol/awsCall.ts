import type { IncomingHttpHeaders } from 'node:http';
import type { Protocol } from './awsError';
import { lambdaOperation } from './lambdaOperation';
import { queryForm } from './queryForm';
import { s3Operation } from './s3Operation';

/** One call of an AWS API, as far as it shows without a service's model. */
export interface AwsCall {
  /** The signature's service name, such as `monitoring` for CloudWatch. */
  readonly service: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly operation: string;
  readonly protocol: Protocol;
  readonly params: Readonly<Record<string, unknown>>;
  /** Of a call on objects of a bucket. */
  readonly s3?: { readonly bucket: string; readonly keys: readonly string[]; readonly data: boolean };
  readonly userAgent: string;
  readonly sourceIp: string;
}

export interface RequestHead {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly sourceIp: string;
}

const scopePattern = /Credential=(?<key>[^/,\s]+)\/\d{8}\/(?<region>[^/]+)\/(?<service>[^/]+)\/aws4_request/;

type Scope = Pick<AwsCall, 'service' | 'region' | 'accessKeyId' | 'userAgent' | 'sourceIp'>;

/** Who calls which service where, from the signature; a request without one (a presigned address) is S3's. */
function scopeOf({ url, headers, sourceIp }: RequestHead): Scope {
  const presigned = new URL(url, 'http://aws').searchParams.get('X-Amz-Credential');
  const groups = scopePattern.exec(headers.authorization ?? `Credential=${presigned ?? ''}`)?.groups;
  return {
    service: groups?.['service'] ?? 's3',
    region: groups?.['region'] ?? 'us-east-1',
    accessKeyId: groups?.['key'] ?? 'anonymous',
    userAgent: headers['user-agent'] ?? '',
    sourceIp,
  };
}

function jsonObject(body: Buffer): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body.toString() || '{}');
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Keys that a DeleteObjects document names. */
function keysIn(xml: string): string[] {
  return [...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key);
}

/** Whether a request's body may be held in memory; objects are streamed. */
export function holdsDocument(head: RequestHead): boolean {
  return scopeOf(head).service !== 's3' || s3Operation(head.method, head.url, head.headers).document;
}

/** Reads a call; `body` is empty for a streamed one. */
export function awsCall(head: RequestHead, body: Buffer): AwsCall {
  const scope = scopeOf(head);
  const { method, url, headers } = head;
  if (scope.service === 's3') {
    const { name, bucket, key, data } = s3Operation(method, url, headers);
    const text = body.toString();
    const keys = key === undefined ? keysIn(text) : [key];
    const s3 = bucket === undefined ? undefined : { bucket, data, keys };
    const document = text.startsWith('{') ? { document: jsonObject(body) } : text ? { document: text } : {};
    const params = { ...(bucket && { bucketName: bucket }), ...(key && { key }), ...document };
    return { ...scope, operation: name, protocol: 'rest-xml', params, ...(s3 && { s3 }) };
  }
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    return { ...scope, operation: target.split('.').at(-1) ?? target, protocol: 'json', params: jsonObject(body) };
  }
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    const { action, params } = queryForm(body.toString());
    return { ...scope, operation: action ?? 'Unknown', protocol: 'query', params };
  }
  const { pathname } = new URL(url, 'http://aws');
  const rest = scope.service === 'lambda' ? lambdaOperation(method, pathname) : undefined;
  const params = { ...(rest?.target && { functionName: rest.target }), ...jsonObject(body) };
  return { ...scope, operation: rest?.name ?? `${method} ${pathname}`, protocol: 'rest-json', params };
}
