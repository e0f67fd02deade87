import { parse } from 'csv-parse/sync';
import { isPlainObject } from '../../contract/isPlainObject';
import { parseWithNumberTexts } from '../json/jsonRecord';
import type { BodyLayout } from './bodyFormat';

/** One row of a body: texts, null for a missing value. */
export type BodyRow = (string | null)[];

/** Keys under which model servers wrap rows. */
const wrappers = ['instances', 'predictions', 'outputs', 'inputs'];
/** The key under which SageMaker's own algorithms take a row's values. */
const rowWrapper = 'features';

/**
 * Reads the rows of a text, by its layout. `names` are the baseline's columns: an object's values are put in their order if
 * it has no other keys. Throws an Error with one clause when the text cannot be read.
 */
export const bodyRows = {
  csv: csvRows,
  json: jsonRows,
  jsonLines: jsonLinesRows,
} as const satisfies Record<BodyLayout, (text: string, names: readonly string[]) => BodyRow[]>;

const textOrNull = (value: string) => (value === '' ? null : value);

/**
 * Text without quotes is split here: for it csv-parse takes ten times as long (0.1 ms a body, also for one value), and its
 * bytes cannot hold a lone surrogate, which JSON allows.
 */
function csvRows(text: string): BodyRow[] {
  const rows: string[][] = text.includes('"')
    ? parse(text, { relax_column_count: true, skip_empty_lines: true })
    : text
        .split(/\r\n|\n|\r/)
        .filter((line) => line !== '')
        .map((line) => line.split(','));
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
  return rowsOfJson(parseWithNumberTexts(json, 'the data') as Json, names);
}

function rowsOfJson(value: Json, names: readonly string[]): BodyRow[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return [];
    const isListOfRows = value.every((item) => typeof item === 'object' && item !== null);
    return isListOfRows ? value.map((item) => rowOfJson(item, names)) : [rowOfJson(value, names)];
  }
  const wrapped = onlyArrayOf(value, wrappers);
  return wrapped ? rowsOfJson(wrapped, names) : [rowOfJson(value, names)];
}

function rowOfJson(value: Json, names: readonly string[]): BodyRow {
  if (Array.isArray(value)) return value.map(scalarText);
  if (!isPlainObject(value)) return [scalarText(value)];
  const features = onlyArrayOf(value, [rowWrapper]);
  if (features) return features.map(scalarText);
  const keys = Object.keys(value);
  const position = new Map(names.map((name, i) => [name, i]));
  if (keys.every((key) => position.has(key))) keys.sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0));
  return keys.map((key) => scalarText(value[key] ?? null));
}

/** The array that is an object's only member, if its key is one of these. */
function onlyArrayOf(value: Json, keys: readonly string[]): Json[] | undefined {
  if (!isPlainObject(value)) return undefined;
  const [key, ...others] = Object.keys(value);
  const member = key !== undefined && others.length === 0 && keys.includes(key) ? value[key] : undefined;
  return Array.isArray(member) ? member : undefined;
}

function scalarText(value: Json): string | null {
  if (typeof value === 'object' && value !== null) throw new Error('a row contains an array or object as a value');
  return value === null ? null : textOrNull(String(value));
}
