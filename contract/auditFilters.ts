import { callsWithoutEffect, dependencies, silencingCalls, withoutVersion } from './auditEvents';
import { eventNames, objectWrites, roleComponents, type WatchedStack } from './auditRules';
import { composeBusName, composeDashboardName, composeTrailName } from './resourceNames';
import { objectDeletions } from './storeDependencies';

/** What the filters of a stack narrow the calls to. */
export interface FilteredStack extends WatchedStack {
  /** Ids of the stack's keys. */
  readonly keys: readonly string[];
  /** ARNs of the roles and users that deploy the stack, whose calls do not count. */
  readonly deploymentRoles: readonly string[];
  /** ARNs of the roles and users whose calls on objects do not count. */
  readonly approvers: readonly string[];
}

/** Longest filter pattern of a metric filter (`FilterPattern` of the CloudWatch Logs API reference). */
export const longestFilterPattern = 1024;

/** Names of shared resources begin with the name of their component; Pulumi adds a suffix. A parameter may hold an ARN. */
const components = [
  'alerts',
  'analyzer',
  'audit',
  'incident-index',
  'incidents',
  'messages',
  'monitoring',
  'queries',
] as const;

/** A condition on records, in the syntax of filter patterns. */
type Condition = string;

const equals = (field: string, value: string): Condition => `($.${field}="${value}")`;
const parameter = (path: string, value: string) => equals(`requestParameters.${path}`, value);
const missing = (path: string): Condition => `($.requestParameters.${path} NOT EXISTS)`;
const any = (conditions: readonly Condition[]): Condition =>
  conditions.length === 1 ? (conditions[0] ?? '') : `(${conditions.join('||')})`;
const all = (conditions: readonly Condition[]): Condition => `(${conditions.join('&&')})`;

/** Resources of the stack by service, as parameters name them. A service without an entry is not narrowed. */
const narrowing: Readonly<Record<string, (stack: FilteredStack) => Condition[]>> = {
  // Calls on the whole account name no bucket.
  's3.amazonaws.com': ({ buckets }) => [
    ...buckets.map((bucket) => parameter('bucketName', bucket)),
    missing('bucketName'),
  ],
  'monitoring.amazonaws.com': ({ stack }) => [
    ...['alarmName', 'alarmNames[0]', 'muteTargets.alarmNames[0]'].map((path) => parameter(path, `*.${stack}.*`)),
    ...['dashboardName', 'dashboardNames[0]'].map((path) => parameter(path, `${composeDashboardName(stack)}*`)),
    parameter('alarmMuteRuleName', '*'),
  ],
  'sqs.amazonaws.com': () =>
    inComponents(['queueUrl', 'sourceArn'], ['alerts', 'analyzer', 'audit', 'incidents', 'messages']),
  'lambda.amazonaws.com': () => [
    ...inComponents(['functionName'], ['analyzer', 'audit', 'incidents']),
    missing('functionName'),
  ],
  'iam.amazonaws.com': () => inComponents(['roleName'], roleComponents),
  'kms.amazonaws.com': ({ keys }) => keys.map((key) => parameter('keyId', `*${key}`)),
  'sns.amazonaws.com': () => inComponents(['topicArn', 'resourceArn', 'subscriptionArn'], ['alerts']),
  'dynamodb.amazonaws.com': () => inComponents(['tableName', 'resourceArn'], ['incident-index']),
  'events.amazonaws.com': ({ stack }) => [
    ...inComponents(['name', 'rule'], ['audit', 'incidents', 'messages']),
    parameter('name', composeBusName(stack)),
  ],
  'logs.amazonaws.com': () => [
    ...inComponents(['logGroupName'], ['analyzer', 'audit', 'incidents']),
    parameter('logGroupName', '/aws/sagemaker/ProcessingJobs'),
    missing('logGroupName'),
  ],
  'scheduler.amazonaws.com': () => inComponents(['groupName', 'name'], ['analyzer', 'audit']),
  'cloudtrail.amazonaws.com': ({ stack }) =>
    ['name', 'trailName'].map((path) => parameter(path, `*${composeTrailName(stack)}`)),
};

function inComponents(paths: readonly string[], names: readonly (typeof components)[number][]): Condition[] {
  return paths.flatMap((path) => names.map((name) => parameter(path, `*${name}-*`)));
}

