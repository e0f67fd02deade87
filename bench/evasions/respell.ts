import { expandAction } from '../../policy/iam/actions/actionPattern';
import { fillArn } from '../../policy/iam/resources/arnPattern';
import { type PlainObject, textsOf } from '../../policy/pack/propertyValue';
import type { Random } from './random';

/** One way to write statements with the same permissions in account 123456789012 and region eu-west-1. */
type Spelling = (statements: readonly PlainObject[], random: Random) => readonly PlainObject[];

/** Each of these is applied to half of the spellings. */
const spellings: readonly Spelling[] = [
  everyStatement(actionsInOtherCase),
  everyStatement(actionsByGlobs),
  everyStatement(resourcesByTypes),
  everyStatement(resourcesInOwnPlace),
  everyStatement(resourcesByLetters),
  splitActions,
  splitResources,
  denyOtherActions,
  shuffled,
];

/** The statements in a random spelling. */
export function respell(statements: readonly PlainObject[], random: Random): readonly PlainObject[] {
  return spellings.reduce((spelled, spelling) => (random.isHeads() ? spelling(spelled, random) : spelled), statements);
}

/** A spelling of one field of every statement that has it. */
function everyStatement(change: (statement: PlainObject, random: Random) => PlainObject): Spelling {
  return (statements, random) => statements.map((statement) => change(statement, random));
}

function actionsInOtherCase(statement: PlainObject, random: Random): PlainObject {
  const [cased] = random.shuffled([
    (text: string) => text.toUpperCase(),
    (text: string) => text.toLowerCase(),
    (text: string) => Array.from(text, (letter) => (random.isHeads() ? letter.toUpperCase() : letter)).join(''),
  ]);
  return changeTexts(statement, ['Action', 'NotAction'], (text) => [cased?.(text) ?? text]);
}

/** A question mark or a star for a letter, where the pattern still matches this action only. */
function actionsByGlobs(statement: PlainObject, random: Random): PlainObject {
  return changeTexts(statement, ['Action'], (action) => {
    const at = action.indexOf(':') + 1 + random.below(Math.max(1, action.length - action.indexOf(':') - 1));
    const glob = action.slice(0, at) + (random.isHeads() ? '?' : '*') + action.slice(at + 1);
    return [expandAction(action).length === 1 && expandAction(glob).length === 1 ? glob : action];
  });
}

/** `*` as the ARNs of all types of the statement's actions. */
function resourcesByTypes(statement: PlainObject): PlainObject {
  const facts = textsOf(statement['Action']).flatMap((action) => expandAction(action));
  if (facts.length === 0 || facts.some(({ resources }) => resources.length === 0)) return statement;
  const values: Readonly<Record<string, string>> = { Partition: 'aws', Account: '123456789012', Region: 'eu-west-1' };
  const types = new Set(facts.flatMap(({ resources }) => resources));
  return changeTexts(statement, ['Resource'], (text) =>
    text === '*' ? [...types].map((type) => fillArn(type, (part) => values[part] ?? '*')) : [text],
  );
}

/** Account, region and partition as patterns or variables, or spelled out. */
function resourcesInOwnPlace(statement: PlainObject, random: Random): PlainObject {
  const [account = '', region = '', partition = ''] = [
    ['*', '123456789012', '1234567890*', '????????????', `\${aws:PrincipalAccount}`],
    ['*', 'eu-west-1', 'eu-*', 'eu-west-?'],
    ['*', 'aws', 'aw?', 'a*'],
  ].map((choices) => random.shuffled(choices)[0]);
  return changeTexts(statement, ['Resource', 'NotResource'], (text) => {
    const [prefix = '', , service = '', ownRegion = '', ownAccount = '', ...rest] = text.split(':');
    if (prefix !== 'arn' || rest.length === 0) return [text];
    const place = [partition, service, ownRegion === '' ? '' : region, ownAccount === '' ? '' : account];
    return [[prefix, ...place, ...rest].join(':')];
  });
}

const letters = Array.from('abcdefghijklmnopqrstuvwxyz');

/** A star for the whole name as one star for each first letter. */
function resourcesByLetters(statement: PlainObject): PlainObject {
  return changeTexts(statement, ['Resource'], (text) =>
    /^arn:.*[:/]\*$/.test(text) && !/:(?:s3|kms|ec2):/.test(text)
      ? letters.map((letter) => `${text.slice(0, -1)}${letter}*`)
      : [text],
  );
}

function splitActions(statements: readonly PlainObject[]): readonly PlainObject[] {
  return splitBy(statements, 'Action', (actions) => actions.map((action) => [action]));
}

/** Half of the patterns in a statement of their own. */
function splitResources(statements: readonly PlainObject[]): readonly PlainObject[] {
  return splitBy(statements, 'Resource', (patterns) => {
    const middle = Math.ceil(patterns.length / 2);
    return [patterns.slice(0, middle), patterns.slice(middle)];
  });
}

function splitBy(
  statements: readonly PlainObject[],
  field: string,
  split: (items: readonly string[]) => readonly (readonly string[])[],
): readonly PlainObject[] {
  return statements.flatMap((statement) => {
    const items = textsOf(statement[field]);
    return items.length < 2 ? [statement] : split(items).map((part) => ({ ...statement, [field]: part }));
  });
}

/** A Deny of all other actions, which changes nothing. */
function denyOtherActions(statements: readonly PlainObject[]): readonly PlainObject[] {
  const allowing = statements.filter(({ Effect }) => Effect === 'Allow');
  if (allowing.some(({ NotAction }) => NotAction !== undefined)) return statements;
  const NotAction = [...new Set(allowing.flatMap(({ Action }) => textsOf(Action)))];
  return [...statements, { Effect: 'Deny', NotAction, Resource: '*' }];
}

function shuffled(statements: readonly PlainObject[], random: Random): readonly PlainObject[] {
  return random.shuffled(statements).map((statement) => {
    const fields = random.shuffled(Object.entries(statement)).map(([key, value]) => {
      return [key, Array.isArray(value) ? random.shuffled(value) : value] as const;
    });
    return Object.fromEntries(fields);
  });
}

function changeTexts(
  statement: PlainObject,
  fields: readonly string[],
  change: (text: string) => readonly string[],
): PlainObject {
  const changed = fields
    .filter((field) => statement[field] !== undefined)
    .map((field) => {
      const texts = [...new Set(textsOf(statement[field]).flatMap(change))];
      return [field, texts.length === 1 ? texts[0] : texts] as const;
    });
  return { ...statement, ...Object.fromEntries(changed) };
}
