import { memoize } from '../../pack/memoize';
import { type PropertyValue, textsOf } from '../../pack/propertyValue';
import type { ActionFacts } from '../actions/actionFacts';
import { isWildText } from '../actions/actionPattern';
import type { HeldStatement } from '../principals/heldStatements';
import { patternSet } from '../resources/patternSet';
import { resourceFits } from '../resources/resourceFits';
import { coverageOf } from '../resources/typeCoverage';
import { isStarInPractice } from '../resources/unlimitedResource';
import { subtractPatterns } from './denial';

/** The patterns of a statement that can match a resource of an action; an unknown one stands for some resource. */
export interface Reach {
  readonly resources: readonly PropertyValue[];
  /** Those that together match all, or nearly all, resources of one type of the action. */
  readonly unlimited: readonly string[];
}

/** The resources of an action that a statement applies to, without its exceptions. */
export function statementReach({ resources, except }: HeldStatement, facts: ActionFacts): Reach {
  return withUsualForm(reachOfTypes(resources, except, facts.resources), facts);
}

/** The patterns that can match a resource of the action besides the exceptions. */
export function reachOf(listed: readonly PropertyValue[], except: readonly string[], facts: ActionFacts): Reach {
  return withUsualForm(findReach(listed, except, facts.resources), facts);
}

/** Many actions have resources of the same types. The limit is in patterns. */
const reachOfTypes = memoize(findReach, { most: 2_000_000, sizeOf: ({ resources }) => 1 + resources.length });

function findReach(listed: readonly PropertyValue[], except: readonly string[], types: readonly string[]): Reach {
  const left = except.length === 0 ? listed : subtractPatterns(listed, patternSet(except), { resources: types });
  const resources = left.filter(
    (resource) => typeof resource !== 'string' || resourceFits(resource, { resources: types }),
  );
  const unlimited =
    types.length === 0 ? textsOf(resources).filter(isWildText) : coverageOf(types, [{ resources, except }]).patterns;
  return { resources, unlimited };
}

/** No pattern is unlimited for an action that accepts only `*` in practice. */
function withUsualForm(reach: Reach, facts: ActionFacts): Reach {
  return isStarInPractice(facts) && facts.resources.length > 0 ? { ...reach, unlimited: [] } : reach;
}
