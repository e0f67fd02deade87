import type { PropertyValue } from '../../pack/propertyValue';
import { globsMeet } from '../../pack/text/glob';
import { SameLists } from '../../pack/text/sameLists';
import type { ActionFacts } from '../actions/actionFacts';
import type { HeldStatement } from '../principals/heldStatements';
import { PatternSet, typePattern } from '../resources/patternSet';

/** What some statements deny without a condition that could leave somebody out. */
export interface Denial {
  /** The patterns of which something is left. */
  leaves<T extends PropertyValue>(resources: readonly T[], facts: ActionFacts): readonly T[];
}

const nothing: Denial = { leaves: (resources) => resources };
/** Denials of those who hold the same statements. */
interface Denials {
  readonly lists: SameLists<HeldStatement>;
  readonly made: Map<readonly HeldStatement[], Denial>;
}
const ofHolders = new WeakMap<readonly HeldStatement[], Denials>();

/** What some of the statements of a principal, or of its boundary, deny together; the same ones are one denial. */
export function denialOf(held: readonly HeldStatement[], denying: readonly HeldStatement[]): Denial {
  if (denying.length === 0) return nothing;
  const { lists, made } = ofHolders.get(held) ?? { lists: new SameLists(), made: new Map() };
  ofHolders.set(held, { lists, made });
  const list = lists.first(denying);
  const denial = made.get(list) ?? makeDenial(list);
  made.set(list, denial);
  return denial;
}

function makeDenial(denying: readonly HeldStatement[]): Denial {
  const sets = denying.flatMap(({ except, resources }) => (except.length === 0 ? [PatternSet.of(resources)] : []));
  const exceptions = denying.flatMap(({ except }) => (except.length > 0 ? [PatternSet.of(except)] : []));
  const answers = new Map<string, boolean>();
  const isDenied = (pattern: string): boolean => {
    const known = answers.get(pattern);
    if (known !== undefined) return known;
    const denied = sets.some((set) => set.covers(pattern)) || exceptions.some((set) => !set.meets(pattern));
    answers.set(pattern, denied);
    return denied;
  };
  const open = new Map<readonly string[], ReturnType<typeof openTypes>>();
  return {
    leaves: (resources, facts) => {
      if (resources.length === 0) return resources;
      const isOpen = open.get(facts.resources) ?? openTypes(sets, facts);
      open.set(facts.resources, isOpen);
      return resources.filter((resource) => isOpen(resource) && (typeof resource !== 'string' || !isDenied(resource)));
    },
  };
}

/** The patterns of which something is left when those of a set are taken away: those that no other covers. */
export function leftBy<T extends PropertyValue>(
  taken: PatternSet,
  resources: readonly T[],
  facts: ActionFacts,
): readonly T[] {
  const isOpen = openTypes([taken], facts);
  return resources.filter((resource) => isOpen(resource) && (typeof resource !== 'string' || !taken.covers(resource)));
}

/** Whether a pattern names a resource of a type that no set covers as a whole, or of none that the table knows. */
function openTypes(
  sets: readonly PatternSet[],
  { resources: types }: ActionFacts,
): (resource: PropertyValue) => boolean {
  const open = types.filter((arn) => !sets.some((set) => set.coversType(arn)));
  if (open.length === types.length) return () => true;
  const patterns = { open: open.map((arn) => typePattern(arn)), all: types.map((arn) => typePattern(arn)) };
  return (resource) => {
    if (typeof resource !== 'string') return open.length > 0;
    const meets = (type: string) => globsMeet(resource, type);
    return patterns.open.some(meets) || !patterns.all.some(meets);
  };
}
