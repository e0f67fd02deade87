import { memoize } from '../../pack/memoize';
import { type PropertyValue, textsOf } from '../../pack/propertyValue';
import { type ActionFacts, actionFacts } from '../actions/actionFacts';
import { conditionStrength, judgedEntries } from '../conditions/conditionStrength';
import { limitsGrant, limitsPublicGrant } from '../conditions/limitingConditions';
import type { HeldStatement } from '../principals/heldStatements';
import { countPatterns } from '../principals/limitComparisons';
import type { PermissionSet, Principal } from '../principals/principals';
import { withOwnPlace } from '../resources/arnPattern';
import { patternSet } from '../resources/patternSet';
import { coverageOf } from '../resources/typeCoverage';
import { isUnlimited } from '../resources/unlimitedResource';
import { limitByDenials } from './conditionalDenials';
import { type Denial, denialOf, inOwnPlace, subtractPatterns } from './denial';
import type { Grant } from './grant';
import { joinGrants } from './joinedGrants';
import { type Reach, reachOf, statementReach } from './statementReach';

/**
 * The grants of an action of the table, such as `iam:PassRole`, to a principal. A Deny subtracts the resources that it
 * covers when every request meets its condition; any other adds to the conditions of a grant what it lets through. A
 * boundary that can't be read subtracts nothing: rules look at it themselves.
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
  const about = [...statementsAbout(statements, facts.name), ...publicStatementsAbout(publicStatements, facts.name)];
  const allowing = about.filter(({ effect }) => effect === 'Allow');
  if (allowing.length === 0) return [];
  const limits = boundary && !('unknown' in boundary) ? statementsAbout(boundary, facts.name) : undefined;
  const denying = [...about, ...(limits ?? [])].filter(({ effect }) => effect === 'Deny');
  const denied = denying.filter((statement) => deniesAlways(statement, facts));
  const deniedAtTimes = denying.filter((statement) => !denied.includes(statement));
  const denial = denialOf(denied);
  const grants = allowing.flatMap((statement) => {
    const sealed = statement.fromResourcePolicy || !facts.name.startsWith('kms:') ? [] : sealedKeys;
    const allowed = {
      statement,
      reach: statementReach(statement, facts),
      conditions: asConditions(statement.condition),
    };
    if (!limits || statement.ignoresBoundary) return subtractDenied(allowed, denial, sealed, facts);
    // A pattern that is denied as a whole is denied in every boundary, although the boundary's own pattern may be wider.
    return subtractDenied(allowed, denial, sealed, facts)
      .flatMap((grant) => limitByBoundary(grant, limits, facts))
      .flatMap((grant) => subtractDenied(grant, denial, sealed, facts));
  });
  const left = deniedAtTimes.length === 0 ? grants : grants.flatMap((grant) => limitByDenials(grant, deniedAtTimes));
  return joinGrants(denied.length === 0 ? left : left.map((grant) => withoutDenied(grant, denied)), denied);
}

/** Pairs of an allowed and a denied pattern that are compared for one action; more than people write. */
const mostDeniedPairs = 2_000;

/** A grant whose denied resources don't count: what a Deny with NotResource leaves may be a single role. */
function withoutDenied(grant: Grant, denied: readonly HeldStatement[]): Grant {
  const { facts, statement, unlimited } = grant;
  if (unlimited.length === 0 || facts.resources.length === 0) return grant;
  if (unlimited.length * countPatterns(denied) > mostDeniedPairs) return grant;
  const { share } = coverageOf(facts.resources, [{ resources: unlimited, except: statement.except }], { denied });
  return share === 'part' ? { ...grant, unlimited: [] } : grant;
}

/** The public statements are the same for every principal of a stack. */
const publicStatementsAbout = memoize(statementsAbout);

function statementsAbout(statements: readonly HeldStatement[], name: string): HeldStatement[] {
  const action = name.toLowerCase();
  return statements.filter(({ appliesTo }) => appliesTo(action));
}

/** A grant before denials and the boundary. */
interface Allowed extends Pick<Grant, 'statement' | 'conditions'> {
  readonly reach: Reach;
}

function asConditions(condition: PropertyValue | undefined): readonly PropertyValue[] {
  return condition === undefined || condition === null ? [] : [condition];
}

/** The parts of a grant that each Allow statement of a boundary allows too. */
function limitByBoundary(
  { statement, resources, conditions }: Grant,
  limits: readonly HeldStatement[],
  facts: ActionFacts,
): Allowed[] {
  return limits
    .filter(({ effect }) => effect === 'Allow')
    .map((limit) => {
      const inBoth = new Set(resources.flatMap((resource) => intersectPatterns(resource, limit, facts)));
      return {
        statement,
        reach: reachOf([...inBoth], limit.except, facts),
        conditions: [...conditions, ...asConditions(limit.condition)],
      };
    });
}

/** What a pattern and those of a boundary have in common: the narrower of two, or the one that is a limit at all. */
function intersectPatterns(
  allowed: PropertyValue,
  { resources }: HeldStatement,
  facts: ActionFacts,
): readonly PropertyValue[] {
  if (typeof allowed !== 'string') return [allowed];
  return inOwnPlace(resources)
    .overlapsWith(withOwnPlace(allowed))
    .map(({ pattern, narrower }) => {
      const takesLimit = narrower === 'this' || (narrower === 'neither' && isUnlimited(allowed, facts));
      return takesLimit ? pattern : allowed;
    });
}

/** The grant of what is not denied; none where nothing is left, or where a condition is never met. */
function subtractDenied(
  { statement, reach, conditions }: Allowed,
  denial: Denial,
  sealedKeys: readonly string[],
  facts: ActionFacts,
): Grant[] {
  if (conditions.some((condition) => conditionStrength(condition, facts).strength === 'never')) return [];
  const subtract = <T extends PropertyValue>(resources: readonly T[]) =>
    denial.subtractFrom(
      sealedKeys.length > 0 ? subtractPatterns(resources, patternSet(sealedKeys), facts) : resources,
      facts,
    );
  const resources = subtract(reach.resources);
  return resources.length === 0
    ? []
    : [{ facts, statement, resources, unlimited: subtract(reach.unlimited), conditions }];
}

/** Whether a statement denies an action whatever the request. */
export function deniesAlways({ effect, condition }: HeldStatement, facts: ActionFacts): boolean {
  if (effect !== 'Deny') return false;
  return judgedEntries(condition, facts).every(({ isCertain }) => isCertain);
}

/** Whether a statement, or the boundary, denies a principal an action on a resource, whatever the request. */
export function deniesResource(
  { permissions: { statements, boundary } }: Pick<Principal, 'permissions'>,
  facts: ActionFacts,
  matches: (pattern: string) => boolean,
): boolean {
  const limits = boundary && !('unknown' in boundary) ? boundary : [];
  return [...statements, ...limits]
    .filter((statement) => statement.appliesTo(facts.name.toLowerCase()) && deniesAlways(statement, facts))
    .some(({ resources, except }) => textsOf(resources).some(matches) && !except.some(matches));
}

/** Whether conditions restrict a grant; those that a caller can get around don't. */
export function isRestricted({
  conditions,
  facts,
  statement,
}: Pick<Grant, 'conditions' | 'facts'> & { readonly statement: Pick<HeldStatement, 'isPublic'> }): boolean {
  const limits = statement.isPublic ? limitsPublicGrant : limitsGrant;
  return conditions.some((condition) => judgedEntries(condition, facts).some(limits));
}