const s3 = 's3.amazonaws.com';
const objectCalls: readonly string[] = [...objectWrites, ...objectDeletions];

/**
 * Filter patterns that match every call on the monitoring which neither a deployment nor an approval makes, in as few and as
 * short patterns as CloudWatch Logs allows. Throws if the roles leave no room for the calls.
 */
export function composeAuditFilters(stack: FilteredStack): readonly string[] {
  const sources = [...new Set(Object.values(dependencies).map(({ source }) => source))].sort();
  const ofDeployment = sources.flatMap((source) => {
    const names = eventNames(source).filter((name) => !callsWithoutEffect.has(name));
    const prefixes = namePrefixes.filter((prefix) => prefix.source === source);
    const others = names.filter((name) => prefixes.every((prefix) => prefix.name !== name));
    return [
      {
        narrow: narrowTo(source, stack),
        names: others.filter((name) => source !== s3 || !objectCalls.includes(name)),
      },
      ...prefixes.map(({ name, paths, prefix }) => ({
        narrow: [
          equals('eventSource', source),
          any(paths.flatMap((path) => [parameter(path, `${prefix}*`), missing(path)])),
        ],
        names: [name],
      })),
    ];
  });
  const onObjects = { narrow: narrowTo(s3, stack), names: objectCalls };
  return [
    ...packPatterns(ofDeployment, exclude(stack.deploymentRoles)),
    ...packPatterns([onObjects], exclude([...stack.deploymentRoles, ...stack.approvers])),
  ];
}

/** Calls that are narrowed by what names begin with, each with the parameters that have the name. */
const namePrefixes = silencingCalls.flatMap(({ name, dependency: { source, named: paths, namePrefix: prefix } }) =>
  prefix === undefined ? [] : [{ source, name, paths, prefix }],
);

function narrowTo(source: string, stack: FilteredStack): Condition[] {
  const ofStack = narrowing[source]?.(stack) ?? [];
  return [equals('eventSource', source), ...(ofStack.length === 0 ? [] : [any(ofStack)])];
}

interface Calls {
  readonly narrow: readonly Condition[];
  readonly names: readonly string[];
}

/** Calls of others than some roles and users. Records of services have no ARN. */
function exclude(principals: readonly string[]): readonly Condition[] {
  if (principals.length === 0) return [];
  const others = principals.map((arn) => `($.userIdentity.arn!="${callerPattern(arn)}")`);
  return [any(['($.userIdentity.arn NOT EXISTS)', others.length === 1 ? (others[0] ?? '') : all(others)])];
}

/** `arn:aws:iam::<account>:role/<path>/<name>` as its sessions' ARNs have it. */
function callerPattern(arn: string): string {
  const [, partition, account, name] = /^arn:([^:]+):iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  return name === undefined ? arn : `arn:${partition}:sts::${account}:assumed-role/${name}/*`;
}

function packPatterns(calls: readonly Calls[], exclusions: readonly Condition[]): string[] {
  const wrap = (clauses: readonly Condition[]) => `{${[any(clauses), ...exclusions].join('&&')}}`;
  const patterns: string[] = [];
  let clauses: readonly Condition[] = [];
  for (const { narrow, names } of calls) {
    let taken: readonly string[] = [];
    const clausesWith = (more: readonly string[]) => [...clauses, all([...narrow, any(more.map(matchName))])];
    const fits = (more: readonly string[]) => wrap(clausesWith(more)).length <= longestFilterPattern;
    for (const name of names) {
      if (!fits([...taken, name])) {
        const full = taken.length > 0 ? clausesWith(taken) : clauses;
        if (full.length > 0) patterns.push(wrap(full));
        [clauses, taken] = [[], []];
        if (!fits([name])) throw new Error('the roles in evidence leave no room for calls in a filter pattern');
      }
      taken = [...taken, name];
    }
    if (taken.length > 0) clauses = clausesWith(taken);
  }
  return clauses.length > 0 ? [...patterns, wrap(clauses)] : patterns;
}

/** Lambda's events have the version of its API behind their names. */
function matchName(name: string): Condition {
  const isVersioned = silencingCalls.some((call) => call.name !== name && withoutVersion(call.name) === name);
  return isVersioned ? `($.eventName="${name}*")` : `($.eventName=${name})`;
}
