import type { Boundary, HeldStatement } from './heldStatements';

/**
 * Pairs of patterns, one that allows and one that denies, that are compared for a principal: enough for each document
 * that AWS takes. Several of the longest could take hours.
 */
const mostDenyingPairs = 4_000_000;
/** Those of a boundary are few, for what both allow is listed. */
const mostBoundaryPairs = 100_000;

interface Comparable {
  readonly statements: readonly HeldStatement[];
  readonly boundary: Boundary | undefined;
  /** What is left out, one clause each. */
  readonly gaps: readonly string[];
}

/**
 * What of a principal's statements and its boundary is few enough to be compared. A Deny beyond that takes nothing away,
 * so that nothing passes because of it; a boundary beyond it makes every finding a question. Either is said.
 */
export function comparable(statements: readonly HeldStatement[], boundary: Boundary | undefined): Comparable {
  const allowing = patternsOf(statements.filter(({ effect }) => effect === 'Allow'));
  const limit = Array.isArray(boundary) ? boundedBy(boundary as readonly HeldStatement[], allowing) : boundary;
  const denying = patternsOf(statements.filter(({ effect }) => effect === 'Deny'));
  if (allowing * denying <= mostDenyingPairs) return { statements, boundary: limit, gaps: [] };
  let left = Math.floor(mostDenyingPairs / allowing);
  // The shortest first: people's own are short, and nobody's list crowds them out.
  const shortest = statements.toSorted((one, other) => patternsOf([one]) - patternsOf([other]));
  const dropped = new Set<HeldStatement>();
  for (const statement of shortest.filter(({ effect }) => effect === 'Deny')) {
    left -= patternsOf([statement]);
    if (left < 0) dropped.add(statement);
  }
  const gap = `${denying} patterns of resources in its Deny statements are too many to compare with ${allowing} that are allowed, so that some are left out of account`;
  return { statements: statements.filter((statement) => !dropped.has(statement)), boundary: limit, gaps: [gap] };
}

function boundedBy(limits: readonly HeldStatement[], allowing: number): Boundary {
  const patterns = patternsOf(limits);
  if (patterns * allowing <= mostBoundaryPairs) return limits;
  return { unknown: `its ${patterns} patterns of resources are too many to compare with ${allowing} that are allowed` };
}

function patternsOf(statements: readonly HeldStatement[]): number {
  return statements.reduce((sum, { resources, except }) => sum + Math.max(resources.length, except.length), 0);
}
