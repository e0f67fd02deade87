import { createHash } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import { iamEventRegion } from '../../../contract/auditRules';
import type { CloudTrailRecord } from '../../../contract/cloudTrailRecord';
import { isPlainObject } from '../../../contract/isPlainObject';
import type { AwsCall } from '../protocol/awsCall';
import type { Outcome } from '../protocol/router';
import type { CallerIdentity } from './callerIdentity';

/** Event sources that differ from the service's name in the signature. */
const eventSources: Readonly<Record<string, string>> = { eventbridge: 'events.amazonaws.com' };

/** Services whose calls have one region, whatever the region of the client ("Global service events" of the CloudTrail guide). */
const globalServices: Readonly<Record<string, string>> = { iam: iamEventRegion };

/** Calls of the data plane, which are not management events. */
const dataPlane: Readonly<Record<string, RegExp>> = {
  monitoring: /^(PutMetricData|GetMetricData|GetMetricStatistics)$/,
  sqs: /^(Send|Receive|Delete|ChangeMessage)Message|^ChangeMessageVisibility/,
  sns: /^Publish/,
  events: /^PutEvents$/,
  logs: /^(PutLogEvents|GetLogEvents|FilterLogEvents|GetLogRecord)$/,
  lambda: /^Invoke/,
  dynamodb: /(Item|Items|Query|Scan)$/,
  kms: /^(Encrypt|Decrypt|GenerateDataKey.*|ReEncrypt)$/,
};

const readOnlyPattern = /^(Get|List|Describe|Head|Lookup|Test|BatchGet|Simulate|AssumeRole|Query|Scan|Filter)/;

/** The service of a call, as in `eventSource`. */
export const eventSourceOf = (service: string): string => eventSources[service] ?? `${service}.amazonaws.com`;

export const isReadOnly = (operation: string): boolean => readOnlyPattern.test(operation);

/** Parameters whose values CloudTrail does not record. */
const secretPattern = /secret|password|sessiontoken|^zipfile$/i;

/** Parameters in CloudTrail's spelling, with a lower-case first letter and without secrets. */
function toTrailParameters(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toTrailParameters);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      secretPattern.test(key) ? 'HIDDEN_DUE_TO_SECURITY_REASONS' : toTrailParameters(inner),
    ]),
  );
}

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false });

/** An XML or JSON document; empty for any other text. */
function parseDocument(body: string): Readonly<Record<string, unknown>> {
  try {
    const text = body.trimStart();
    const document: unknown = text.startsWith('<') ? parser.parse(text) : JSON.parse(text || '{}');
    return isPlainObject(document) ? document : {};
  } catch {
    return {};
  }
}

/** Code and message of an error response of any protocol. */
function parseError(body: string): { errorCode: string; errorMessage?: string } {
  const document = parseDocument(body);
  const inner = (document['ErrorResponse'] as { Error?: unknown } | undefined)?.Error ?? document['Error'] ?? document;
  const { Code, __type, Message, message } = inner as Record<string, string | undefined>;
  return {
    errorCode: Code ?? __type?.split('#').at(-1) ?? 'InternalFailure',
    errorMessage: Message ?? message,
  };
}

/** The response's content; in the query protocol it is wrapped in `<XResponse><XResult>`. */
function responseElements(call: AwsCall, body: string): Record<string, unknown> | null {
  const document = parseDocument(body);
  const content =
    call.protocol === 'query'
      ? (document[`${call.operation}Response`] as Record<string, unknown> | undefined)?.[`${call.operation}Result`]
      : document;
  if (!isPlainObject(content) || Object.keys(content).length === 0) return null;
  return toTrailParameters(content) as Record<string, unknown>;
}

/** Whether CloudTrail records the call as a management event. */
export function isManagementCall({ service, operation, s3 }: AwsCall): boolean {
  return !(s3?.data || dataPlane[service]?.test(operation));
}

/** Parameters of the call; those of S3 may be in an XML or JSON document. */
function requestParameters(call: AwsCall): Record<string, unknown> | null {
  const parameters = mergeDocument(call.params);
  return Object.keys(parameters).length === 0 ? null : (toTrailParameters(parameters) as Record<string, unknown>);
}

function mergeDocument({ document, ...params }: AwsCall['params']): Record<string, unknown> {
  if (document === undefined) return params;
  if (typeof document !== 'string') return { ...params, bucketPolicy: document };
  const { '?xml': _, ...inner } = parseDocument(document);
  return { ...params, ...inner };
}

export interface RecordContext {
  readonly identity: CallerIdentity;
  readonly at: Date;
  readonly accountId: string;
  /** Number of the call since the start, from which the record's id is made. */
  readonly sequence: number;
}

/** A CloudTrail record with all its fields, of which this system reads those of `CloudTrailRecord`. */
export type DeliveredRecord = CloudTrailRecord & { readonly errorMessage?: string; readonly [more: string]: unknown };

function makeEventId(sequence: number, at: Date): string {
  const hex = createHash('sha256').update(`${sequence} ${at.toISOString()}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** Makes the record of a call. */
export function makeCloudTrailRecord(call: AwsCall, outcome: Outcome, context: RecordContext): DeliveredRecord {
  const { identity, at, accountId, sequence } = context;
  const readOnly = isReadOnly(call.operation);
  const error = outcome.status >= 400 ? parseError(outcome.body) : undefined;
  const management = isManagementCall(call);
  return {
    eventVersion: '1.09',
    userIdentity: identity,
    eventTime: `${at.toISOString().slice(0, 19)}Z`,
    eventSource: eventSourceOf(call.service),
    eventName: call.operation,
    awsRegion: globalServices[call.service] ?? call.region,
    sourceIPAddress: call.sourceIp,
    userAgent: call.userAgent,
    ...error,
    requestParameters: requestParameters(call),
    responseElements: error || readOnly ? null : responseElements(call, outcome.body),
    requestID: makeEventId(-sequence, at),
    eventID: makeEventId(sequence, at),
    readOnly,
    eventType: 'AwsApiCall',
    managementEvent: management,
    recipientAccountId: accountId,
    eventCategory: management ? 'Management' : 'Data',
  };
}
