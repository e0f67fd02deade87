import type { CloudTrailRecord } from './cloudTrailRecord';
import type { AuditKind, CallsByKind, Dependency } from './dependency';
import { isPlainObject } from './isPlainObject';
import { serviceDependencies } from './serviceDependencies';
import { storeDependencies } from './storeDependencies';

/** What the monitoring depends on: by Pulumi type for what the program creates, else by description. */
export const dependencies: Readonly<Record<string, Dependency>> = { ...storeDependencies, ...serviceDependencies };

/** Returns the calls of a dependency by kind, those that switch it on again included. */
function callsOf({ deletes, disables, permissions, restores = {} }: Dependency): [AuditKind, readonly string[]][] {
  const groups: readonly (CallsByKind | string)[] = [deletes, disables, permissions, restores];
  return groups.flatMap((calls) =>
    typeof calls === 'string' ? [] : (Object.entries(calls) as [AuditKind, readonly string[]][]),
  );
}

/** A call of a dependency, with its kind. */
export interface SilencingCall {
  readonly kind: AuditKind;
  /** As in CloudTrail's `eventName`. */
  readonly name: string;
  readonly dependency: Dependency;
}

/** Every call of the dependencies. */
export const silencingCalls: readonly SilencingCall[] = Object.values(dependencies).flatMap((dependency) =>
  callsOf(dependency).flatMap(([kind, names]) => names.map((name) => ({ kind, name, dependency }))),
);

/** API calls on the monitoring by kind and service, as CloudTrail spells them. */
export const auditKinds: Readonly<Record<string, readonly (readonly [source: string, names: readonly string[]])[]>> =
  groupByKind();

function groupByKind(): Record<string, [source: string, names: string[]][]> {
  const kinds: Record<string, [source: string, names: string[]][]> = {};
  for (const { kind, name, dependency } of silencingCalls) {
    kinds[kind] ??= [];
    const rows = kinds[kind];
    const row = rows.find(([source]) => source === dependency.source);
    if (!row) rows.push([dependency.source, [name]]);
    else if (!row[1].includes(name)) row[1].push(name);
  }
  return kinds;
}

/** Prefixes of the store's objects that nothing but the settings, an approval or a registration writes: each call counts. */
export const recordedPrefixes: readonly string[] = Object.values(dependencies).flatMap(({ keyPrefix, disables }) =>
  keyPrefix === undefined || typeof disables === 'string' ? [] : [keyPrefix],
);

/** One line of evidence: who called what, when, with which target. */
export interface AuditEntry {
  readonly when: string;
  /** ARN of the caller. */
  readonly who: string;
  readonly kind: AuditKind;
  readonly action: string;
  /** Request parameters as compact JSON. */
  readonly target: string;
  readonly eventId: string;
  /** Error code of a refused call; undefined if it succeeded. */
  readonly refused?: string;
}

const callsByEvent = new Map<string, SilencingCall[]>();
for (const call of silencingCalls) {
  const event = nameEvent(call.dependency.source, call.name);
  callsByEvent.set(event, [...(callsByEvent.get(event) ?? []), call]);
}

function nameEvent(source: string, name: string): string {
  return `${source}:${withoutVersion(name)}`;
}

/** Lambda's events have the version of the API behind the action's name, which differs by the age of a client. */
export function withoutVersion(name: string): string {
  return name.replace(/\d{8}(v\d+)?$/, '');
}

/** Calls that cut nothing until another call takes what they made into use. */
export const callsWithoutEffect: ReadonlySet<string> = new Set(
  silencingCalls.flatMap(({ name, dependency }) => (dependency.takesEffectWith === undefined ? [] : [name])),
);

const auditedNames = new Set(silencingCalls.map(({ name }) => withoutVersion(name)));

/** Whether a call of any service with this name may concern the monitoring. */
export function isAuditedName(eventName: string): boolean {
  return auditedNames.has(eventName) || auditedNames.has(withoutVersion(eventName));
}

/** Resources of a stack, as the parameters of calls name them. */
export interface OwnResources {
  /** ARNs and addresses. */
  readonly arns: ReadonlySet<string>;
  /** Names and ids by the service that has them, as in `eventSource`. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names of the monitored endpoints. */
  readonly endpoints: readonly string[];
  /** The resources themselves. */
  readonly resources: readonly StateResource[];
}

/** A resource of a stack's state, as `pulumi stack export` lists it. */
export interface StateResource {
  readonly type: string;
  readonly urn?: string;
  readonly id?: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** ISO 8601 instant of its last deployment. */
  readonly modified?: string;
}

