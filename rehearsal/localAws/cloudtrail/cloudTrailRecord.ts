import { createHash } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import type { CloudTrailRecord } from '../../../contract/auditEvents';
import type { AwsCall } from '../protocol/awsCall';
import type { Outcome } from '../protocol/router';
import type { CallerIdentity } from './callerIdentity';

/** Signing names whose event source has another name. */
const eventSources: Readonly<Record<string, string>> = { eventbridge: 'events.amazonaws.com' };

/** Calls of the data plane; CloudTrail does not take them for management. */
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

/** Values that CloudTrail never writes down. */
const secretPattern = /secret|password|sessiontoken|^zipfile$/i;

/** CloudTrail spells a parameter with a small first letter; secrets become a note. */
function trailSpelling(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(trailSpelling);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      secretPattern.test(key) ? 'HIDDEN_DUE_TO_SECURITY_REASONS' : trailSpelling(inner),
    ]),
  );
}

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false });

function parsed(body: string): Record<string, unknown> {
  try {
    const text = body.trimStart();
    const document: unknown = text.startsWith('<') ? parser.parse(text) : JSON.parse(text || '{}');
    return typeof document === 'object' && document !== null ? (document as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The error's code, and its text, wherever the protocol puts them. */
function errorOf(body: string): { code: string; message?: string } {
  const document = parsed(body);
  const inner = (document['ErrorResponse'] as { Error?: unknown } | undefined)?.Error ?? document['Error'] ?? document;
  const { Code, __type, Message, message } = inner as Record<string, string | undefined>;
  const text = Message ?? message;
  return {
    code: Code ?? __type?.split('#').at(-1) ?? 'InternalFailure',
    ...(text === undefined ? {} : { message: text }),
  };
}

/** What a query answer wraps in `<XResponse><XResult>`. */
function answerOf(call: AwsCall, body: string): Record<string, unknown> | null {
  const document = parsed(body);
  const answer =
    call.protocol === 'query'
      ? (document[`${call.operation}Response`] as Record<string, unknown> | undefined)?.[`${call.operation}Result`]
      : document;
  if (typeof answer !== 'object' || answer === null || Object.keys(answer).length === 0) return null;
  return trailSpelling(answer) as Record<string, unknown>;
}

/** Whether CloudTrail takes the call for a management event. */
export function isManagementCall({ service, operation, s3 }: AwsCall): boolean {
  return !(s3?.data || dataPlane[service]?.test(operation));
}

/** A document sent to S3 as XML or JSON. */
function parametersOf(call: AwsCall): Record<string, unknown> {
  const { document, ...params } = call.params;
  if (document === undefined) return params;
  if (typeof document !== 'string') return { ...params, bucketPolicy: document };
  const { '?xml': _, ...inner } = parsed(document);
  return { ...params, ...inner };
}

export interface RecordContext {
  readonly identity: CallerIdentity;
  readonly at: Date;
  readonly accountId: string;
  /** Number of the call since the start; makes the record's id. */
  readonly sequence: number;
}

/** A record of CloudTrail, with what it has beyond the parts that this system reads. */
export type DeliveredRecord = CloudTrailRecord & { readonly errorMessage?: string; readonly [more: string]: unknown };

function eventId(sequence: number, at: Date): string {
  const hex = createHash('sha256').update(`${sequence} ${at.toISOString()}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** The record that CloudTrail makes of a call. */
export function cloudTrailRecord(call: AwsCall, outcome: Outcome, context: RecordContext): DeliveredRecord {
  const { identity, at, accountId, sequence } = context;
  const readOnly = readOnlyPattern.test(call.operation);
  const error = outcome.status >= 400 ? errorOf(outcome.body) : undefined;
  const parameters = parametersOf(call);
  const management = isManagementCall(call);
  return {
    eventVersion: '1.09',
    userIdentity: identity,
    eventTime: `${at.toISOString().slice(0, 19)}Z`,
    eventSource: eventSources[call.service] ?? `${call.service}.amazonaws.com`,
    eventName: call.operation,
    awsRegion: call.region,
    sourceIPAddress: call.sourceIp,
    userAgent: call.userAgent,
    ...(error
      ? { errorCode: error.code, ...(error.message === undefined ? {} : { errorMessage: error.message }) }
      : {}),
    requestParameters:
      Object.keys(parameters).length === 0 ? null : (trailSpelling(parameters) as Record<string, unknown>),
    responseElements: error || readOnly ? null : answerOf(call, outcome.body),
    requestID: eventId(-sequence, at),
    eventID: eventId(sequence, at),
    readOnly,
    eventType: 'AwsApiCall',
    managementEvent: management,
    recipientAccountId: accountId,
    eventCategory: management ? 'Management' : 'Data',
  };
}
