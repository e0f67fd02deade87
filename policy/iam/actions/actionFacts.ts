import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { lazy } from '../../pack/memoize';

/** Access level, resource types (with `*` after a required type), index of the condition keys, names of actions. */
export type StoredActions = readonly [level: string, types: string, keys: number, names: string];

/** A service in `actionTable.json`. Lists of words are one string each, so that the file loads fast. */
export interface StoredService {
  /** ARN pattern of each resource type, with `${...}` for its parts. */
  readonly resources: Readonly<Record<string, string>>;
  readonly conditionKeys: readonly string[];
  readonly actions: readonly StoredActions[];
}

interface StoredTable {
  readonly source: string;
  readonly date: string;
  readonly services: Readonly<Record<string, StoredService>>;
}

/** An action in AWS's service authorization reference. */
export interface ActionFacts {
  /** In AWS's spelling, such as `s3:GetObject`. */
  readonly name: string;
  /** Read, List, Write, Tagging or Permissions management; some have two. */
  readonly levels: readonly string[];
  /** ARN patterns of the resources that it can be limited to; empty for an action that accepts only `*`. Actions with the same resources share the list. */
  readonly resources: readonly string[];
  /** Shared by the actions for which every condition has the same strength. */
  readonly requestContext: RequestContext;
}

/** What decides which condition keys the requests of an action have. */
export interface RequestContext {
  /** Patterns of the condition keys that it sends besides the global ones, in lower case. */
  readonly conditionKeys: readonly string[];
  readonly levels: readonly string[];
  /** Whether it can be limited to resources. */
  readonly hasResources: boolean;
  /** The action of STS, because the claims of an identity provider depend on it; undefined for other services. */
  readonly stsAction: string | undefined;
}

/** `actionTable.json`; a service is decoded when it is first needed. */
class ActionTable {
  private readonly decoded = new Map<string, ReadonlyMap<string, ActionFacts>>();
  private readonly contexts = new Map<string, RequestContext>();
  readonly conditionKeys = lazy(() => [
    ...new Set(
      Object.values(this.stored.services).flatMap(({ conditionKeys }) => conditionKeys.flatMap(conditionKeyPatterns)),
    ),
  ]);

  constructor(readonly stored: StoredTable) {}

  actionsOf(service: string): ReadonlyMap<string, ActionFacts> | undefined {
    const { services } = this.stored;
    const stored = Object.hasOwn(services, service) ? services[service] : undefined;
    if (!stored) return undefined;
    const actions = this.decoded.get(service) ?? this.decode(service, stored);
    this.decoded.set(service, actions);
    return actions;
  }

  private decode(service: string, { resources, conditionKeys, actions }: StoredService): Map<string, ActionFacts> {
    const facts = new Map<string, ActionFacts>();
    const resourceLists = new Map<string, readonly string[]>();
    for (const [level, types, keys, names] of actions) {
      const arns = words(types).flatMap((type) => resources[type.replace('*', '')] ?? []);
      const shared = { levels: level.split(', '), resources: resourceLists.get(arns.join(' ')) ?? arns };
      resourceLists.set(arns.join(' '), shared.resources);
      for (const name of words(names)) {
        const requestContext = this.contextOf(conditionKeys[keys] ?? '', shared, service === 'sts' ? name : undefined);
        facts.set(name.toLowerCase(), { name: `${service}:${name}`, ...shared, requestContext });
      }
    }
    return facts;
  }

  private contextOf(
    keys: string,
    { levels, resources }: Pick<ActionFacts, 'levels' | 'resources'>,
    stsAction: string | undefined,
  ): RequestContext {
    const hasResources = resources.length > 0;
    const text = [keys, levels.join(), hasResources, stsAction].join('|');
    const context = this.contexts.get(text) ?? {
      conditionKeys: conditionKeyPatterns(keys),
      levels,
      hasResources,
      stsAction,
    };
    this.contexts.set(text, context);
    return context;
  }
}

const table = lazy(() => new ActionTable(JSON.parse(readFileSync(tablePath(), 'utf8')) as StoredTable));

/** Resolved by the package's import map, because the pack also runs as a bundle in another folder. */
function tablePath(): string {
  return createRequire(__filename).resolve('#actionTable');
}

/** Day on which the table's data were collected, `yyyy-mm-dd`. */
export function actionTableDate(): string {
  return table().stored.date;
}

/** Patterns of every condition key that some action sends besides the global ones, in lower case. */
export function allConditionKeys(): readonly string[] {
  return table().conditionKeys();
}

/** Prefixes of all services, lower case. */
export function serviceNames(): readonly string[] {
  return Object.keys(table().stored.services);
}

/** Actions of a service by their lower-case name without prefix; undefined when the table doesn't know the service. */
export function actionsOfService(service: string): ReadonlyMap<string, ActionFacts> | undefined {
  return table().actionsOf(service.toLowerCase());
}

/** Facts of one action, such as `s3:GetObject` in any spelling of its letters. */
export function actionFacts(action: string): ActionFacts | undefined {
  const colon = action.indexOf(':');
  return colon < 0 ? undefined : actionsOfService(action.slice(0, colon))?.get(action.slice(colon + 1).toLowerCase());
}

/** Condition keys as patterns in lower case: `s3:ExistingObjectTag/<key>` becomes `s3:existingobjecttag/*`. */
function conditionKeyPatterns(keys: string): string[] {
  return words(keys).map((key) =>
    key.replace(/\$\{[^}]*\}|<[^>]*>|\/tag-key$/g, (part) => (part[0] === '/' ? '/*' : '*')).toLowerCase(),
  );
}

function words(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}
