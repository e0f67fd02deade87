import { memoize } from '../../pack/memoize';
import type { PropertyValue } from '../../pack/propertyValue';
import { type ActionFacts, actionFacts } from '../actions/actionFacts';
import { conditionStrength, type JudgedEntry, judgedEntries } from '../conditions/conditionStrength';
import type { HeldStatement } from '../principals/heldStatements';
import type { PermissionSet, Principal } from '../principals/principals';
import { patternSet } from '../resources/patternSet';
import { isUnlimited } from '../resources/unlimitedResource';
import { type Denial, denialOf, leftBy } from './denial';
import { type Reach, reachOf, statementReach } from './statementReach';

/** That a principal may do something, by one statement, after every Deny and the boundary. */
export interface Grant {
  readonly facts: ActionFacts;
  readonly statement: HeldStatement;
  /** Patterns of the resources that are left, at least one; an unknown one stands for some resource. */
  readonly resources: readonly PropertyValue[];
  /** Those of the patterns that leave no resource of the action's out. */
  readonly unlimited: readonly string[];
  /** Conditions of the statement and of the boundary's, all of which must be met. */
  readonly conditions: readonly PropertyValue[];
}

/**
 * Which statements allow a principal an action of the table, such as `iam:PassRole`. A Deny takes resources away when
 * it has no condition (or one that leaves nobody out) and covers them; any other only narrows, and is left out of
 * account. A boundary that can't be read takes nothing away: the rules ask for it themselves.
 */
export function grantsOf({ permissions }: Pick<Principal, 'permissions'>, action: string): readonly Grant[] {
  return effectiveGrants(permissions, action);
}

const effectiveGrants = memoize((permissions: PermissionSet, action: string): readonly Grant[] => {
  const facts = actionFacts(action);
  return facts ? findGrants(permissions, facts) : [];
});

function findGrants(
  { statements, publicStatements, boundary, sealedKeys }: PermissionSet,
  facts: ActionFacts,
): Grant[] {
  const about = [...aboutAction(statements, facts.name), ...publicStatementsAbout(publicStatements, facts.name)];
  const allowing = about.filter(({ effect }) => effect === 'Allow');
  if (allowing.length === 0) return [];
  const limits = Array.isArray(boundary) ? aboutAction(boundary as readonly HeldStatement[], facts.name) : undefined;
  const denying = [...about, ...(limits ?? [])].filter((statement) => deniesAlways(statement, facts));
  const denial = denialOf(denying);
  return allowing.flatMap((statement) => {
    const reach = statementReach(statement, facts);
    const allowed = { statement, reach, conditions: given(statement.condition) };
    const sealed = statement.byResource || !facts.name.startsWith('kms:') ? [] : sealedKeys;
    const bounded = statement.beyondBoundary ? [allowed] : within(limits, allowed, facts);
    return bounded.flatMap((grant) => remaining(grant, denial, sealed, facts) ?? []);
  });
}

/** They are the same for every principal of a stack. */
const publicStatementsAbout = memoize(aboutAction);

/** A grant before what is denied is taken away. */
interface Allowed extends Pick<Grant, 'statement' | 'conditions'> {
  readonly reach: Reach;
}

function aboutAction(statements: readonly HeldStatement[], name: string): HeldStatement[] {
  const action = name.toLowerCase();
  return statements.filter(({ isAbout }) => isAbout(action));
}

function given(condition: PropertyValue | undefined): readonly PropertyValue[] {
  return condition === undefined || condition === null ? [] : [condition];
}

/** What a boundary leaves of a grant: the part of it that each of the boundary's statements allows. */
function within(limits: readonly HeldStatement[] | undefined, grant: Allowed, facts: ActionFacts): Allowed[] {
  if (!limits) return [grant];
  return limits
    .filter(({ effect }) => effect === 'Allow')
    .map((limit) => {
      const inBoth = new Set(grant.reach.resources.flatMap((resource) => common(resource, limit, facts)));
      return {
        ...grant,
        reach: reachOf([...inBoth], limit.except, facts),
        conditions: [...grant.conditions, ...given(limit.condition)],
      };
    });
}

/** What a pattern and those of a limit have in common: the narrower of two, or the one that is a limit at all. */
function common(one: PropertyValue, { resources }: HeldStatement, facts: ActionFacts): PropertyValue[] {
  if (typeof one !== 'string') return [one];
  return patternSet(resources)
    .common(one)
    .map(({ pattern, narrower }) => {
      const takesOther = narrower === 'this' || (narrower === 'neither' && isUnlimited(one, facts));
      return takesOther ? pattern : one;
    });
}

function remaining(
  { statement, reach, conditions }: Allowed,
  denial: Denial,
  sealed: readonly string[],
  facts: ActionFacts,
): Grant | undefined {
  if (conditions.some((condition) => conditionStrength(condition, facts).strength === 'never')) return undefined;
  const left = <T extends PropertyValue>(resources: readonly T[]) =>
    denial.leaves(sealed.length > 0 ? leftBy(patternSet(sealed), resources, facts) : resources, facts);
  const resources = left(reach.resources);
  if (resources.length === 0) return undefined;
  return { facts, statement, resources, unlimited: left(reach.unlimited), conditions };
}

function deniesAlways({ effect, condition }: HeldStatement, facts: ActionFacts): boolean {
  if (effect !== 'Deny') return false;
  const { strength } = conditionStrength(condition, facts);
  return strength === 'none' || strength === 'vacuous';
}

/** How far conditions hold a grant back; `weak` ones, which a caller can get around, don't. */
export function isHeldBack({ conditions, facts }: Pick<Grant, 'conditions' | 'facts'>): boolean {
  return conditions.some((condition) => judgedEntries(condition, facts).some(holdsBack));
}

/** Keys that say whose account a resource is in: within it they leave nothing out. */
const accountKeys: readonly string[] = ['aws:resourceaccount', 'aws:resourceorgid', 'aws:resourceorgpaths'];

/** Whether one operator of a condition limits what can be done within an account. */
export function holdsBack({ strength, operator, key }: JudgedEntry): boolean {
  if (strength !== 'strong' && strength !== 'unknown') return false;
  return !accountKeys.includes(key) || /not/i.test(operator);
}
