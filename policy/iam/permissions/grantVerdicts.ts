import type { PolicyConfigSchema } from '@pulumi/policy';
import { memoize } from '../../pack/memoize';
import { textsOf } from '../../pack/propertyValue';
import type { Resource } from '../../pack/resource';
import type { RuleSettings } from '../../pack/rule';
import { globMatches } from '../../pack/text/glob';
import { shortList } from '../../pack/text/shortList';
import { advises, passes, undetermined, type Verdict, violates } from '../../pack/verdict';
import type { HeldStatement } from '../principals/heldStatements';
import { type PermissionSet, type Principal, principalsOf } from '../principals/principals';
import { grantsOf, isRestricted } from './effectivePermissions';
import type { Grant } from './grant';
import { selectUnlimitedGrants } from './unlimitedGrants';

/** A group of actions that few principals should be allowed. */
interface Danger {
  /** Names of the action table. */
  readonly actions: readonly string[];
  /** Counts only where it is allowed on every resource although one could be named. */
  readonly onlyUnlimited: boolean;
  /** Actions that count only there in any case. */
  readonly unlimitedActions?: readonly string[];
  /** Actions that are advice where a statement allows no others. */
  readonly adviceActions?: readonly string[];
  /** Counts also where it accepts only `*`. */
  readonly countsStarOnly?: true;
  /** `can read data anywhere`; follows the principal's name. */
  readonly can: string;
  /** How to fix it, without a full stop. */
  readonly remedy: string;
  /** How to fix it when an AWS managed policy allows the actions. @default `remedy` in a policy of one's own */
  readonly awsRemedy?: string;
}

/** The setting of rules that have exempt principals. */
export const allowedPrincipalsSchema: PolicyConfigSchema = {
  properties: {
    allowedPrincipals: {
      type: 'array',
      items: { type: 'string' },
      description:
        'exempt roles, users, groups and policies as patterns of `type::name`, such as `aws:iam/role:Role::deployment*`',
      default: [],
    },
  },
};

function isAllowedPrincipal({ resource }: Principal, settings: RuleSettings): boolean {
  const name = `${resource.type}::${resource.name}`;
  return textsOf(settings['allowedPrincipals']).some((pattern) => globMatches(pattern, name));
}

/** Judges every principal of a stack by itself; one that config allows is not judged. */
export function principalVerdicts(
  resources: readonly Resource[],
  settings: RuleSettings,
  judge: (principal: Principal) => readonly Verdict[],
): Verdict[] {
  return principalsOf(resources)
    .filter((principal) => !isAllowedPrincipal(principal, settings))
    .flatMap((principal) => {
      const verdicts = judge(principal);
      return verdicts.length > 0 ? verdicts : [passes(principal.resource)];
    });
}

/** One finding for each statement that allows a principal such actions, and for each AWS managed policy. */
export function grantVerdicts(resources: readonly Resource[], settings: RuleSettings, danger: Danger): Verdict[] {
  const statementTexts = memoize((permissions: PermissionSet) => dangerousStatements(permissions, danger));
  return principalVerdicts(resources, settings, (principal) =>
    statementTexts(principal.permissions).map(({ text, isAdvice }) =>
      finding(principal, `${principal.label} ${text}`, isAdvice ? advises : violates),
    ),
  );
}

/** The finding for each such statement and policy, without the principal's name. */
function dangerousStatements(permissions: PermissionSet, danger: Danger): { text: string; isAdvice: boolean }[] {
  const bySource = new Map<HeldStatement | string, Grant[]>();
  for (const action of danger.actions) {
    const onlyUnlimited = danger.onlyUnlimited || danger.unlimitedActions?.includes(action) === true;
    for (const grant of grantsOf({ permissions }, action)) {
      const { group, isPublic } = grant.statement;
      // Permissions from a group are reported for the group, and public permissions for the resource policy.
      if (group || isPublic || isRestricted(grant) || (onlyUnlimited && !isWide(grant, danger.countsStarOnly)))
        continue;
      const source = grant.statement.awsPolicy ?? grant.statement;
      const present = bySource.get(source);
      if (present) present.push(grant);
      else bySource.set(source, [grant]);
    }
  }
  return [...bySource.values()].map((grants) => {
    const { statement } = grants[0] as Grant;
    const isStarOnly = danger.onlyUnlimited && grants.every(({ facts }) => facts.resources.length === 0);
    const ownRemedy = isStarOnly
      ? "remove what is not needed, because it can't be limited to some resources"
      : danger.remedy;
    const remedy = (statement.awsPolicy && danger.awsRemedy) ?? remedyFor(statement, ownRemedy);
    const names = shortList([...new Set(grants.map(({ facts }) => facts.name))]);
    return {
      text: `${danger.can}: ${statement.place} allows ${names}${resourcesText(grants, danger.onlyUnlimited)}; ${remedy}.`,
      isAdvice: grants.every(({ facts }) => danger.adviceActions?.includes(facts.name)),
    };
  });
}

/** How to fix a statement; those of AWS managed policies can't be changed. */
export function remedyFor({ awsPolicy }: HeldStatement, remedy: string): string {
  return awsPolicy === undefined ? remedy : `replace the AWS managed policy with your own and ${remedy}`;
}

function isWide(grant: Grant, countsStarOnly = false): boolean {
  return (countsStarOnly || grant.facts.resources.length > 0) && selectUnlimitedGrants([grant]).length > 0;
}

/** A finding on a principal; undetermined when its boundary can't be read. */
export function finding({ resource, permissions }: Principal, message: string, report = violates): Verdict {
  const { boundary } = permissions;
  if (boundary && 'unknown' in boundary) {
    return undetermined(resource, `unless the boundary denies it (${boundary.unknown}): ${message}`);
  }
  return report(resource, message);
}

/** ` on 'arn:...'`: the resources of grants of one statement. */
export function resourcesText(grants: readonly Grant[], onlyUnlimited: boolean): string {
  const [first] = grants;
  if (!first) return '';
  if (first.statement.except.length > 0) return ' on all resources except its NotResource';
  // Actions with resources of the same types share their list, which may be long.
  const lists = new Set(grants.map(({ resources, unlimited }) => (onlyUnlimited ? unlimited : resources)));
  const named = textsOf([...new Set([...lists].flat())]);
  return named.length > 0 ? ` on ${shortList(named.map((pattern) => `'${pattern}'`))}` : '';
}
