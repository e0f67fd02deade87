import { asList, holdsUnknown } from './plain';
import type { Resource } from './resource';

/** Resources of one kind that others point at, and the properties that tell them apart, such as `id` and `arn`. */
export interface Directory {
  readonly types: readonly string[];
  readonly nameKeys: readonly string[];
  readonly byName: ReadonlyMap<string, Resource>;
}

/** What a property points at. */
interface Owners {
  readonly found: readonly Resource[];
  /** Known values that are no resource's name: what they name is none of the stack's. */
  readonly foreign: readonly string[];
  /** It points at something more that is known only during the update. */
  readonly unclear: boolean;
}

export function directoryOf(
  resources: readonly Resource[],
  types: readonly string[],
  nameKeys: readonly string[],
): Directory {
  const named = resources
    .filter(({ type }) => types.includes(type))
    .flatMap((resource) => namesOf(resource, nameKeys).map((name) => [name, resource] as const));
  return { types, nameKeys, byName: new Map(named) };
}

/**
 * Finds what a property with one name, or with a list of them (`many`), points at: by name where the program gives one,
 * for a known name decides (`${role.name}-copy` is another role's), else by the resources that the property was made
 * from, which a first preview knows already.
 */
export function ownersOf(pointing: Resource, property: string, directory: Directory, many: 'one' | 'many'): Owners {
  const value = pointing.property(property);
  const names = asList(value).filter((name): name is string => typeof name === 'string' && name !== '');
  const named = names.flatMap((name) => directory.byName.get(name) ?? []);
  const foreign = names.filter((name) => !directory.byName.has(name));
  const unknown = holdsUnknown(value);
  const sources = sourcesAmong(pointing, property, directory.types, new Set()).filter(
    (source) => !named.includes(source) && (unknown || namesOf(source, directory.nameKeys).length === 0),
  );
  const decided = many === 'many' ? sources.length > 0 : sources.length === 1 && named.length === 0;
  if (!decided || (!unknown && foreign.length === 0)) return { found: named, foreign, unclear: unknown };
  return { found: [...named, ...sources], foreign: unknown ? foreign : [], unclear: false };
}

function namesOf(resource: Resource, nameKeys: readonly string[]): string[] {
  return nameKeys.flatMap((key) => {
    const name = resource.property(key);
    return typeof name === 'string' && name !== '' ? [name] : [];
  });
}

/** Follows a property through resources that pass the name on, such as an InstanceProfile's `role`. */
function sourcesAmong(from: Resource, property: string, types: readonly string[], seen: Set<Resource>): Resource[] {
  const found = (from.sources(property) ?? []).flatMap((source): Resource[] => {
    if (seen.has(source)) return [];
    seen.add(source);
    return types.includes(source.type) ? [source] : sourcesAmong(source, property, types, seen);
  });
  return [...new Set(found)];
}
