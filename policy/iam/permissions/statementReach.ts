import { type PropertyValue, textsOf } from '../../pack/propertyValue';
import type { ActionFacts } from '../actions/actionFacts';
import { isWildText } from '../actions/wildActions';
import type { HeldStatement } from '../principals/heldStatements';
import { PatternSet } from '../resources/patternSet';
import { resourceFits } from '../resources/resourceFits';
import { isStarInPractice, isUnlimited } from '../resources/unlimitedResource';
import { leftBy } from './denial';

/** The patterns of a statement that can name a resource of an action's; an unknown one stands for some resource. */
export interface Reach {
  readonly resources: readonly PropertyValue[];
  /** Those that leave no resource of the action's out. */
  readonly unlimited: readonly string[];
}

/** Statements with more patterns are remembered: many actions have resources of the same types. */
const fewPatterns = 16;
/** Patterns that are remembered of all statements together. */
const mostRemembered = 2_000_000;

let answers = new WeakMap<readonly PropertyValue[], Map<readonly string[], Reach>>();
let kept = 0;

/** What a statement reaches of an action's resources, its exceptions left out. */
export function statementReach({ resources, except }: HeldStatement, facts: ActionFacts): Reach {
  if (Math.max(resources.length, except.length) <= fewPatterns || isStarInPractice(facts)) {
    return reachOf(resources, except, facts);
  }
  if (kept > mostRemembered) {
    answers = new WeakMap();
    kept = 0;
  }
  const list = except.length > 0 ? except : resources;
  const ofTypes = answers.get(list) ?? new Map<readonly string[], Reach>();
  answers.set(list, ofTypes);
  const known = ofTypes.get(facts.resources);
  if (known) return known;
  const made = reachOf(resources, except, facts);
  kept += made.resources.length;
  ofTypes.set(facts.resources, made);
  return made;
}

/** The patterns that can name a resource of the action's, and more than the exceptions. */
export function reachOf(listed: readonly PropertyValue[], except: readonly string[], facts: ActionFacts): Reach {
  const left = except.length === 0 ? listed : leftBy(PatternSet.of(except), listed, facts);
  const resources = left.filter((resource) => typeof resource !== 'string' || resourceFits(resource, facts));
  return { resources, unlimited: textsOf(resources).filter((resource) => leavesNothingOut(resource, facts)) };
}

function leavesNothingOut(resource: string, facts: ActionFacts): boolean {
  return facts.resources.length === 0 ? isWildText(resource) : isUnlimited(resource, facts);
}
