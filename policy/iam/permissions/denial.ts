import { memoize } from '../../pack/memoize';
import type { PropertyValue } from '../../pack/propertyValue';
import { globsMeet } from '../../pack/text/glob';
import type { ActionFacts } from '../actions/actionFacts';
import type { HeldStatement } from '../principals/heldStatements';
import { typePattern, withOwnPlace } from '../resources/arnPattern';
import { type PatternSet, patternSet } from '../resources/patternSet';

/** What some statements deny every request. */
export interface Denial {
  /** The patterns that are not denied as a whole. */
  subtractFrom<T extends PropertyValue>(resources: readonly T[], facts: Pick<ActionFacts, 'resources'>): readonly T[];
}

const noDenial: Denial = { subtractFrom: (resources) => resources };

/** What some statements deny together. */
export function denialOf(denying: readonly HeldStatement[]): Denial {
  return denying.length === 0 ? noDenial : denialBy(...denying);
}

const denialBy = memoize((...denying: HeldStatement[]): Denial => {
  const sets = denying.flatMap(({ except, resources }) => (except.length === 0 ? [inOwnPlace(resources)] : []));
  const exceptions = denying.flatMap(({ except }) => (except.length > 0 ? [inOwnPlace(except)] : []));
  const isDenied = memoize(
    (pattern: string) =>
      sets.some((set) => set.covers(pattern)) || exceptions.some((set) => !set.overlaps(withOwnPlace(pattern))),
    { most: 100_000 },
  );
  const openTypesOf = memoize((types: readonly string[]) => openTypes(sets, types));
  return {
    subtractFrom: (resources, facts) => {
      if (resources.length === 0) return resources;
      const isOpen = openTypesOf(facts.resources);
      return resources.filter((resource) => isOpen(resource) && (typeof resource !== 'string' || !isDenied(resource)));
    },
  };
});

/** A list as a set, with a star for the variables that stand for the own account and region. */
export const inOwnPlace = memoize((listed: readonly PropertyValue[]) =>
  patternSet(listed.map((pattern) => (typeof pattern === 'string' ? withOwnPlace(pattern) : pattern))),
);

/** The patterns that no pattern of the set covers. */
export function subtractPatterns<T extends PropertyValue>(
  resources: readonly T[],
  subtracted: PatternSet,
  facts: Pick<ActionFacts, 'resources'>,
): readonly T[] {
  const isOpen = openTypes([subtracted], facts.resources);
  return resources.filter(
    (resource) => isOpen(resource) && (typeof resource !== 'string' || !subtracted.covers(resource)),
  );
}

/** Whether a pattern names a resource of a type that no set covers as a whole, or of none that the table knows. */
function openTypes(sets: readonly PatternSet[], types: readonly string[]): (resource: PropertyValue) => boolean {
  const open = types.filter((arn) => !sets.some((set) => set.coversType(arn)));
  if (open.length === types.length) return () => true;
  const patterns = { open: open.map((arn) => typePattern(arn)), all: types.map((arn) => typePattern(arn)) };
  return (resource) => {
    if (typeof resource !== 'string') return open.length > 0;
    const meets = (type: string) => globsMeet(resource, type);
    return patterns.open.some(meets) || !patterns.all.some(meets);
  };
}
