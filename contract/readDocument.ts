import * as z from 'zod';
import { nearestName } from './nearestName';
import type { Problem } from './problem';

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/** Kinds of values, as error texts name them. */
const expectations: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys to values',
  record: 'a map of keys to values',
};

/** Checks a document against a schema: returns its value, or every problem with its path, what is allowed and a fix. */
export function readDocument<T>(schema: z.ZodType<T>, document: unknown): { value?: T; problems: Problem[] } {
  const parsed = schema.safeParse(document, { error: textOf });
  if (parsed.success) return { value: parsed.data, problems: [] };
  return { problems: parsed.error.issues.flatMap((issue) => problemsOfIssue(issue, schema)) };
}

/** Options of a zod check whose error text is `invalid <what> '<input>': <hint>`; a missing value has the usual text. */
export function invalidValue(what: string, hint: string) {
  return {
    error: ({ input }: { readonly input?: unknown }) =>
      input === undefined
        ? undefined
        : `invalid ${what} '${typeof input === 'string' ? input : JSON.stringify(input)}': ${hint}`,
  };
}

function problemsOfIssue(issue: Issue, schema: z.ZodType): Problem[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, path);
    return issue.keys.map((key) => ({ path: [...path, key], text: unknownKeyText(key, known) }));
  }
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ path, text: message }));
  return [{ path, text: issue.message }];
}

function unknownKeyText(key: string, known: readonly string[]): string {
  const nearest = nearestName(key, known);
  const list = known.length === 0 ? 'remove it' : `known keys: ${known.join(', ')}`;
  return nearest ? `unknown key; did you mean '${nearest}'? ${list}` : `unknown key; ${list}`;
}

/** Error text of an issue; undefined falls back to the schema's own text, then to zod's. */
function textOf(issue: RawIssue): string | undefined {
  if (issue.code === 'invalid_type') return typeText(issue);
  if (issue.code === 'invalid_value') {
    const allowed = issue.values.map(String).join(', ');
    return issue.input === undefined ? `missing; use one of ${allowed}` : `must be one of ${allowed}`;
  }
  if (issue.code === 'too_small') {
    if (issue.origin === 'string') return 'must not be empty';
    return issue.origin === 'array' ? 'must have at least one entry' : `must be at least ${issue.minimum}`;
  }
  if (issue.code === 'too_big') {
    return `must ${issue.origin === 'string' ? `have at most ${issue.maximum} characters` : `be at most ${issue.maximum}`}`;
  }
  return undefined;
}

function typeText({ expected, input }: Extract<RawIssue, { code: 'invalid_type' }>): string | undefined {
  const wanted = expectations[expected];
  if (wanted === undefined) return undefined;
  if (input === undefined) return `missing; expected ${wanted}`;
  return `must be ${wanted}${expected === 'string' && typeof input === 'number' ? '; put it in quotes' : ''}`;
}

/** The keys of a strict object inside a schema. */
function knownKeys(schema: z.ZodType, path: readonly (string | number)[]): string[] {
  let at: unknown = unwrapped(schema);
  for (const part of path) {
    if (at instanceof z.ZodObject) at = unwrapped(at.shape[part]);
    else if (at instanceof z.ZodRecord) at = unwrapped(at.valueType);
    else if (at instanceof z.ZodArray) at = unwrapped(at.element);
    else return [];
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

function unwrapped(schema: unknown): unknown {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) {
    inner = inner.unwrap();
  }
  return inner;
}
