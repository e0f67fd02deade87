import { type Bag, isAssetOrArchive, isBag } from './wire';

/**
 * One field of a resource or of an object inside it: how AWS spells it, and how its values compare.
 * An object or a list of objects has `fields`; anything else is copied as it is.
 */
export interface Field {
  /** AWS's name. @default the name with a capital letter first */
  readonly aws?: string;
  readonly fields?: Fields | undefined;
  /** What AWS takes when the field is left out; a value equal to it is no difference. */
  readonly default?: unknown;
  /** `json`: the text is a document, compared by meaning. `set`: the order of a list is of no account. */
  readonly same?: 'json' | 'set';
  /** Conversions where AWS's form is another one than Pulumi's. */
  readonly toAws?: (value: unknown) => unknown;
  readonly fromAws?: (value: unknown) => unknown;
  /** Form in which two values are compared, where two texts name one thing (a name and an ARN). */
  readonly canonical?: (value: unknown) => unknown;
}
export type Fields = Readonly<Record<string, Field>>;

/** A field that is copied as it is. */
export const plain: Field = {};

function awsName(name: string, field: Field): string {
  return field.aws ?? name.charAt(0).toUpperCase() + name.slice(1);
}

/** An AWS request's part from Pulumi's properties; only the fields of the table, and only those that are set. */
export function toAws(fields: Fields, value: Bag): Record<string, unknown> {
  const entries = Object.entries(fields).flatMap(([name, field]) => {
    const own = value[name];
    return own === undefined || own === null ? [] : [[awsName(name, field), fieldToAws(field, own)]];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function fieldToAws(field: Field, value: unknown): unknown {
  if (field.toAws) return field.toAws(value);
  const { fields } = field;
  if (!fields) return value;
  return Array.isArray(value) ? value.map((item) => toAws(fields, item as Bag)) : toAws(fields, value as Bag);
}

/** Pulumi's properties from an AWS answer; only the fields of the table, and only those that are set. */
export function fromAws(fields: Fields, answer: object | undefined): Record<string, unknown> {
  const source = (answer ?? {}) as Bag;
  const entries = Object.entries(fields).flatMap(([name, field]) => {
    const own = source[awsName(name, field)];
    return own === undefined || own === null ? [] : [[name, fieldFromAws(field, own)]];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function fieldFromAws(field: Field, value: unknown): unknown {
  if (field.fromAws) return field.fromAws(value);
  const { fields } = field;
  if (!fields) return value;
  return Array.isArray(value) ? value.map((item) => fromAws(fields, item as Bag)) : fromAws(fields, value as Bag);
}

/** Paths in a value that the table doesn't know, each with the names that stand at that place. */
export function strangers(fields: Fields, value: Bag, path = ''): { path: string; known: string[] }[] {
  return Object.entries(value).flatMap(([name, own]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!field) return own === undefined ? [] : [{ path: path + name, known: Object.keys(fields).sort() }];
    const inner = field.fields;
    if (!inner) return [];
    const items = Array.isArray(own) ? own : [own];
    return items.flatMap((item, i) =>
      isBag(item) ? strangers(inner, item, `${path}${name}${Array.isArray(own) ? `[${i}]` : ''}.`) : [],
    );
  });
}

/** Whether two values of a field mean the same to AWS. */
export function sameValue(field: Field, a: unknown, b: unknown): boolean {
  return canonicalText(field, a) === canonicalText(field, b);
}

function canonicalText(field: Field, value: unknown): string {
  return JSON.stringify(canonical(field, value ?? field.default) ?? null);
}

function canonical(field: Field, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (field.canonical) return field.canonical(value);
  if (field.same === 'json') return ordered(typeof value === 'string' ? parsed(value) : value);
  if (isAssetOrArchive(value)) return value.hash ?? ordered(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => canonical({ fields: field.fields }, item) ?? null);
    if (field.same === 'set') items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    return items.length === 0 ? undefined : items;
  }
  if (!isBag(value)) return value;
  return canonicalBag(field.fields ?? {}, value);
}

/** Keys in order, without what is empty or AWS's own default: AWS doesn't tell those from a field left out. */
function canonicalBag(fields: Fields, value: Bag): Bag | undefined {
  const entries = Object.keys(value)
    .sort()
    .flatMap((key) => {
      const field = fields[key] ?? plain;
      const own = canonical(field, value[key]);
      return own === undefined || (field.default !== undefined && sameValue(field, own, undefined))
        ? []
        : [[key, own] as const];
    });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isBag(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, ordered(value[key])]),
  );
}
