import { globCovers } from '../pack/globCovers';
import { globsMeet } from '../pack/globsMeet';
import { type Plain, textsOf } from '../pack/plain';
import { type ActionFacts, actionFacts } from './actionFacts';
import { conditionStrength, type JudgedEntry, judgedEntries } from './conditionStrength';
import type { HeldStatement } from './heldStatements';
import type { Principal } from './principals';
import { resourceFits } from './resourceFits';
import { isUnlimited } from './unlimitedResource';
import { isWildText } from './wildActions';

/** That a principal may do something, by one statement, after every Deny and the boundary. */
export interface Grant {
  readonly facts: ActionFacts;
  readonly statement: HeldStatement;
  /** Patterns of the resources that are left, at least one; an unknown one stands for some resource. */
  readonly resources: readonly Plain[];
  /** Those of the patterns that leave no resource of the action's out. */
  readonly unlimited: readonly string[];
  /** Conditions of the statement and of the boundary's, all of which must be met. */
  readonly conditions: readonly Plain[];
}

/**
 * Pairs of patterns that are compared for one action. Documents of people have some tens; of a hostile one the rest of a
 * Deny or of a boundary takes nothing away, so that it gains time for nobody.
 */
const mostPairs = 10_000;

const asked = new WeakMap<Principal, Map<string, readonly Grant[]>>();

/**
 * Which statements allow a principal an action of the table, such as `iam:PassRole`. A Deny takes resources away when
 * it has no condition (or one that leaves nobody out) and covers them; any other only narrows, and is left out of
 * account. A boundary that can't be read takes nothing away: the rules ask for it themselves.
 */
export function grantsOf(principal: Principal, action: string): readonly Grant[] {
  const answers = asked.get(principal) ?? new Map<string, readonly Grant[]>();
  asked.set(principal, answers);
  const known = answers.get(action);
  if (known) return known;
  const facts = actionFacts(action);
  const grants = facts ? effectiveGrants(principal, facts) : [];
  answers.set(action, grants);
  return grants;
}

function effectiveGrants({ statements, everybodys, boundary, sealedKeys }: Principal, facts: ActionFacts): Grant[] {
  const about = [...aboutAction(statements, facts), ...everybodysAbout(everybodys, facts)];
  const allowing = about.filter(({ effect }) => effect === 'Allow');
  if (allowing.length === 0) return [];
  const limits = Array.isArray(boundary) ? aboutAction(boundary as readonly HeldStatement[], facts) : undefined;
  const denying = [...about, ...(limits ?? [])].filter((statement) => deniesAlways(statement, facts));
  return allowing.flatMap((statement) => {
    const resources = meaningful(statement.resources, statement.except, facts);
    const allowed = { statement, resources, conditions: given(statement.condition) };
    const sealed = statement.byResource || !facts.name.startsWith('kms:') ? [] : sealedKeys;
    const bounded = statement.beyondBoundary ? [allowed] : within(limits, allowed, facts);
    return bounded.flatMap((grant) => remaining(grant, denying, sealed, facts) ?? []);
  });
}

const ofEverybody = new WeakMap<readonly HeldStatement[], Map<string, readonly HeldStatement[]>>();

/** Found once for all principals of a stack, of which every one is everybody. */
function everybodysAbout(everybodys: readonly HeldStatement[], facts: ActionFacts): readonly HeldStatement[] {
  const answers = ofEverybody.get(everybodys) ?? new Map<string, readonly HeldStatement[]>();
  ofEverybody.set(everybodys, answers);
  const found = answers.get(facts.name) ?? aboutAction(everybodys, facts);
  answers.set(facts.name, found);
  return found;
}

type Allowed = Pick<Grant, 'statement' | 'resources' | 'conditions'>;

function aboutAction(statements: readonly HeldStatement[], { name }: ActionFacts): HeldStatement[] {
  const action = name.toLowerCase();
  return statements.filter(({ isAbout }) => isAbout(action));
}

function given(condition: Plain | undefined): readonly Plain[] {
  return condition === undefined || condition === null ? [] : [condition];
}