/** Collects what calls may name of a stack's resources, of its endpoints and of a trail that the stack does not create. */
export function collectOwnResources(
  resources: readonly StateResource[],
  { endpoints, trailArn }: { readonly endpoints: readonly string[]; readonly trailArn?: string },
): OwnResources {
  const arns = new Set<string>();
  const names = new Map<string, Set<string>>();
  const addName = (source: string, name: unknown) => {
    if (typeof name !== 'string' || name === '') return;
    if (/^(arn|https?):/.test(name)) arns.add(name);
    names.set(source, (names.get(source) ?? new Set()).add(name));
  };
  for (const { type, id, outputs = {} } of resources) {
    const source = Object.hasOwn(dependencies, type) ? dependencies[type]?.source : undefined;
    if (source === undefined) continue;
    for (const name of [id, ...['name', 'arn', 'bucket', 'keyId', 'url'].map((field) => outputs[field])]) {
      addName(source, name);
    }
  }
  for (const { source, fixedNames = [] } of Object.values(dependencies)) {
    for (const name of fixedNames) addName(source, name);
  }
  for (const endpoint of endpoints) addName('sagemaker.amazonaws.com', endpoint);
  for (const name of [trailArn, trailArn?.split('/').at(-1)]) addName('cloudtrail.amazonaws.com', name);
  return { arns, names, endpoints, resources };
}

/** What a record is about. */
export interface AuditedCall {
  readonly kind: AuditKind;
  readonly dependency: Dependency;
  /** Names, ARNs and addresses of resources that the call names; none if it names none. */
  readonly names: readonly string[];
  /** Keys of the objects that it names. */
  readonly keys: readonly string[];
}

/** The call that a record is about; undefined if the monitoring, or one stack's with `own`, does not depend on it. */
export function findAuditedCall(record: CloudTrailRecord, own?: OwnResources): AuditedCall | undefined {
  const keys = readObjectKeys(record);
  for (const { kind, dependency } of callsByEvent.get(nameEvent(record.eventSource, record.eventName)) ?? []) {
    const names = dependency.named.flatMap((path) => readTexts(record.requestParameters, path.split('.')));
    if (!concernsObjects(dependency, keys)) continue;
    if (own === undefined || concernsOwn(dependency, names, own)) return { kind, dependency, names, keys };
  }
  return undefined;
}

/** Keys of the objects that a record names. That of `DeleteObjects` names none, or lists them as resources. */
function readObjectKeys({ requestParameters, resources = [] }: CloudTrailRecord): string[] {
  const key = requestParameters?.['key'];
  if (typeof key === 'string') return [key];
  return resources.flatMap(({ type, ARN = '' }) => {
    const [, listedKey] = /^arn:[^:]+:s3:::[^/]+\/(.+)$/.exec(ARN) ?? [];
    return type === 'AWS::S3::Object' && listedKey !== undefined ? [listedKey] : [];
  });
}

/** Whether a call on objects concerns those of the dependency; it may do so without keys. */
function concernsObjects({ keyPrefix }: Dependency, keys: readonly string[]): boolean {
  return keyPrefix === undefined || keys.length === 0 || keys.some((key) => key.startsWith(keyPrefix));
}

/** Whether a call names a resource of the stack. One that names none is kept: AWS leaves out what it refuses early. */
function concernsOwn(dependency: Dependency, named: readonly string[], own: OwnResources): boolean {
  const { source, namePart, namedAfterEndpoint } = dependency;
  const identifiers = [...(own.names.get(source) ?? [])];
  const isOwn = (value: string) => {
    if (namePart !== undefined) return value.includes(namePart);
    if (namedAfterEndpoint) return findNamedEndpoint(own.endpoints, value) !== undefined;
    return own.arns.has(value) || identifiers.some((identifier) => isNamed(identifier, value));
  };
  return named.length === 0 || named.some(isOwn);
}

/** The endpoint after which a resource is named: the longest whose name the other begins with. */
export function findNamedEndpoint(endpoints: readonly string[], name: string): string | undefined {
  const candidates = endpoints.filter((endpoint) => name === endpoint || name.startsWith(`${endpoint}-`));
  return candidates.sort((a, b) => b.length - a.length)[0];
}

/** Texts at a path of request parameters, of one value or of a list. */
function readTexts(parameters: unknown, [field, ...rest]: readonly string[]): string[] {
  if (field === undefined) return [parameters].flat().filter((value) => typeof value === 'string');
  return isPlainObject(parameters) ? readTexts(parameters[field], rest) : [];
}

/** Whether a value is an identifier, or an ARN or address that has it between colons or slashes. */
export function isNamed(identifier: string, value: string): boolean {
  return value === identifier || value.endsWith(`:${identifier}`) || value.split(/[:/]/).includes(identifier);
}

/**
 * The evidence in a record; undefined if the call does not concern the monitoring. Without `own`, a call on any resource of
 * the account is evidence.
 */
export function auditEntry(record: CloudTrailRecord, own?: OwnResources): AuditEntry | undefined {
  const call = findAuditedCall(record, own);
  if (!call) return undefined;
  return {
    when: record.eventTime,
    who: record.userIdentity.arn ?? record.userIdentity.type,
    kind: call.kind,
    action: record.eventName,
    target: JSON.stringify(record.requestParameters ?? {}),
    eventId: record.eventID,
    ...(record.errorCode === undefined ? {} : { refused: record.errorCode }),
  };
}
