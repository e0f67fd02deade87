import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Access level, resource types (`*` behind one that the action needs), index of the condition keys, names of actions. */
export type StoredActions = readonly [level: string, types: string, keys: number, names: string];

/** A service as `actionTable.json` keeps it; lists of words are one text each, so that the file loads fast. */
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

/** What AWS's service authorization reference says of an action. */
export interface ActionFacts {
  /** In AWS's spelling, such as `s3:GetObject`. */
  readonly name: string;
  /** Read, List, Write, Tagging or Permissions management; some have two. */
  readonly levels: readonly string[];
  /** ARN patterns of the resources that it can be limited to, the same list for actions of the same; empty for an action that accepts only `*`. */
  readonly resources: readonly string[];
  /** Condition keys that it sends, besides the global ones. */
  readonly conditionKeys: readonly string[];
}

let stored: StoredTable | undefined;
const decoded = new Map<string, ReadonlyMap<string, ActionFacts>>();

function table(): StoredTable {
  stored ??= JSON.parse(readFileSync(tablePath(), 'utf8')) as StoredTable;
  return stored;
}

/** By the package's own name for it: the pack also runs bundled, where a file's own folder is another. */
function tablePath(): string {
  return createRequire(__filename).resolve('#actionTable');
}

/** Day on which the table's data were collected, `yyyy-mm-dd`. */
export function actionTableDate(): string {
  return table().date;
}

let keyPatterns: readonly string[] | undefined;

/** Every condition key that some action sends, with `${...}` or `<...>` for variable parts, besides the global ones. */
export function conditionKeyPatterns(): readonly string[] {
  keyPatterns ??= [
    ...new Set(Object.values(table().services).flatMap(({ conditionKeys }) => conditionKeys.flatMap(words))),
  ];
  return keyPatterns;
}

/** Prefixes of all services, lower case. */
export function serviceNames(): readonly string[] {
  return Object.keys(table().services);
}

/** Actions of a service by their lower-case name without prefix; undefined when the table doesn't know the service. */
export function actionsOfService(service: string): ReadonlyMap<string, ActionFacts> | undefined {
  const key = service.toLowerCase();
  const { services } = table();
  const found = Object.hasOwn(services, key) ? services[key] : undefined;
  if (!found) return undefined;
  const known = decoded.get(key) ?? decode(key, found);
  decoded.set(key, known);
  return known;
}

/** Facts of one action, such as `s3:GetObject` in any spelling of its letters. */
export function actionFacts(action: string): ActionFacts | undefined {
  const colon = action.indexOf(':');
  return colon < 0 ? undefined : actionsOfService(action.slice(0, colon))?.get(action.slice(colon + 1).toLowerCase());
}

function decode(service: string, { resources, conditionKeys, actions }: StoredService): Map<string, ActionFacts> {
  const facts = new Map<string, ActionFacts>();
  const typesOf = sharedLists();
  const keysOf = sharedLists();
  for (const [level, types, keys, names] of actions) {
    const shared = {
      levels: level.split(', '),
      resources: typesOf(words(types).flatMap((type) => resources[type.replace('*', '')] ?? [])),
      conditionKeys: keysOf(words(conditionKeys[keys] ?? '')),
    };
    for (const name of words(names)) facts.set(name.toLowerCase(), { name: `${service}:${name}`, ...shared });
  }
  return facts;
}

/** Equal lists are one list, so that what is known of one list is known of all actions that have it. */
function sharedLists(): (list: readonly string[]) => readonly string[] {
  const lists = new Map<string, readonly string[]>();
  return (list) => {
    const key = list.join(' ');
    const shared = lists.get(key) ?? list;
    lists.set(key, shared);
    return shared;
  };
}

function words(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}
