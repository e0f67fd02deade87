import type { Boundary, HeldStatement } from './heldStatements';

/**
 * Pairs of an allowed and a denied pattern that are compared for one principal: more than any document that AWS accepts
 * needs. Several of the longest documents together could take hours.
 */
const mostDeniedPairs = 4_000_000;
/** Fewer for a boundary, because the patterns that both allow are listed. */
const mostBoundaryPairs = 100_000;

interface LimitedComparisons {
  readonly statements: readonly HeldStatement[];
  readonly boundary: Boundary | undefined;
  /** What is left out, one clause each. */
  readonly gaps: readonly string[];
}

/**
 * Leaves out Deny statements and boundaries with more patterns than can be compared. A Deny that is left out denies
 * nothing, so that no rule passes because of it; a boundary that is left out makes every finding undetermined.
 */
export function limitComparisons(
  statements: readonly HeldStatement[],
  boundary: Boundary | undefined,
): LimitedComparisons {
  const denying = statements.filter(({ effect }) => effect === 'Deny');
  const allowed = countPatterns(statements.filter(({ effect }) => effect === 'Allow'));
  const denied = countPatterns(denying);
  const limited = limitBoundary(boundary, allowed);
  if (allowed * denied <= mostDeniedPairs) return { statements, boundary: limited, gaps: [] };
  const kept = shortestWithin(denying, Math.floor(mostDeniedPairs / allowed));
  return {
    statements: statements.filter((statement) => statement.effect === 'Allow' || kept.has(statement)),
    boundary: limited,
    gaps: [
      `${denied} resource patterns in its Deny statements are too many to compare with ${allowed} allowed patterns; some Deny statements are ignored`,
    ],
  };
}

/** Short statements first: people write short ones, and a generated list must not displace them. */
function shortestWithin(statements: readonly HeldStatement[], mostPatterns: number): ReadonlySet<HeldStatement> {
  const shortestFirst = statements.toSorted((one, other) => countPatterns([one]) - countPatterns([other]));
  let patterns = 0;
  return new Set(
    shortestFirst.filter((statement) => {
      patterns += countPatterns([statement]);
      return patterns <= mostPatterns;
    }),
  );
}

function limitBoundary(boundary: Boundary | undefined, allowed: number): Boundary | undefined {
  if (boundary === undefined || 'unknown' in boundary) return boundary;
  const patterns = countPatterns(boundary);
  if (patterns * allowed <= mostBoundaryPairs) return boundary;
  return { unknown: `its ${patterns} resource patterns are too many to compare with ${allowed} allowed patterns` };
}

/** How many resource patterns statements have. */
export function countPatterns(statements: readonly HeldStatement[]): number {
  return statements.reduce((sum, { resources, except }) => sum + Math.max(resources.length, except.length), 0);
}
