import { holdsUnknown, textsIn } from './propertyValue';
import type { Resource } from './resource';

/** Properties with which others reference a resource, for all types. */
const identities = ['arn', 'id', 'name', 'alarmName', 'bucket'] as const;

/** What a property references. */
interface References {
  readonly resources: readonly Resource[];
  /** Known texts that name no resource of the directory. */
  readonly foreign: readonly string[];
  /** It has a further reference that is known only during the update. */
  readonly unclear: boolean;
}

/** Finds the resources that others reference. */
export class Directory {
  private readonly listed: ReadonlySet<Resource>;
  private readonly byName = new Map<string, Resource>();
  /** Resources without a known name. */
  private readonly nameless: ReadonlySet<Resource>;

  /** `nameKeys` are the properties that identify the resources, if not every identity does. */
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
   * Returns the resources that the texts of a property reference, `one` or `many`. A known name decides, because
   * `${role.name}-copy` is the name of another role. Otherwise the resources that the property comes from decide, which a
   * first preview already knows.
   */
  find(referrer: Resource, property: string, many: 'one' | 'many' = 'many'): References {
    const value = referrer.property(property);
    const names = textsIn(value).filter((name) => name !== '');
    const matches = [...new Set(names.flatMap((name) => this.byName.get(name) ?? []))];
    const foreign = names.filter((name) => !this.byName.has(name));
    const unknown = holdsUnknown(value);
    const sources = this.sourcesOf(referrer, property, new Set()).filter(
      (source) => !matches.includes(source) && (unknown || this.nameless.has(source)),
    );
    const isDecided = many === 'many' ? sources.length > 0 : sources.length === 1 && matches.length === 0;
    if (!isDecided || (!unknown && foreign.length === 0)) return { resources: matches, foreign, unclear: unknown };
    return { resources: [...matches, ...sources], foreign: unknown ? foreign : [], unclear: false };
  }

  /** Follows a property through resources that pass on the name, such as an InstanceProfile's `role`. */
  private sourcesOf(from: Resource, property: string, seen: Set<Resource>): Resource[] {
    const sources = (from.sources(property) ?? []).flatMap((source): Resource[] => {
      if (seen.has(source)) return [];
      seen.add(source);
      return this.listed.has(source) ? [source] : this.sourcesOf(source, property, seen);
    });
    return [...new Set(sources)];
  }
}
