import { parse } from 'csv-parse/sync';
import { deepJsonRefusal } from '../json/deepJsonRefusal';
import { endOfJsonString } from '../json/jsonStrings';
import type { BodyLayout } from './bodyFormat';

/** One row of a body: texts, null where a value is missing. */
export type BodyRow = (string | null)[];

/** Numbers of a JSON text, between its strings. */
const jsonNumbers = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Keys under which model servers wrap rows. */
const wrappers = ['instances', 'predictions', 'outputs', 'inputs'];
/** The key under which SageMaker's own algorithms take a row's values. */
const rowWrapper = 'features';

/**
 * The rows of a text, by its layout. `names` are the baseline's columns: an object's values are put in their order when
 * it names no other. Throws an Error with one clause for people when the text can't be read.
 */
export const bodyRows = {
  csv: csvRows,
  json: jsonRows,
  jsonLines: jsonLinesRows,
} as const satisfies Record<BodyLayout, (text: string, names: readonly string[]) => BodyRow[]>;

/** A JSON text in which every number became a string with the number's own characters: `39.0` must stay Fractional. */
export function withNumbersAsText(json: string): string {
  const parts: string[] = [];
  for (let from = 0; from < json.length; ) {
    const quote = json.indexOf('"', from);
    const open = quote < 0 ? json.length : quote;
    const end = endOfJsonString(json, open) + 1;
    parts.push(json.slice(from, open).replace(jsonNumbers, '"$&"'), json.slice(open, end));
    from = end;
  }
  return parts.join('');
}

const textOrNull = (value: string) => (value === '' ? null : value);

function csvRows(text: string): BodyRow[] {
  if (!text.includes('"')) {
    const lines = text.split(/\r\n|\n|\r/).filter((line) => line !== '');
    return lines.map((line) => line.split(',').map(textOrNull));
  }
  const rows: string[][] = parse(text, { relax_column_count: true, skip_empty_lines: true });
  return rows.map((row) => row.map(textOrNull));
}

function jsonLinesRows(text: string, names: readonly string[]): BodyRow[] {
  return text.split(/\r?\n/).flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      return jsonRows(line, names);
    } catch (error) {
      throw new Error(`line ${i + 1} of the data: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

type Json = null | boolean | string | Json[] | { [key: string]: Json };

function jsonRows(json: string, names: readonly string[]): BodyRow[] {
  const refusal = deepJsonRefusal(json, 'the data');
  if (refusal) throw new Error(refusal);
  try {
    // The text itself must be JSON: quoting numbers could hide that it is not.
    JSON.parse(json);
  } catch {
    throw new Error('the data is not JSON');
  }
  return rowsOfJson(JSON.parse(withNumbersAsText(json)) as Json, names);
}

function rowsOfJson(value: Json, names: readonly string[]): BodyRow[] {
  if (Array.isArray(value)) {
    const nested = value.length > 0 && value.every((item) => typeof item === 'object' && item !== null);
    return nested ? value.map((item) => rowOfJson(item, names)) : value.length > 0 ? [rowOfJson(value, names)] : [];
  }
  const inner = onlyArrayOf(value, wrappers);
  return inner ? rowsOfJson(inner, names) : [rowOfJson(value, names)];
}

function rowOfJson(value: Json, names: readonly string[]): BodyRow {
  if (Array.isArray(value)) return value.map(scalarText);
  if (typeof value !== 'object' || value === null) return [scalarText(value)];
  const features = onlyArrayOf(value, [rowWrapper]);
  if (features) return features.map(scalarText);
  const keys = Object.keys(value);
  const position = new Map(names.map((name, i) => [name, i]));
  if (keys.every((key) => position.has(key))) keys.sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0));
  return keys.map((key) => scalarText(value[key] ?? null));
}

/** The array that is an object's only member, where its key is one of these. */
function onlyArrayOf(value: Json, keys: readonly string[]): Json[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const [key, ...others] = Object.keys(value);
  const inner = key !== undefined && others.length === 0 && keys.includes(key) ? value[key] : undefined;
  return Array.isArray(inner) ? inner : undefined;
}

function scalarText(value: Json): string | null {
  if (typeof value === 'object' && value !== null) throw new Error('a row holds an array or object as a value');
  return value === null ? null : textOrNull(String(value));
}
