import { isDeepStrictEqual } from 'node:util';
import { asList, type PlainObject, type PropertyValue } from '../../pack/propertyValue';
import { globCovers } from '../../pack/text/glob';

/** A part that a person fills in, such as `<BucketName>`: any text. */
const placeholder = /<[^<>]*>/g;

/** Fields of statements that can be compared. */
const comparableFields: readonly string[] = ['Sid', 'Effect', 'Action', 'Resource', 'Condition'];

/**
 * Whether an Allow statement allows nothing that another does not, whatever its placeholders are filled with: the other
 * covers each of its actions and resources, and has the same condition or none. Also false when this can't be decided, as
 * with NotAction.
 */
export function isNoWider(narrower: PlainObject, wider: PlainObject): boolean {
  const statements = [narrower, wider];
  if (statements.some((statement) => Object.keys(statement).some((key) => !comparableFields.includes(key))))
    return false;
  if (statements.some(({ Effect }) => Effect !== 'Allow')) return false;
  const sameCondition =
    wider['Condition'] === undefined || isDeepStrictEqual(narrower['Condition'], wider['Condition']);
  return (
    sameCondition &&
    allCovered(narrower['Action'], wider['Action'], (text) => text.toLowerCase()) &&
    allCovered(narrower['Resource'], wider['Resource'], (text) => text)
  );
}

function allCovered(
  narrower: PropertyValue | undefined,
  wider: PropertyValue | undefined,
  form: (text: string) => string,
): boolean {
  const covering = asList(wider);
  return asList(narrower).every((inner) => {
    if (typeof inner !== 'string') return false;
    // A policy variable is any text too; in the wider statement it is one unknown text.
    const any = form(inner)
      .replace(placeholder, '*')
      .replace(/\$\{[^{}]*\}/g, '*');
    return covering.some((outer) => typeof outer === 'string' && (outer === inner || coversAny(form(outer), any)));
  });
}

/** Comparing two patterns takes the product of their lengths for each star; hostile patterns are not compared. */
const longestPattern = 512;
const mostStars = 8;

function coversAny(outer: string, any: string): boolean {
  if (Math.max(outer.length, any.length) > longestPattern || any.split('*').length > mostStars + 1) return false;
  return !/\$\{[^{}]*\}/.test(outer) && globCovers(outer, any);
}
