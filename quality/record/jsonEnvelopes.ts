import { envelopeKeys } from '../../contract/envelopeKeys';
import { isPlainObject } from '../../contract/isPlainObject';

const rowKeys = new Set<string>(envelopeKeys.rows);
const settingKeys = new Set<string>(envelopeKeys.settings);
const valueKeys = new Set<string>(envelopeKeys.values);

/** A parsed JSON body, with its numbers as texts, or as numbers if expressions compare them. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

/** What an object wraps. */
export interface Envelope {
  readonly key: string;
  readonly value: Json;
  /** Other keys that stand beside it. */
  readonly others: readonly string[];
}

/** The rows in an object of a model server; undefined if it is something else. */
export function rowsEnvelope(object: JsonObject, isColumn: (key: string) => boolean): Envelope | undefined {
  const keys = Object.keys(object);
  const [key, ...more] = keys.filter((name) => rowKeys.has(name));
  if (key === undefined || more.length > 0) return undefined;
  const value = object[key] ?? null;
  const isOnly = keys.every((name) => name === key || settingKeys.has(name));
  // A list is one of rows, even if a column is called like a model server's key.
  if (!(isOnly && Array.isArray(value)) && keys.some(isColumn)) return undefined;
  if (!isOnly && !isContainer(value)) return undefined;
  return { key, value, others: keys.filter((name) => name !== key && !settingKeys.has(name)) };
}

/** The values of one row in an object that has nothing else. */
export function valuesEnvelope(object: JsonObject, isColumn: (key: string) => boolean): Envelope | undefined {
  const [key, ...others] = Object.keys(object);
  if (key === undefined || others.length > 0 || !valueKeys.has(key) || isColumn(key)) return undefined;
  const value = object[key] ?? null;
  return isContainer(value) ? { key, value, others } : undefined;
}

/** A table as pandas writes it with `orient='split'`. */
export interface SplitTable {
  readonly names: readonly string[];
  readonly rows: readonly Json[];
}

/** The table in an object of pandas; undefined if it is something else. */
export function splitTable(object: JsonObject, isColumn: (key: string) => boolean): SplitTable | undefined {
  const { columns, data } = object;
  if (!Array.isArray(columns) || !Array.isArray(data) || columns.some(isContainer)) return undefined;
  if (Object.keys(object).some((key) => isColumn(key) || !['columns', 'data', 'index'].includes(key))) return undefined;
  return { names: columns.map(String), rows: data };
}

/** Whether a value is a list or an object. */
export function isContainer(value: Json): value is Json[] | JsonObject {
  return Array.isArray(value) || isPlainObject(value);
}
