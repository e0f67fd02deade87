import { isDeepStrictEqual } from 'node:util';
import { asList, type PlainObject, type PropertyValue } from '../../pack/propertyValue';
import { globCovers } from '../../pack/text/glob';

/** What a person has yet to fill in, `<BucketName>`: any text. */
const placeholder = /<[^<>]*>/g;

/** Fields that a statement may have and be compared. */
const comparable: readonly string[] = ['Sid', 'Effect', 'Action', 'Resource', 'Condition'];

/**
 * Whether a statement that allows something allows nothing that another does not, whatever its placeholders are filled
 * with: each of its actions and resources is covered by one of the other's, and the condition is the same, or the other
 * has none. False also where that can't be told, as with NotAction.
 */
export function isNoWider(narrower: PlainObject, wider: PlainObject): boolean {
  const statements = [narrower, wider];
  if (statements.some((statement) => Object.keys(statement).some((key) => !comparable.includes(key)))) return false;
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
    // A policy variable stands for any text too; in the wider one it is one text that nobody knows.
    const any = form(inner)
      .replace(placeholder, '*')
      .replace(/\$\{[^{}]*\}/g, '*');
    return covering.some((outer) => typeof outer === 'string' && (outer === inner || coversAny(form(outer), any)));
  });
}

/** To compare two patterns takes their product, for each star: a hostile one is compared letter by letter only. */
const longestPattern = 512;
const mostStars = 8;

function coversAny(outer: string, any: string): boolean {
  if (Math.max(outer.length, any.length) > longestPattern || any.split('*').length > mostStars + 1) return false;
  return !/\$\{[^{}]*\}/.test(outer) && globCovers(outer, any);
}
