import { parseInstant } from '../../../contract/hours';
import type { ConditionBlock } from './policyDocument';
import { matchesArn, matchesWildcards } from './wildcards';

/** Values of a request's condition keys. A list is a key of several values, such as `kms:GrantOperations`. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

type Comparison = (expected: string, actual: string) => boolean;

const equals: Comparison = (expected, actual) => expected === actual;
const equalsInAnyCase: Comparison = (expected, actual) => expected.toLowerCase() === actual.toLowerCase();
const numeric =
  (compare: (actual: number, expected: number) => boolean): Comparison =>
  (expected, actual) =>
    compare(Number(actual), Number(expected));
const date =
  (compare: (actual: number, expected: number) => boolean): Comparison =>
  (expected, actual) =>
    compare(toSeconds(actual), toSeconds(expected));

/** Seconds since 1970 of an ISO 8601 instant or of such a number; NaN for another text. */
function toSeconds(instant: string): number {
  if (/^\d{5,}$/.test(instant)) return Number(instant);
  return (parseInstant(instant)?.getTime() ?? Number.NaN) / 1000;
}

/** Operators by name; a name with `Not` is met when the comparison fails. From "IAM JSON policy elements: Condition operators". */
const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: equalsInAnyCase,
  StringLike: matchesWildcards,
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: equalsInAnyCase,
  NumericEquals: numeric((actual, expected) => actual === expected),
  NumericLessThan: numeric((actual, expected) => actual < expected),
  NumericLessThanEquals: numeric((actual, expected) => actual <= expected),
  NumericGreaterThan: numeric((actual, expected) => actual > expected),
  NumericGreaterThanEquals: numeric((actual, expected) => actual >= expected),
  DateEquals: date((actual, expected) => actual === expected),
  DateLessThan: date((actual, expected) => actual < expected),
  DateLessThanEquals: date((actual, expected) => actual <= expected),
  DateGreaterThan: date((actual, expected) => actual > expected),
  DateGreaterThanEquals: date((actual, expected) => actual >= expected),
};

/** Values of condition keys by the key in lower case: IAM compares keys in any case. */
export type ValuesByKey = ReadonlyMap<string, string | readonly string[]>;

export function indexContext(context: RequestContext): ValuesByKey {
  return new Map(Object.entries(context).map(([key, values]) => [key.toLowerCase(), values]));
}

/** Whether a request meets all conditions of a statement. Throws for an unknown operator. */
export function meetsConditions(conditions: ConditionBlock, valuesByKey: ValuesByKey): boolean {
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) => meets(operator, key, expected, valuesByKey)),
  );
}

function meets(operator: string, key: string, expected: readonly string[], valuesByKey: ValuesByKey): boolean {
  const { set, name, negated, ifExists, compare } = parseOperator(operator);
  const actual = valuesByKey.get(key.toLowerCase());
  if (name === 'Null') return expected.some((value) => (value.toLowerCase() === 'true') === (actual === undefined));
  if (actual === undefined) return ifExists || set === 'ForAllValues' || (negated && set === undefined);
  const resolved = expected.flatMap((value) => resolveVariables(value, valuesByKey) ?? []);
  const isMet = (value: string) => resolved.some((wanted) => compare(wanted, value)) !== negated;
  if (typeof actual === 'string') return isMet(actual);
  if (set === undefined) throw new Error(`${operator} on ${key}, which has several values: use a set operator`);
  return set === 'ForAllValues' ? actual.every(isMet) : actual.some(isMet);
}

interface Operator {
  readonly set?: string;
  readonly name: string;
  readonly negated: boolean;
  readonly ifExists: boolean;
  readonly compare: Comparison;
}

function parseOperator(operator: string): Operator {
  const { set, name = '' } =
    /^(?:(?<set>ForAllValues|ForAnyValue):)?(?<name>\w+?)(?:IfExists)?$/.exec(operator)?.groups ?? {};
  const positive = name.replace(/^(String|Arn|Numeric|Date)Not/, '$1');
  const compare = comparisons[positive];
  if (!compare && name !== 'Null') {
    throw new Error(`unsupported condition operator '${operator}': use ${Object.keys(comparisons).join(', ')} or Null`);
  }
  return {
    set,
    name,
    negated: positive !== name,
    ifExists: operator.endsWith('IfExists'),
    compare: compare ?? equals,
  };
}

/** A value with its policy variables replaced, such as `${aws:PrincipalAccount}`; undefined if the request lacks one. */
export function resolveVariables(text: string, valuesByKey: ValuesByKey): string | undefined {
  let isComplete = true;
  const resolved = text.replace(/\$\{([^}]*)\}/g, (_, variable: string) => {
    const [key = '', fallback] = variable.split(/,\s*/);
    if (['*', '?', '$'].includes(key)) return key;
    const value = valuesByKey.get(key.toLowerCase());
    if (typeof value === 'string') return value;
    if (fallback === undefined) isComplete = false;
    return fallback?.replaceAll("'", '') ?? '';
  });
  return isComplete ? resolved : undefined;
}
