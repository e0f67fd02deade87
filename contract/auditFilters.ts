import { callsWithoutEffect, dependencies, silencingCalls, withoutVersion } from './auditEvents';
import { eventNames, objectWrites } from './auditRules';
import {
  all,
  any,
  type Condition,
  equals,
  type NamedStack,
  narrowByPart,
  narrowTo,
  narrowWidely,
} from './filterNarrowing';
import { objectDeletions } from './storeDependencies';

/** What the filters of a stack narrow the calls to. */
export interface FilteredStack extends NamedStack {
  /** ARNs of the roles and users that deploy the stack, whose calls do not count. */
  readonly deploymentRoles: readonly string[];
  /** ARNs of the roles and users whose calls on objects do not count. */
  readonly approvers: readonly string[];
}

/** Longest filter pattern of a metric filter (`FilterPattern` of the CloudWatch Logs API reference). */
export const longestFilterPattern = 1024;

/** A log group has at most 100 metric filters ("CloudWatch Logs quotas"); some are left to others. */
const mostFilters = 90;

const s3 = 's3.amazonaws.com';
const objectCalls: readonly string[] = [...objectWrites, ...objectDeletions];

/**
 * Filter patterns that match every call on the monitoring which neither a deployment nor an approval makes, in as few and as
 * short patterns as CloudWatch Logs allows. Throws if the roles leave no room for the calls.
 */
export function composeAuditFilters(stack: FilteredStack): readonly string[] {
  const exact = composePatterns(stack, (source) => narrowTo(source, stack));
  // Names of many endpoints' resources do not fit: then what their names begin with must do.
  return exact.length <= mostFilters ? exact : composePatterns(stack, (source) => narrowWidely(source, stack));
}

function composePatterns(stack: FilteredStack, narrow: (source: string) => readonly Condition[]): string[] {
  const [forDeployment, forApproval] = [
    exclude(stack.deploymentRoles),
    exclude([...stack.deploymentRoles, ...stack.approvers]),
  ];
  const sources = [...new Set(Object.values(dependencies).map(({ source }) => source))].sort();
  const others = sources.flatMap((source) => {
    const names = eventNames(source).filter((name) => !callsWithoutEffect.has(name));
    const parts = silencingCalls.flatMap(({ name, dependency }) =>
      dependency.source === source && dependency.namePart !== undefined ? [{ name, dependency }] : [],
    );
    const ofSource = names.filter(
      (name) => parts.every((part) => part.name !== name) && (source !== s3 || !objectCalls.includes(name)),
    );
    return [
      ...splitNarrowing(source, narrow(source), forDeployment, ofSource),
      ...parts.map(({ name, dependency }) => ({
        narrow: [equals('eventSource', source), any(narrowByPart(dependency))],
        names: [name],
      })),
    ];
  });
  const onObjects = splitNarrowing(s3, narrow(s3), forApproval, objectCalls);
  return [...packPatterns(others, forDeployment), ...packPatterns(onObjects, forApproval)];
}

/** Calls of a service on some of the stack's resources at a time, so that names of calls have about half of a pattern. */
function splitNarrowing(
  source: string,
  conditions: readonly Condition[],
  exclusions: readonly Condition[],
  names: readonly string[],
): Calls[] {
  const ofSource = equals('eventSource', source);
  if (conditions.length === 0) return [{ narrow: [ofSource], names }];
  const room = (longestFilterPattern - ofSource.length - exclusions.join('').length) / 2;
  const groups: Condition[][] = [];
  for (const condition of conditions) {
    const last = groups.at(-1);
    if (last && any([...last, condition]).length <= room) last.push(condition);
    else groups.push([condition]);
  }
  return groups.map((group) => ({ narrow: [ofSource, any(group)], names }));
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
