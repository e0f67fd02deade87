import { memoize } from '../../pack/memoize';
import type { PropertyValue } from '../../pack/propertyValue';
import { globsMeet } from '../../pack/text/glob';
import type { ActionFacts } from '../actions/actionFacts';
import type { HeldStatement } from '../principals/heldStatements';
import { type PatternSet, patternSet, typePattern } from '../resources/patternSet';

/** What some statements deny without a condition that could leave somebody out. */
export interface Denial {
  /** The patterns of which something is left. */
  leaves<T extends PropertyValue>(resources: readonly T[], facts: Pick<ActionFacts, 'resources'>): readonly T[];
}

const nothing: Denial = { leaves: (resources) => resources };

/** What some statements deny together. */
export function denialOf(denying: readonly HeldStatement[]): Denial {
  return denying.length === 0 ? nothing : denialBy(...denying);
}

const denialBy = memoize((...denying: HeldStatement[]): Denial => {
  const sets = denying.flatMap(({ except, resources }) => (except.length === 0 ? [patternSet(resources)] : []));
  const exceptions = denying.flatMap(({ except }) => (except.length > 0 ? [patternSet(except)] : []));
  const isDenied = memoize(
    (pattern: string) => sets.some((set) => set.covers(pattern)) || exceptions.some((set) => !set.meets(pattern)),
    { most: 100_000 },
  );
  const openTypesOf = memoize((types: readonly string[]) => openTypes(sets, types));
  return {
    leaves: (resources, facts) => {
      if (resources.length === 0) return resources;
      const isOpen = openTypesOf(facts.resources);
      return resources.filter((resource) => isOpen(resource) && (typeof resource !== 'string' || !isDenied(resource)));
    },
  };
});

/** The patterns of which something is left when those of a set are taken away: those that no other covers. */
export function leftBy<T extends PropertyValue>(
  taken: PatternSet,
  resources: readonly T[],
  facts: Pick<ActionFacts, 'resources'>,
): readonly T[] {
  const isOpen = openTypes([taken], facts.resources);
  return resources.filter((resource) => isOpen(resource) && (typeof resource !== 'string' || !taken.covers(resource)));
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
