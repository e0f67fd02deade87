import { holdsUnknown, textsIn } from './propertyValue';
import type { Resource } from './resource';

/** Properties by which others name a resource, of whichever type. */
const identities = ['arn', 'id', 'name', 'alarmName', 'bucket'] as const;

/** What a property points at. */
interface Pointed {
  readonly found: readonly Resource[];
  /** Known texts that are no resource's name: what they name is none of the directory's. */
  readonly foreign: readonly string[];
  /** It points at something more that is known only during the update. */
  readonly unclear: boolean;
}

/** Resources that others point at. */
export class Directory {
  private readonly listed: ReadonlySet<Resource>;
  private readonly byName = new Map<string, Resource>();
  /** Those that have no known name yet. */
  private readonly nameless: ReadonlySet<Resource>;

  /** `nameKeys` are the properties that tell the resources apart, where not every identity does. */
  constructor(listed: Iterable<Resource>, nameKeys: readonly string[] = identities) {
    this.listed = new Set(listed);
    const nameless = new Set(this.listed);
    for (const resource of this.listed) {
      for (const key of nameKeys) {
        const name = resource.property(key);
        if (typeof name !== 'string' || name === '') continue;
        this.byName.set(name, resource);
        nameless.delete(resource);
      }
    }
    this.nameless = nameless;
  }

  /**
   * Finds what the texts of a property point at, `one` resource or `many`: by name where the program gives one, for a
   * known name decides (`${role.name}-copy` is another role's), else by the resources that the property was made from,
   * which a first preview knows already.
   */
  find(pointing: Resource, property: string, many: 'one' | 'many' = 'many'): Pointed {
    const value = pointing.property(property);
    const names = textsIn(value).filter((name) => name !== '');
    const named = [...new Set(names.flatMap((name) => this.byName.get(name) ?? []))];
    const foreign = names.filter((name) => !this.byName.has(name));
    const unknown = holdsUnknown(value);
    const sources = this.sourcesOf(pointing, property, new Set()).filter(
      (source) => !named.includes(source) && (unknown || this.nameless.has(source)),
    );
    const decided = many === 'many' ? sources.length > 0 : sources.length === 1 && named.length === 0;
    if (!decided || (!unknown && foreign.length === 0)) return { found: named, foreign, unclear: unknown };
    return { found: [...named, ...sources], foreign: unknown ? foreign : [], unclear: false };
  }

  /** Follows a property through resources that pass the name on, such as an InstanceProfile's `role`. */
  private sourcesOf(from: Resource, property: string, seen: Set<Resource>): Resource[] {
    const found = (from.sources(property) ?? []).flatMap((source): Resource[] => {
      if (seen.has(source)) return [];
      seen.add(source);
      return this.listed.has(source) ? [source] : this.sourcesOf(source, property, seen);
    });
    return [...new Set(found)];
  }
}
