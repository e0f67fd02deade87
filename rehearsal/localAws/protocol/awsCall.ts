import type { IncomingHttpHeaders } from 'node:http';
import { isPlainObject } from '../../../contract/isPlainObject';
import type { Protocol } from './awsError';
import { parseRestOperation, parseS3Operation } from './restOperations';

/** One call of an AWS API, parsed without the service's model. */
export interface AwsCall {
  /** Service name in the signature, such as `monitoring` for CloudWatch. */
  readonly service: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly operation: string;
  readonly protocol: Protocol;
  readonly params: Readonly<Record<string, unknown>>;
  /** Bucket and keys of a call to S3; `data` marks a data event. */
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

/** Caller, service and region from the signature. A request without one is presigned and for S3. */
function readScope({ url, headers, sourceIp }: RequestHead): Scope {
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

function parseJsonObject(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body.toString() || '{}');
    return isPlainObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

/** Keys in the XML document of DeleteObjects. */
function parseDeletedKeys(xml: string): string[] {
  return [...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key);
}

/** Whether the body of a request is an object, which is passed on without being kept in memory. */
export function streamsRequest(head: RequestHead): boolean {
  if (readScope(head).service !== 's3') return false;
  return ['PutObject', 'UploadPart'].includes(parseS3Operation(head.method, head.url, head.headers).name);
}

/** Whether the body of a response is an object. */
export function streamsResponse({ service, operation }: AwsCall): boolean {
  return service === 's3' && operation === 'GetObject';
}

/** Parses a call; `body` is empty for a streamed one. */
export function parseAwsCall(head: RequestHead, body: Buffer): AwsCall {
  const scope = readScope(head);
  const { method, url, headers } = head;
  if (scope.service === 's3') {
    const { name, bucket, key, data } = parseS3Operation(method, url, headers);
    const text = body.toString();
    const keys = key === undefined ? parseDeletedKeys(text) : [key];
    const s3 = bucket === undefined ? undefined : { bucket, data, keys };
    const document = text.startsWith('{') ? parseJsonObject(body) : text;
    const params = { ...(bucket && { bucketName: bucket }), ...(key && { key }), ...(document && { document }) };
    return { ...scope, operation: name, protocol: 'rest-xml', params, s3 };
  }
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    return { ...scope, operation: target.split('.').at(-1) ?? target, protocol: 'json', params: parseJsonObject(body) };
  }
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    const { action = 'Unknown', params } = parseQueryForm(body.toString());
    return { ...scope, operation: action, protocol: 'query', params };
  }
  const { pathname } = new URL(url, 'http://aws');
  const rest = parseRestOperation(scope.service, method, pathname);
  const params = { ...rest?.params, ...parseJsonObject(body) };
  return { ...scope, operation: rest?.name ?? `${method} ${pathname}`, protocol: 'rest-json', params };
}

type FormNode = { [key: string]: FormNode | string };

/** Turns nodes whose keys are `member.1`, `entry.1` or plain numbers into lists. */
function collapse(node: FormNode | string): unknown {
  if (typeof node === 'string') return node;
  const keys = Object.keys(node);
  const only = keys.length === 1 ? keys[0] : undefined;
  const inner = only === 'member' || only === 'entry' ? node[only] : undefined;
  if (inner !== undefined && typeof inner !== 'string') return collapse(inner);
  if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) {
    return keys.sort((a, b) => Number(a) - Number(b)).map((key) => collapse(node[key] ?? ''));
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, collapse(value)]));
}

/** Parses a body of AWS's query protocol (`Tags.member.1.Key=a`) into nested parameters, without Action and Version. */
function parseQueryForm(body: string): { action?: string; params: Record<string, unknown> } {
  const form = new URLSearchParams(body);
  const root: FormNode = Object.create(null) as FormNode;
  for (const [path, value] of form) {
    if (path === 'Action' || path === 'Version') continue;
    const parts = path.split('.');
    const last = parts.pop() ?? path;
    let node = root;
    for (const part of parts) {
      const next = node[part];
      const child: FormNode = next === undefined || typeof next === 'string' ? (Object.create(null) as FormNode) : next;
      node[part] = child;
      node = child;
    }
    node[last] = value;
  }
  return {
    action: form.get('Action') ?? undefined,
    params: Object.keys(root).length === 0 ? {} : (collapse(root) as Record<string, unknown>),
  };
}
