import { groupByKeys } from '../../pack/groupByKeys';
import { memoize } from '../../pack/memoize';
import { shortList } from '../../pack/text/shortList';
import type { HeldStatement } from '../principals/heldStatements';
import { countPatterns } from '../principals/limitComparisons';
import { coverageOf } from '../resources/typeCoverage';
import type { Grant } from './grant';

/** Grants times denied patterns; more than people write. A generated document with more takes too long to compare. */
const mostComparisons = 2_000;

/**
 * The grants of one action, in which grants that cover all, or nearly all, resources only together are one:
 * `role/a*` to `role/m*` in one statement, and the other letters in another. Only grants under the same conditions add up.
 */
export function joinGrants(grants: readonly Grant[], denied: readonly HeldStatement[]): Grant[] {
  const parts = grants.filter(({ unlimited, statement }) => unlimited.length === 0 && !statement.isPublic);
  if (parts.length < 2 || parts.length * (1 + countPatterns(denied)) > mostComparisons) return [...grants];
  const joined = new Map<Grant, Grant>();
  for (const group of groupByKeys(parts, (grant) => [conditionKey(grant)]).values()) {
    const [first, ...others] = group;
    if (!first || others.length === 0) continue;
    const { facts, conditions } = first;
    const areas = group.map(({ resources, statement: { except } }) => ({ resources, except }));
    const { patterns } = coverageOf(facts.resources, areas, { denied });
    if (patterns.length === 0) continue;
    const covering = group.filter(({ resources }) => patterns.some((pattern) => resources.includes(pattern)));
    const statement = joinStatements(...covering.map((grant) => grant.statement));
    const whole = { facts, statement, conditions, resources: patterns, unlimited: patterns };
    for (const grant of covering) joined.set(grant, whole);
  }
  return [...new Set(grants.map((grant) => joined.get(grant) ?? grant))];
}

function conditionKey({ conditions, statement }: Grant): string {
  return JSON.stringify([conditions, statement.group?.urn]);
}

/** Several statements as one; the first stands for all in what a rule asks besides their names. */
const joinStatements = memoize((...statements: HeldStatement[]): HeldStatement => {
  const [first, ...others] = statements;
  if (!first || others.length === 0) return first as HeldStatement;
  return { ...first, place: shortList(statements.map(({ place }) => place)) };
});
