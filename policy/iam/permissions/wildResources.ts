import { groupByKeys } from '../../pack/groupByKeys';
import { memoize } from '../../pack/memoize';
import { type PropertyValue, textsOf } from '../../pack/propertyValue';
import type { ActionFacts } from '../actions/actionFacts';
import { expandAction, isGlob, isWildAction, isWildText } from '../actions/actionPattern';
import { judgedEntries } from '../conditions/conditionStrength';
import { limitsResources } from '../conditions/limitingConditions';
import type { Statement } from '../documents/policyStatements';
import { type HeldStatement, heldStatement } from '../principals/heldStatements';
import { coverageOf } from '../resources/typeCoverage';
import { isStarInPractice, isUnlimited } from '../resources/unlimitedResource';
import { isMereReading } from './adviceActions';
import { deniesAlways } from './effectivePermissions';

/** Patterns that match all, or nearly all, resources of actions that can be limited to some. */
export interface WildResource {
  /** The statements that have the patterns; several where only their patterns together match all. */
  readonly statements: readonly Statement[];
  readonly patterns: readonly string[];
  readonly actions: ReadonlySet<ActionFacts>;
}

/** The wild resources of a document's Allow statements, of which every Deny of the same document is subtracted. */
export function findWildResources(statements: readonly Statement[]): readonly WildResource[] {
  const allowing = statements.filter(({ fields }) => fields['Effect'] !== 'Deny');
  const denying = statements.flatMap((statement) => {
    const held = statement.fields['Effect'] === 'Deny' ? heldStatement(statement, '') : undefined;
    return held ? [held] : [];
  });
  const single = allowing.flatMap((statement) => findInStatement(statement, denying) ?? []);
  const reported = new Set(single.flatMap(({ statements: own }) => own));
  return [
    ...single,
    ...findTogether(
      allowing.filter((statement) => !reported.has(statement)),
      denying,
    ),
  ];
}

function findInStatement(statement: Statement, denying: readonly HeldStatement[]): WildResource | undefined {
  const resources = textsOf(statement.fields['Resource']);
  const limited = limitedActions(statement);
  if (limited.length === 0) return undefined;
  const isWild = (facts: ActionFacts, patterns: readonly string[]) => covers(facts, patterns, denying);
  const unlimited = resources.flatMap((pattern) => {
    const alone = [pattern];
    const actions = new Set(limited.filter((facts) => isUnlimited(pattern, facts) && isWild(facts, alone)));
    return actions.size > 0 ? [{ statements: [statement], patterns: [pattern], actions }] : [];
  });
  // A pattern on which more than reading is allowed comes before the others.
  const worst = unlimited.find(({ actions }) => ![...actions].every(isMereReading)) ?? unlimited[0];
  if (worst) return worst;
  if (resources.length === 1) return undefined;
  const actions = new Set(limited.filter((facts) => isWild(facts, resources)));
  return actions.size > 0 ? { statements: [statement], patterns: resources, actions } : undefined;
}

/** Actions whose resources only several statements under the same conditions cover. */
function findTogether(statements: readonly Statement[], denying: readonly HeldStatement[]): WildResource[] {
  const withStars = statements.filter(({ fields }) => textsOf(fields['Resource']).some((text) => text.includes('*')));
  if (withStars.length < 2) return [];
  const holders = groupByKeys(
    withStars.flatMap((statement) => {
      const condition = JSON.stringify(statement.fields['Condition'] ?? {});
      return limitedActions(statement).map((facts) => ({ facts, statement, key: `${facts.name} ${condition}` }));
    }),
    ({ key }) => [key],
  );
  const byPatterns = new Map<string, WildResource & { readonly actions: Set<ActionFacts> }>();
  for (const group of holders.values()) {
    const [first, ...others] = group;
    if (!first || others.length === 0) continue;
    const patterns = [...new Set(group.flatMap(({ statement }) => textsOf(statement.fields['Resource'])))];
    if (!covers(first.facts, patterns, denying)) continue;
    const key = patterns.join(' ');
    const same = byPatterns.get(key) ?? {
      statements: group.map(({ statement }) => statement),
      patterns,
      actions: new Set(),
    };
    same.actions.add(first.facts);
    byPatterns.set(key, same);
  }
  return [...byPatterns.values()];
}

/** The listed actions of a statement that no condition limits; a statement that allows all actions of a service lists none. */
function limitedActions({ fields }: Statement): readonly ActionFacts[] {
  const listed = textsOf(fields['Action']).filter((action) => !isWildAction(action));
  const condition = fields['Condition'];
  // Many globs match much the same actions: each action is judged once.
  return [...new Set(listed.flatMap(expandAction))].filter((facts) => !isLimited(condition, facts));
}

function isLimited(condition: PropertyValue | undefined, facts: ActionFacts): boolean {
  if (condition === undefined) return false;
  const entries = judgedEntries(condition, facts);
  // A condition on the account names an account itself.
  const isOfAccount = facts.resources.some((arn) => !/\$\{(?!Partition|Region|Account)/.test(arn));
  return entries.some(
    (entry) =>
      limitsResources(entry) || (isOfAccount && entry.key === 'aws:resourceaccount' && entry.strength === 'strong'),
  );
}

function covers(facts: ActionFacts, patterns: readonly string[], denying: readonly HeldStatement[]): boolean {
  // iam-pass-role reports passing roles, with the services that they can be passed to.
  if (isStarInPractice(facts) || facts.name === 'iam:PassRole') return false;
  const denied = denying.filter((held) => held.appliesTo(facts.name.toLowerCase()) && deniesAlways(held, facts));
  if (denied.length === 0) return coversTypes(facts.resources, patterns);
  return coverageOf(facts.resources, [{ resources: patterns, except: [] }], { denied }).share !== 'part';
}

/** Many actions have resources of the same types. */
const coversTypes = memoize((types: readonly string[], patterns: readonly string[]): boolean =>
  patterns.some(isWildText)
    ? types.length > 0
    : coverageOf(types, [{ resources: patterns, except: [] }]).share !== 'part',
);

/** The first resource of a statement that doesn't limit any action of a pattern such as `s3:*`. */
export function findUnlimitedResource(action: string, { fields }: Statement): string | undefined {
  const resources = textsOf(fields['Resource']);
  const isOfAll = isGlob(action.split(':')[0] ?? '');
  const actions = isOfAll ? [] : expandAction(action);
  return resources.find(
    (resource) =>
      (isWildText(resource) && (isOfAll || actions.some(({ resources: types }) => types.length > 0))) ||
      actions.some((facts) => !isLimited(fields['Condition'], facts) && isUnlimited(resource, facts)),
  );
}
