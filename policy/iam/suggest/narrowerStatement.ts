import { type PlainObject, textsOf } from '../../pack/propertyValue';
import { type ActionFacts, actionsOfService } from '../actions/actionFacts';
import { expandAction, isGlob, isWildAction, isWildText } from '../actions/actionPattern';
import { fillArn } from '../resources/arnPattern';
import { resourceFits } from '../resources/resourceFits';
import { isUnlimited } from '../resources/unlimitedResource';
import { isNoWider } from './isNoWider';

/** A statement that needs more than these gets no suggestion, because it would be too long to read. */
const mostActions = 12;
const mostResources = 6;
/** Characters, including a condition's. */
const longestSuggestion = 2_000;

/**
 * A narrower statement in place of one with wildcards. A wildcard action becomes the actions that read the statement's
 * resources; an unlimited resource becomes the ARNs of the actions' types, with `<...>` for parts to fill in. Two statements,
 * as `{ Statement: [...] }`, if some actions accept only `*`. Undefined when there is no suggestion, or when it is not
 * provably no wider than the statement itself.
 */
export function narrowerStatement(fields: PlainObject): PlainObject | undefined {
  const actions = textsOf(fields['Action']);
  const resources = textsOf(fields['Resource']);
  if (actions.length === 0 || resources.length === 0) return undefined;
  if (actions.length > mostActions || resources.length > mostResources) return undefined;
  const named = [
    ...new Set(actions.flatMap((action) => (isWildAction(action) ? readingActions(action, resources) : [action]))),
  ];
  const scopable = named.filter((action) => expandAction(action).some(({ resources: types }) => types.length > 0));
  const starOnly = named.filter((action) => !scopable.includes(action));
  if (named.length === 0 || named.length > mostActions || named.some((action) => expandAction(action).length === 0)) {
    return undefined;
  }
  const narrowed = scopable.length === 0 ? [] : narrowedResources(scopable, resources);
  if (narrowed.length > mostResources || (scopable.length > 0 && narrowed.length === 0)) return undefined;
  const stars = resources.filter((resource) => isWildText(resource));
  if (starOnly.length > 0 && stars.length === 0) return undefined;
  const statements = [
    ...(scopable.length > 0 ? [{ ...fields, Action: oneOrMany(scopable), Resource: oneOrMany(narrowed) }] : []),
    ...(starOnly.length > 0 ? [{ ...withoutSid(fields), Action: oneOrMany(starOnly), Resource: '*' }] : []),
  ];
  if (!statements.every((statement) => isNoWider(statement, fields)) || isSame(statements, actions, resources)) {
    return undefined;
  }
  const suggestion = statements.length === 1 ? statements[0] : { Statement: statements };
  return JSON.stringify(suggestion).length > longestSuggestion ? undefined : suggestion;
}

/** The actions of a wildcard that read one of the resources: by name if they are few, else by prefix. */
function readingActions(action: string, resources: readonly string[]): string[] {
  const [service = ''] = action.split(':');
  const services = isGlob(service) ? servicesOf(resources) : [service];
  const reading = services.flatMap((name) =>
    [...(actionsOfService(name)?.values() ?? [])].filter(
      (facts) =>
        facts.levels.every((level) => level === 'Read' || level === 'List') && fitsSomeResource(facts, resources),
    ),
  );
  const covered = isGlob(service) ? reading : reading.filter((facts) => expandAction(action).includes(facts));
  const names = covered.map(({ name }) => name).toSorted();
  if (names.length <= mostActions) return names;
  return [...new Set(names.map((name) => name.replace(/^([^:]*:[A-Z][a-z]+).*$/, '$1*')))];
}

function fitsSomeResource(facts: ActionFacts, resources: readonly string[]): boolean {
  return resources.some((resource) => resourceFits(resource, facts));
}

/** Services that ARNs name. */
function servicesOf(resources: readonly string[]): string[] {
  return [...new Set(resources.map((resource) => resource.split(':')[2] ?? ''))].filter(
    (service) => service !== '' && !isGlob(service),
  );
}

/** The statement's resources; an unlimited one is replaced by ARNs of the actions' types. */
function narrowedResources(actions: readonly string[], resources: readonly string[]): string[] {
  const facts = actions.flatMap((action) => expandAction(action));
  const narrowed = resources.flatMap((resource) => {
    const unlimited = facts.filter((action) => isUnlimited(resource, action));
    if (unlimited.length === 0) return [resource];
    const shapes = new Set(unlimited.flatMap((action) => action.resources).filter((arn) => isFillable(arn)));
    return [...shapes]
      .filter((arn) => resourceFits(resource, { ...(unlimited[0] as ActionFacts), resources: [arn] }))
      .map((arn) => fillFrom(arn, resource));
  });
  return [...new Set(narrowed)];
}

/** Whether an ARN of the table names a resource; some types have only `*`. */
function isFillable(arn: string): boolean {
  return arn.startsWith('arn:') && !arn.includes('*');
}

/** An ARN with partition, region and account of the resource that it replaces, and placeholders for the rest. */
function fillFrom(arn: string, replaced: string): string {
  const [prefix, ...parts] = replaced.split(':');
  const [partition = '*', , region = '*', account = '*'] = prefix === 'arn' ? parts : [];
  const partOr = (part: string, otherwise: string) => (isGlob(part) || part === '' ? otherwise : part);
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

function withoutSid({ Sid: _, ...fields }: PlainObject): PlainObject {
  return fields;
}

function oneOrMany(items: readonly string[]): string | readonly string[] {
  const [first = '', ...others] = items;
  return others.length === 0 ? first : items;
}
