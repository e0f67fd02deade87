import { type PlainObject, textsOf } from '../../pack/propertyValue';
import type { ActionFacts } from '../actions/actionFacts';
import { expandAction, isWildAction, isWildText } from '../actions/actionPattern';
import { fillArn } from '../resources/arnPattern';
import { resourceFits } from '../resources/resourceFits';
import { isStarInPractice, isUnlimited } from '../resources/unlimitedResource';
import { isNoWider } from './isNoWider';

/** A suggestion that needs more than these would be too long to read, so there is none. */
const mostActions = 12;
const mostResources = 12;
/** Characters, including conditions. */
const longestSuggestion = 2_000;

/**
 * A narrower statement in place of one with wildcards, under which every action still applies to what it applies to now: an
 * unlimited resource becomes the ARNs of the action's types, with `<...>` for parts to fill in, and a wildcard action the
 * actions that it stands for. Several statements, as `{ Statement: [...] }`, where the actions apply to different resources
 * or accept only `*`. Undefined when there is no suggestion, or when it is not provably no wider than the statement itself.
 */
export function narrowerStatement(fields: PlainObject): PlainObject | undefined {
  const patterns = textsOf(fields['Action']);
  const resources = textsOf(fields['Resource']);
  if (patterns.length === 0 || patterns.length > mostActions || resources.length === 0) return undefined;
  if (resources.length > mostResources) return undefined;
  const actions = patterns.flatMap((pattern) => splitAction(pattern, resources));
  if (actions.length > mostActions || actions.some(({ facts }) => facts.length === 0)) return undefined;
  const actionsOfResources = new Map<string, { names: Set<string>; resources: readonly string[] }>();
  for (const { name, facts } of actions) {
    const narrowed = narrowedResources(facts, resources);
    if (!narrowed || narrowed.length > mostResources) return undefined;
    if (narrowed.length === 0) continue;
    const group = actionsOfResources.get(narrowed.join(' ')) ?? { names: new Set(), resources: narrowed };
    actionsOfResources.set(narrowed.join(' '), group);
    group.names.add(name);
  }
  const { Sid: _, ...withoutSid } = fields;
  // Actions that accept only `*` come last: they are what stays as it is.
  const groups = [...actionsOfResources.values()].toSorted((a, b) => Number(isStar(a)) - Number(isStar(b)));
  const statements = groups.map(({ names, resources: narrowed }, i) => ({
    ...(i === 0 ? fields : withoutSid),
    Action: oneOrMany([...names]),
    Resource: oneOrMany(narrowed),
  }));
  if (statements.length === 0 || !statements.every((statement) => isNoWider(statement, fields))) return undefined;
  if (isSame(statements, patterns, resources)) return undefined;
  const suggestion = statements.length === 1 ? statements[0] : { Statement: statements };
  return JSON.stringify(suggestion).length > longestSuggestion ? undefined : suggestion;
}

function isStar({ resources }: { readonly resources: readonly string[] }): boolean {
  return resources[0] === '*';
}

/** An action or a glob whose actions can stand in one statement. */
interface NamedAction {
  readonly name: string;
  readonly facts: readonly ActionFacts[];
}

/**
 * The pattern itself if it lists actions that have resources of the same types, else those of its actions that apply: at
 * most one more than a suggestion may have.
 */
function splitAction(pattern: string, resources: readonly string[]): NamedAction[] {
  const facts = expandAction(pattern);
  const [first, ...others] = facts;
  const isAlike = others.every(
    (other) => first && other.resources === first.resources && acceptsOnlyStar(other) === acceptsOnlyStar(first),
  );
  if (isAlike && !isWildAction(pattern)) return [{ name: pattern, facts }];
  const applying: NamedAction[] = [];
  for (const action of facts) {
    if (applying.length > mostActions) break;
    if (resources.some((resource) => resourceFits(resource, action))) {
      applying.push({ name: action.name, facts: [action] });
    }
  }
  return applying;
}

function acceptsOnlyStar(facts: ActionFacts): boolean {
  return facts.resources.length === 0 || isStarInPractice(facts);
}

/**
 * The resources to which actions of the same types apply, with the ARNs of their types in place of an unlimited one; none for
 * actions that apply to none. Undefined if a type has no ARN to name.
 */
function narrowedResources(facts: readonly ActionFacts[], resources: readonly string[]): string[] | undefined {
  const [first] = facts;
  if (!first) return [];
  if (acceptsOnlyStar(first)) return resources.some(isWildText) ? ['*'] : [];
  const narrowed = new Set<string>();
  for (const resource of resources) {
    if (!resourceFits(resource, first)) continue;
    if (!isUnlimited(resource, first)) {
      narrowed.add(resource);
      continue;
    }
    for (const arn of first.resources) {
      if (!resourceFits(resource, { resources: [arn] })) continue;
      if (!isFillable(arn)) return undefined;
      narrowed.add(fillFrom(arn, resource));
    }
  }
  return [...narrowed];
}

/** Whether an ARN of the table names a resource; some types have only `*`. */
function isFillable(arn: string): boolean {
  return arn.startsWith('arn:') && !arn.includes('*');
}

/** An ARN with partition, region and account of the resource that it replaces, and placeholders for the rest. */
function fillFrom(arn: string, replaced: string): string {
  const [prefix, ...parts] = replaced.split(':');
  const [partition = '*', , region = '*', account = '*'] = prefix === 'arn' ? parts : [];
  const partOr = (part: string, otherwise: string) => (/[*?]/.test(part) || part === '' ? otherwise : part);
  const values: Readonly<Record<string, string>> = {
    Partition: partOr(partition, 'aws'),
    Region: partOr(region, '<Region>'),
    Account: partOr(account, '<Account>'),
  };
  return fillArn(arn, (part) => values[part] ?? `<${part}>`);
}

function isSame(statements: readonly PlainObject[], actions: readonly string[], resources: readonly string[]): boolean {
  const [only, ...others] = statements;
  return (
    only !== undefined &&
    others.length === 0 &&
    textsOf(only['Action']).join() === actions.join() &&
    textsOf(only['Resource']).join() === resources.join()
  );
}

function oneOrMany(items: readonly string[]): string | readonly string[] {
  const [first = '', ...others] = items;
  return others.length === 0 ? first : items;
}
