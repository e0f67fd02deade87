import { isPlainObject } from '../../../contract/isPlainObject';

/** Values of a condition by key, by operator. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Principals by kind (`AWS`, `Service`, ...); `*` alone is `{ AWS: ['*'] }`. */
export type PrincipalBlock = Readonly<Record<string, readonly string[]>>;

/** A statement with every list written as a list. */
export interface Statement {
  /** `Sid`, or the statement's place. */
  readonly label: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  /** Whether `actions` are those that it leaves out. */
  readonly notAction: boolean;
  /** All (`*`) in a trust policy, which has no resource. */
  readonly resources: readonly string[];
  readonly notResource: boolean;
  /** Undefined in an identity policy. */
  readonly principals?: PrincipalBlock;
  readonly conditions: ConditionBlock;
}

const fields = ['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/** Statements by the text of their document: the same policies decide every call. */
const parsedTexts = new Map<string, readonly Statement[]>();

/** The statements of a policy document, which is an object or its JSON text. Throws for what IAM or this evaluator rejects. */
export function parsePolicy(policy: unknown): readonly Statement[] {
  if (typeof policy !== 'string') return parseDocument(policy);
  const statements = parsedTexts.get(policy) ?? parseDocument(JSON.parse(policy));
  parsedTexts.set(policy, statements);
  return statements;
}

function parseDocument(document: unknown): Statement[] {
  if (!isPlainObject(document)) throw new Error('a policy document must be an object');
  const statements = document['Statement'];
  return (Array.isArray(statements) ? statements : [statements]).map(parseStatement);
}

function parseStatement(statement: unknown, index: number): Statement {
  if (!isPlainObject(statement)) throw new Error(`statement ${index + 1} must be an object`);
  const { Sid, Effect } = statement;
  const label = typeof Sid === 'string' ? Sid : `statement ${index + 1}`;
  const unknown = Object.keys(statement).filter((field) => !fields.includes(field));
  if (unknown.length > 0) throw new Error(`${label}: unsupported ${unknown.join(', ')}; use ${fields.join(', ')}`);
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new Error(`${label}: Effect must be Allow or Deny`);
  const actions = texts(statement, 'Action') ?? texts(statement, 'NotAction');
  if (!actions) throw new Error(`${label}: has no Action`);
  return {
    label,
    effect: Effect,
    actions,
    notAction: 'NotAction' in statement,
    resources: texts(statement, 'Resource') ?? texts(statement, 'NotResource') ?? ['*'],
    notResource: 'NotResource' in statement,
    principals: parsePrincipals(statement['Principal']),
    conditions: parseConditions(statement['Condition']),
  };
}

function parsePrincipals(principal: unknown): PrincipalBlock | undefined {
  if (principal === undefined) return undefined;
  if (!isPlainObject(principal)) return { AWS: listOf(principal) };
  return Object.fromEntries(Object.entries(principal).map(([kind, names]) => [kind, listOf(names)]));
}

function parseConditions(conditions: unknown = {}): ConditionBlock {
  if (!isPlainObject(conditions)) throw new Error('Condition must be an object');
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => {
      if (!isPlainObject(keys)) throw new Error(`Condition ${operator} must be an object`);
      return [operator, Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, listOf(values)]))];
    }),
  );
}

function texts(statement: Readonly<Record<string, unknown>>, field: string): readonly string[] | undefined {
  return field in statement ? listOf(statement[field]) : undefined;
}

/** One value or a list of them, as texts: IAM also takes numbers and booleans. */
function listOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map((item) => String(item));
}