/** The patterns that can name a resource of the action's, and more than the exceptions; an unknown one may. */
function meaningful(resources: readonly Plain[], except: readonly string[], facts: ActionFacts): Plain[] {
  return without(except, resources, facts).filter(
    (resource) => typeof resource !== 'string' || resourceFits(resource, facts),
  );
}

/** What a boundary leaves of a grant: the part of it that each of the boundary's statements allows. */
function within(limits: readonly HeldStatement[] | undefined, grant: Allowed, facts: ActionFacts): Allowed[] {
  if (!limits) return [grant];
  return limits
    .filter(({ effect }) => effect === 'Allow')
    .map((limit) => {
      const tooMany = grant.resources.length * limit.resources.length > mostPairs;
      const inBoth = tooMany
        ? grant.resources
        : grant.resources.flatMap((resource) =>
            limit.resources.flatMap((bound) => common(resource, bound, facts) ?? []),
          );
      return {
        ...grant,
        resources: meaningful(inBoth, limit.except, facts),
        conditions: [...grant.conditions, ...given(limit.condition)],
      };
    });
}

/** The narrower of two patterns, or the one that is a limit at all; undefined when nothing is in both. */
function common(one: Plain, other: Plain, facts: ActionFacts): Plain | undefined {
  if (typeof one !== 'string') return one;
  if (typeof other !== 'string') return other;
  if (!globsMeet(one, other)) return undefined;
  if (globCovers(other, one)) return one;
  return globCovers(one, other) || isUnlimited(one, facts) ? other : one;
}

function remaining(
  { statement, resources, conditions }: Allowed,
  denying: readonly HeldStatement[],
  sealed: readonly string[],
  facts: ActionFacts,
): Grant | undefined {
  if (conditions.some((condition) => conditionStrength(condition, facts).strength === 'never')) return undefined;
  const denied = denying.filter(({ except }) => except.length === 0).flatMap((deny) => textsOf(deny.resources));
  const left = without([...sealed, ...denied], resources, facts).filter(
    (resource) => !denying.some(({ except }) => except.length > 0 && !meetsAny(resource, except)),
  );
  if (left.length === 0) return undefined;
  const unlimited = textsOf(left).filter((resource) => leavesNothingOut(resource, facts));
  return { facts, statement, resources: left, unlimited, conditions };
}

function deniesAlways({ effect, condition }: HeldStatement, facts: ActionFacts): boolean {
  if (effect !== 'Deny') return false;
  const { strength } = conditionStrength(condition, facts);
  return strength === 'none' || strength === 'vacuous';
}

function leavesNothingOut(resource: string, facts: ActionFacts): boolean {
  return facts.resources.length === 0 ? isWildText(resource) : isUnlimited(resource, facts);
}

/** The patterns of which something is left when others are taken away: those that no other covers. */
function without(taken: readonly string[], resources: readonly Plain[], facts: ActionFacts): Plain[] {
  const compared = taken.slice(0, Math.floor(mostPairs / Math.max(1, resources.length)));
  if (compared.length === 0) return [...resources];
  const open = facts.resources.filter((arn) => !compared.some((wider) => globCovers(wider, shape(arn, wider))));
  return resources.filter((resource) => {
    if (typeof resource !== 'string') return open.length > 0 || facts.resources.length === 0;
    if (compared.some((wider) => globCovers(wider, resource))) return false;
    const possible = facts.resources.filter((arn) => globsMeet(resource, shape(arn)));
    return possible.length === 0 || possible.some((arn) => open.includes(arn));
  });
}

/** An ARN's pattern with a star for each variable part; of the partition of another ARN, for accounts have one only. */
function shape(arn: string, like = ''): string {
  const [, partition = '*'] = like.split(':');
  return arn.replace(/\$\{Partition\}/, /[*?]/.test(partition) ? '*' : partition).replace(/\$\{[^}]*\}/g, '*');
}

function meetsAny(resource: Plain, patterns: readonly string[]): boolean {
  return typeof resource !== 'string' || patterns.some((pattern) => globsMeet(resource, pattern));
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
