import { memoize } from '../../pack/memoize';
import { isPlainObject, type PropertyValue } from '../../pack/propertyValue';
import type { ActionFacts } from '../actions/actionFacts';
import { type JudgedEntry, judgedEntries } from '../conditions/conditionStrength';
import { limitsGrant } from '../conditions/limitingConditions';
import type { HeldStatement } from '../principals/heldStatements';
import { denialOf } from './denial';
import type { Grant } from './grant';

/** Operators of a Deny, and the operator that the requests meet which it lets through. */
const opposites: Readonly<Record<string, string>> = {
  stringnotequals: 'StringEquals',
  stringnotequalsignorecase: 'StringEqualsIgnoreCase',
  stringnotlike: 'StringLike',
  arnnotequals: 'ArnEquals',
  arnnotlike: 'ArnLike',
  notipaddress: 'IpAddress',
  stringequals: 'StringNotEquals',
  stringlike: 'StringNotLike',
  arnequals: 'ArnNotEquals',
  arnlike: 'ArnNotLike',
  ipaddress: 'NotIpAddress',
  datelessthan: 'DateGreaterThanEquals',
  dategreaterthan: 'DateLessThanEquals',
  numericlessthan: 'NumericGreaterThanEquals',
  numericgreaterthan: 'NumericLessThanEquals',
  'forallvalues:stringnotequals': 'ForAnyValue:StringEquals',
  'forallvalues:stringnotlike': 'ForAnyValue:StringLike',
};

/**
 * The grants that some conditional Deny statements leave. Where such a Deny covers a resource, what is left of its grant
 * has the opposite of the Deny's condition: `Deny` with `StringNotEquals` on a tag leaves the requests that have the tag.
 */
export function limitByDenials(grant: Grant, denying: readonly HeldStatement[]): readonly Grant[] {
  return denying.reduce<readonly Grant[]>(
    (grants, statement) => {
      const left = conditionLeft(statement, grant.facts);
      return left === undefined ? grants : grants.flatMap((part) => limitByDenial(part, statement, left));
    },
    [grant],
  );
}

function limitByDenial(grant: Grant, statement: HeldStatement, left: PropertyValue): readonly Grant[] {
  const open = new Set(denialOf([statement]).subtractFrom(grant.resources, grant.facts));
  if (open.size === grant.resources.length) return [grant];
  const part = (isOpen: boolean) => ({
    resources: grant.resources.filter((resource) => open.has(resource) === isOpen),
    unlimited: grant.unlimited.filter((resource) => open.has(resource) === isOpen),
  });
  const limited: Grant = { ...grant, ...part(false), conditions: grant.conditions.concat(left) };
  return open.size === 0 ? [limited] : [{ ...grant, ...part(true) }, limited];
}

/** The condition of the requests that a Deny lets through; undefined where it limits nothing, or is not a single entry. */
const conditionLeft = memoize((statement: HeldStatement, facts: ActionFacts): PropertyValue | undefined => {
  // A service calls on behalf of somebody who was not denied, so that leaving its calls out opens nothing.
  const entries = judgedEntries(statement.condition, facts).filter(
    ({ key, isCertain }) => !isCertain && key !== 'aws:viaawsservice' && key !== 'aws:principalisawsservice',
  );
  const left = entries.map((entry) => opposite(entry, statement.condition));
  const limits = left.every(
    (condition) => condition !== undefined && judgedEntries(condition, facts).some(limitsGrant),
  );
  return limits ? left[0] : undefined;
});

function opposite(
  { operator, key, values }: JudgedEntry,
  condition: PropertyValue | undefined,
): PropertyValue | undefined {
  const name = operator.toLowerCase();
  const listed = isPlainObject(condition) ? condition[operator] : undefined;
  const all = isPlainObject(listed)
    ? Object.entries(listed).find(([own]) => own.toLowerCase() === key)?.[1]
    : undefined;
  if (all === undefined) return undefined;
  const isFalse = values.length > 0 && values.every((value) => value.toLowerCase() === 'false');
  const isTrue = values.length > 0 && values.every((value) => value.toLowerCase() === 'true');
  if (name === 'boolifexists' && isFalse) return { Bool: { [key]: 'true' } };
  if (name === 'null' && isTrue) return { Null: { [key]: 'false' } };
  const inverse = opposites[name.replace(/ifexists$/, '')];
  return inverse === undefined ? undefined : { [inverse]: { [key]: all } };
}
