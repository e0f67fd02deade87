import { memoize } from '../../pack/memoize';
import type { EscalationPath } from '../paths/escalationPath';
import { escalationPaths } from '../paths/escalationPaths';
import type { PermissionSet, Principal } from '../principals/principals';
import { grantsOf, isRestricted } from './effectivePermissions';

import type { Grant } from './grant';
import { passedServices } from './passedServices';
import { selectUnlimitedGrants } from './unlimitedGrants';

/** An escalation path that is open to a principal, with the grant of each action that it needs. */
export interface Escalation {
  readonly path: EscalationPath;
  readonly grants: readonly Grant[];
  /** The first action is enough on the resources that its grant names. */
  readonly isOnNamed?: true;
}

/** Every escalation path that is open to a principal, except those that a single group opens. */
export function escalationsOf({ permissions, kind }: Principal): readonly Escalation[] {
  return findEscalations(permissions, kind);
}

const findEscalations = memoize((permissions: PermissionSet, kind: Principal['kind']): readonly Escalation[] =>
  escalationPaths.flatMap((path): Escalation[] => {
    if (path.kinds && !path.kinds.includes(kind)) return [];
    const grants: Grant[] = [];
    for (const [i, action] of path.needs.entries()) {
      const grant = stepOf(permissions, path, action, i === 0);
      // Most paths end at their first action, and most documents open none.
      if (!grant) return [];
      grants.push(grant);
    }
    const [group, ...others] = new Set(grants.map(({ statement }) => statement.group));
    return group && others.length === 0 ? [] : [{ path, grants }];
  }),
);

/** The grant of one action of a path; the principal's own before that of a group. */
function stepOf(permissions: PermissionSet, path: EscalationPath, action: string, first: boolean): Grant | undefined {
  const allowed = grantsOf({ permissions }, action).filter((grant) =>
    path.passedTo && first ? passesTo(grant, path.passedTo) : !isRestricted(grant),
  );
  const fitting = first ? selectUnlimitedGrants(allowed) : allowed;
  return fitting.find(({ statement }) => !statement.group) ?? fitting[0];
}

/** Whether an iam:PassRole grant lets a role be passed to one of some services. */
export function passesTo(grant: Grant, services: readonly string[]): boolean {
  const passed = passedServices(grant);
  return passed !== undefined && services.some((service) => passed.includes(service));
}
