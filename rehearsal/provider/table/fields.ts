import { isPlainObject } from '../../../contract/isPlainObject';
import { type Bag, isAssetOrArchive } from './wire';

/**
 * A field of a resource or of an object inside it: its name in AWS, and how its values are compared. Objects and lists of
 * objects have `fields`; all other values are copied unchanged.
 */
export interface Field {
  /** Name in AWS. @default the name with an upper-case first letter */
  readonly aws?: string;
  readonly fields?: Fields | undefined;
  /** AWS's default. A value equal to it is the same as none. */
  readonly default?: unknown;
  /** `json`: a document, compared by content. `set`: a list, compared without its order. */
  readonly same?: 'json' | 'set';
  /** Conversions, if AWS's format differs from Pulumi's. */
  readonly toAws?: (value: unknown) => unknown;
  readonly fromAws?: (value: unknown) => unknown;
  /** Form for comparison, if two texts identify the same thing (a name and an ARN). */
  readonly canonical?: (value: unknown) => unknown;
}
export type Fields = Readonly<Record<string, Field>>;

/** A field that is copied unchanged. */
export const plain: Field = {};

function awsName(name: string, field: Field): string {
  return field.aws ?? name.charAt(0).toUpperCase() + name.slice(1);
}

/** Parameters of AWS from Pulumi's properties: those fields of the table that are set. */
export function toAws(fields: Fields, value: Bag): Record<string, unknown> {
  const entries = Object.entries(fields).flatMap(([name, field]) => {
    const inner = value[name];
    return inner === undefined || inner === null ? [] : [[awsName(name, field), fieldToAws(field, inner)]];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function fieldToAws(field: Field, value: unknown): unknown {
  if (field.toAws) return field.toAws(value);
  const { fields } = field;
  if (!fields) return value;
  return Array.isArray(value) ? value.map((item) => toAws(fields, item as Bag)) : toAws(fields, value as Bag);
}

/** Pulumi's properties from a response of AWS: those fields of the table that are set. */
export function fromAws(fields: Fields, response: object | undefined): Record<string, unknown> {
  const source = (response ?? {}) as Bag;
  const entries = Object.entries(fields).flatMap(([name, field]) => {
    const inner = source[awsName(name, field)];
    return inner === undefined || inner === null ? [] : [[name, fieldFromAws(field, inner)]];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function fieldFromAws(field: Field, value: unknown): unknown {
  if (field.fromAws) return field.fromAws(value);
  const { fields } = field;
  if (!fields) return value;
  return Array.isArray(value) ? value.map((item) => fromAws(fields, item as Bag)) : fromAws(fields, value as Bag);
}

/** Paths in a value that the table does not have, each with the supported names at that place. */
export function unsupportedFields(fields: Fields, value: Bag, path = ''): { path: string; supported: string[] }[] {
  return Object.entries(value).flatMap(([name, own]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!field) return own === undefined ? [] : [{ path: path + name, supported: Object.keys(fields).sort() }];
    const inner = field.fields;
    if (!inner) return [];
    const items = Array.isArray(own) ? own : [own];
    return items.flatMap((item, i) =>
      isPlainObject(item) ? unsupportedFields(inner, item, `${path}${name}${Array.isArray(own) ? `[${i}]` : ''}.`) : [],
    );
  });
}

/** Whether two values of a field are the same for AWS. */
export function sameValue(field: Field, a: unknown, b: unknown): boolean {
  return canonicalText(field, a) === canonicalText(field, b);
}

function canonicalText(field: Field, value: unknown): string {
  return JSON.stringify(canonical(field, value ?? field.default) ?? null);
}

function canonical(field: Field, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (field.canonical) return field.canonical(value);
  if (field.same === 'json') return sortKeys(typeof value === 'string' ? parseJson(value) : value);
  if (isAssetOrArchive(value)) return value.hash ?? sortKeys(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => canonical({ fields: field.fields }, item) ?? null);
    if (field.same === 'set') items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    return items.length === 0 ? undefined : items;
  }
  if (!isPlainObject(value)) return value;
  return canonicalBag(field.fields ?? {}, value);
}

/** Sorted keys, without empty values and AWS's defaults, which are the same as no value. */
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortKeys(value[key])]),
  );
}
