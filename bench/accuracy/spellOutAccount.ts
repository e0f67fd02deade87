import { expandAction } from '../../policy/iam/actions/actionPattern';
import { fillArn } from '../../policy/iam/resources/arnPattern';
import { resourceFits } from '../../policy/iam/resources/resourceFits';
import { asList, isPlainObject, type PlainObject, textsOf } from '../../policy/pack/propertyValue';

/** The account and region that the documents are rewritten to. */
const ownAccount = '123456789012';
const ownRegion = 'eu-west-1';

/**
 * A document with the same permissions in one account and region, in which every ARN names them: `*` becomes the ARNs of
 * all resources of the actions' types, and a star for the account or region becomes the account or region. Actions that
 * accept only `*` keep it, in a statement of their own.
 */
export function spellOutAccount(document: PlainObject): PlainObject {
  const statements = asList(document['Statement']);
  return { ...document, Statement: statements.flatMap((item) => (isPlainObject(item) ? rewrite(item) : [])) };
}

function rewrite(statement: PlainObject): PlainObject[] {
  const actions = textsOf(statement['Action']);
  const types = (action: string) => expandAction(action).flatMap((facts) => facts.resources);
  if (!textsOf(statement['Resource']).includes('*')) return [nameOwnPlace(statement, actions.flatMap(types))];
  const scopable = actions.filter((action) => expandAction(action).length > 0 && isScopable(action));
  if (scopable.length === 0) return [statement];
  const others = actions.filter((action) => !scopable.includes(action));
  const named = { ...statement, Action: scopable, Resource: [...new Set(scopable.flatMap(types).map(ownPattern))] };
  const { Sid: _, ...withoutSid } = statement;
  return others.length === 0 ? [named] : [named, { ...withoutSid, Action: others }];
}

function isScopable(action: string): boolean {
  return expandAction(action).every(({ resources }) => resources.length > 0);
}

/** Every resource of a type in the own account and region. */
function ownPattern(arn: string): string {
  const values: Readonly<Record<string, string>> = { Partition: 'aws', Account: ownAccount, Region: ownRegion };
  return fillArn(arn, (part) => values[part] ?? '*');
}

/** The statement with stars for the account and region spelled out, where its actions' ARNs have these parts. */
function nameOwnPlace(statement: PlainObject, types: readonly string[]): PlainObject {
  const entries = (['Resource', 'NotResource'] as const).flatMap((key) => {
    const value = statement[key];
    if (value === undefined) return [];
    return [[key, asList(value).map((item) => (typeof item === 'string' ? ownArn(item, types) : item))] as const];
  });
  return { ...statement, ...Object.fromEntries(entries) };
}

function ownArn(pattern: string, types: readonly string[]): string {
  const [prefix = '', partition = '', service = '', region = '', account = '', ...rest] = pattern.split(':');
  if (prefix !== 'arn' || rest.length === 0) return pattern;
  const or = (part: string, own: string) => (part === '*' ? own : part);
  const spelled = [prefix, or(partition, 'aws'), service, or(region, ownRegion), or(account, ownAccount), ...rest];
  const named = spelled.join(':');
  // Some ARNs have neither account nor region, although a star stands in their place.
  return resourceFits(named, { resources: types }) ? named : pattern;
}
