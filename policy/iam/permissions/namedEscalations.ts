import { memoize } from '../../pack/memoize';
import { textsOf } from '../../pack/propertyValue';
import type { Resource } from '../../pack/resource';
import type { EscalationPath, EscalationTarget } from '../paths/escalationPath';
import { escalationPaths } from '../paths/escalationPaths';
import { type Principal, principalsOf } from '../principals/principals';
import { deniesResource, grantsOf, isRestricted } from './effectivePermissions';
import { type Escalation, escalationsOf, passesTo } from './escalationsOf';
import type { Grant } from './grant';
import { entityNamed, entityOf, matchesEntity, type NamedEntity, namesCaller } from './namedEntity';
import { isTrusted } from './roleTrust';

/** A role, user or group of the stack that can gain further permissions. */
interface Administrator {
  readonly principal: Principal;
  readonly entity: NamedEntity;
}

type TargetedPath = EscalationPath & { readonly target: EscalationTarget };

const targetedPaths = escalationPaths.filter((path): path is TargetedPath => path.target !== undefined);

/**
 * The paths that are open to principals of a stack on a named role, user, group or policy: on the principal itself, or on
 * one that can gain further permissions, over any number of hops. Only for principals to which no other path is open.
 */
export const namedEscalations = memoize(
  (resources: readonly Resource[]): ReadonlyMap<Principal, readonly Escalation[]> => {
    const byPrincipal = new Map<Principal, readonly Escalation[]>();
    const principals = principalsOf(resources);
    let administrators = principals.filter((principal) => escalationsOf(principal).length > 0);
    let others = principals.filter((principal) => escalationsOf(principal).length === 0);
    for (let hop = 0; others.length > 0; hop++) {
      const targets = administrators.flatMap(asAdministrator);
      const open = others.map((principal) => [principal, escalationsOn(principal, targets, hop === 0)] as const);
      administrators = open.flatMap(([principal, escalations]) => (escalations.length > 0 ? [principal] : []));
      if (administrators.length === 0) break;
      for (const [principal, escalations] of open) if (escalations.length > 0) byPrincipal.set(principal, escalations);
      others = others.filter((principal) => !byPrincipal.has(principal));
    }
    return byPrincipal;
  },
);

/** Undefined for the future holder of a policy, whom nobody can name, and under a boundary that can't be read. */
function asAdministrator(principal: Principal): Administrator[] {
  const { kind, permissions } = principal;
  if (kind === 'policy' || (permissions.boundary && 'unknown' in permissions.boundary)) return [];
  return [{ principal, entity: holderEntity(principal, kind) }];
}

function holderEntity({ resource, name }: Principal, kind: 'role' | 'user' | 'group'): NamedEntity {
  return resource.type.endsWith(`/${kind}:${kind[0]?.toUpperCase()}${kind.slice(1)}`)
    ? entityOf(resource, kind)
    : entityNamed(name, kind);
}

/** The paths of a principal on itself, and on administrators that were found in the hop before. */
function escalationsOn(principal: Principal, targets: readonly Administrator[], withOwn: boolean): Escalation[] {
  return targetedPaths.flatMap((path) => {
    if (path.kinds && !path.kinds.includes(principal.kind)) return [];
    if (path.target.is === 'administrator' ? targets.length === 0 : !withOwn) return [];
    const allowed = grantsOf(principal, path.needs[0]).filter((grant) =>
      path.passedTo ? passesTo(grant, path.passedTo) : !isRestricted(grant),
    );
    if (allowed.length === 0) return [];
    const others = path.needs
      .slice(1)
      .map((action) => grantsOf(principal, action).find((grant) => !isRestricted(grant)));
    if (!others.every((grant) => grant !== undefined)) return [];
    const entities =
      path.target.is === 'administrator'
        ? targets.filter((target) => canReach(principal, path, target)).map(({ entity }) => entity)
        : ownEntities(principal, path.target);
    return entities.flatMap((entity) => {
      const first = grantOn(principal, allowed, entity);
      return first && !isOfOneGroup([first, ...others])
        ? [{ path: pathOn(path, entity), grants: [first, ...others], isOnNamed: true }]
        : [];
    });
  });
}

/** Whether an administrator is one that a path can lead to; a role must trust the caller, or the service. */
function canReach(principal: Principal, path: TargetedPath, { principal: target }: Administrator): boolean {
  if (target === principal || target.kind !== path.target.type) return false;
  if (path.passedTo) return path.passedTo.some((service) => isTrusted(target.resource, { service }));
  return path.needs[0] !== 'sts:AssumeRole' || isTrusted(target.resource, { caller: principal });
}

/** What of a principal's own a path may change. */
function ownEntities(principal: Principal, { type, is }: EscalationTarget): NamedEntity[] {
  const { kind, permissions, policies, groups, resource } = principal;
  if (is === 'boundary' && !permissions.boundary) return [];
  if (type === 'policy') {
    const held = kind === 'policy' ? [resource, ...policies] : policies;
    return [...new Set(held)].map((policy) =>
      typeof policy === 'string' ? entityNamed(policy, type) : entityOf(policy, type),
    );
  }
  if (type === 'group') return groups.map((group) => entityOf(group, type));
  if (type === kind) return [holderEntity(principal, type)];
  return type === 'user' && kind !== 'role' ? [itself] : [];
}

/** The user who holds a policy, or is in a group: named only by a policy variable. */
const itself: NamedEntity = { type: 'user', label: 'user', paths: [], arn: undefined };

/** The grant of an action on one entity, with the patterns that match it; undefined if it is denied. */
function grantOn(principal: Principal, grants: readonly Grant[], entity: NamedEntity): Grant | undefined {
  const isOwn = entity === itself || entity.label === holderLabel(principal);
  const matches = (pattern: string) =>
    (isOwn && entity.type === 'user' && namesCaller(pattern)) || matchesEntity(pattern, entity);
  for (const grant of grants) {
    const named = textsOf(grant.resources).filter(matches);
    if (named.length === 0 || grant.statement.except.some(matches)) continue;
    if (deniesResource(principal, grant.facts, matches)) return undefined;
    return { ...grant, unlimited: named };
  }
  return undefined;
}

function holderLabel({ kind, name }: Principal): string {
  return `${kind} '${name}'`;
}

function isOfOneGroup(grants: readonly Grant[]): boolean {
  const [group, ...others] = new Set(grants.map(({ statement }) => statement.group));
  return group !== undefined && others.length === 0;
}

function pathOn(path: TargetedPath, { label, type }: NamedEntity): EscalationPath {
  const { is, gain } = path.target;
  const text =
    is === 'administrator'
      ? `${gain} ${label}, which can gain further permissions`
      : `${gain} ${type === 'policy' ? label : type}`;
  return { ...path, gain: text };
}
