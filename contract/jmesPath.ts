import { compile, TreeInterpreter } from '@jmespath-community/jmespath';

/** A parsed expression. */
export type JmesPathNode = ReturnType<typeof compile>;

/** A JSON document, numbers as numbers or as texts. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** A JMESPath expression, ready to use. */
export interface JmesPath {
  readonly text: string;
  readonly node: JmesPathNode;
  /** Whether the result may depend on values: otherwise only on keys, and on which values are lists, objects or null. */
  readonly readsValues: boolean;
  /** Whether a list in the result may lack the null items of another one. */
  readonly projects: boolean;
  /** The key in which the expression begins; undefined if it begins with something else. */
  readonly firstKey: string | undefined;
}

/** Nodes of the JMESPath specification, which Python and AWS use; the library knows some more. */
const valueNodes = new Set([
  'AndExpression',
  'Comparator',
  'ExpressionReference',
  'FilterProjection',
  'Function',
  'NotExpression',
  'OrExpression',
]);
const structureNodes = new Set([
  'Current',
  'Field',
  'Flatten',
  'Identity',
  'Index',
  'IndexExpression',
  'KeyValuePair',
  'Literal',
  'MultiSelectHash',
  'MultiSelectList',
  'Pipe',
  'Projection',
  'Slice',
  'Subexpression',
  'ValueProjection',
]);
const projections = new Set(['FilterProjection', 'Flatten', 'Projection', 'ValueProjection']);

/** Functions that expressions may call: those of JMESPath without those that take expressions. */
const jmesPathFunctions = [
  'abs',
  'avg',
  'ceil',
  'contains',
  'ends_with',
  'floor',
  'join',
  'keys',
  'length',
  'max',
  'merge',
  'min',
  'not_null',
  'reverse',
  'sort',
  'starts_with',
  'sum',
  'to_array',
  'to_number',
  'to_string',
  'type',
  'values',
] as const;
const functionNames: ReadonlySet<string> = new Set(jmesPathFunctions);

const parsed = new Map<string, JmesPath>();

/** Parses an expression. Throws an Error with one clause. */
export function parseJmesPath(text: string): JmesPath {
  const known = parsed.get(text);
  if (known) return known;
  let node: JmesPathNode;
  try {
    node = compile(text);
  } catch (error) {
    throw new Error(
      `invalid JMESPath expression '${text}' (${error instanceof Error ? error.message : String(error)})`,
    );
  }
  const types = new Set<string>();
  for (const { type, name } of nodesIn(node)) {
    types.add(type);
    if (!valueNodes.has(type) && !structureNodes.has(type))
      throw new Error(`invalid JMESPath expression '${text}': ${type} is not part of JMESPath`);
    if (type === 'Function' && !functionNames.has(String(name)))
      throw new Error(
        `unknown function '${String(name)}' in JMESPath expression '${text}': expected one of ${jmesPathFunctions.join(', ')}`,
      );
  }
  const some = (names: ReadonlySet<string>) => [...types].some((type) => names.has(type));
  const path = { text, node, readsValues: some(valueNodes), projects: some(projections), firstKey: firstKeyOf(node) };
  parsed.set(text, path);
  return path;
}

/** The value that an expression finds; null if there is none. Throws an Error when a function gets a value of a wrong type. */
export function searchJson({ text, node }: JmesPath, document: JsonValue): JsonValue {
  try {
    const value = TreeInterpreter.search(node, document) as unknown;
    // The library looks keys up in prototypes, too.
    return value === undefined || typeof value === 'function' ? null : (value as JsonValue);
  } catch (error) {
    throw new Error(`the expression '${text}' fails (${error instanceof Error ? error.message : String(error)})`);
  }
}

interface AnyNode {
  readonly type: string;
  readonly name?: unknown;
}

function nodesIn(value: unknown): AnyNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  if (typeof value !== 'object' || value === null || !('type' in value)) return [];
  const { type, value: literal, ...members } = value as { type: string; value?: unknown };
  // A literal's value is data; a member of an object has an expression as its value.
  const children = type === 'Literal' ? [] : [literal, ...Object.values(members)];
  return [value as AnyNode, ...children.flatMap(nodesIn)];
}

function firstKeyOf(node: unknown): string | undefined {
  const { type, name, left, child } = node as { type: string; name?: unknown; left?: unknown; child?: unknown };
  if (type === 'Field') return String(name);
  const next = left ?? child;
  return next === undefined || valueNodes.has(type) ? undefined : firstKeyOf(next);
}
