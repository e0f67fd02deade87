import { parse } from 'csv-parse/sync';

/** One row of a body: texts, null where a value is missing. */
export type BodyRow = (string | null)[];

/** `captureData.endpointInput` or `.endpointOutput` of a capture record, as far as it is read. */
export interface CaptureBody {
  readonly observedContentType?: unknown;
  readonly data?: unknown;
  readonly encoding?: unknown;
}

/** Numbers of a JSON text; strings are matched too, so that digits inside them are left alone. */
const jsonTokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Keys under which model servers wrap rows. */
const wrappers = ['instances', 'predictions', 'outputs', 'inputs'];

const decoders: ReadonlyMap<string, (body: CaptureBody, names: readonly string[]) => BodyRow[]> = new Map([
  ['CSV', (body) => csvRows(textOf(body))],
  ['JSON', (body, names) => jsonRows(typeof body.data === 'string' ? body.data : JSON.stringify(body.data), names)],
  ['BASE64', (body, names) => byContentType(body.observedContentType, fromBase64(textOf(body)), names)],
]);

/**
 * The rows of one body. `names` are the baseline's columns: an object's values are put in their order when it names
 * no other. Throws an Error with one clause for people when the body can't be read.
 */
export function captureBodyRows(body: CaptureBody, names: readonly string[]): BodyRow[] {
  const decode = typeof body.encoding === 'string' ? decoders.get(body.encoding) : undefined;
  if (!decode) {
    throw new Error(`unknown encoding ${JSON.stringify(body.encoding)}; known are ${[...decoders.keys()].join(', ')}`);
  }
  const rows = decode(body, names);
  if (rows.length === 0) throw new Error('the data holds no row');
  if (rows.some((row) => row.some((value) => value?.includes('\0')))) throw new Error('a value holds a NUL character');
  return rows;
}

/** A JSON text in which every number became a string with the number's own characters: `39.0` must stay Fractional. */
export function withNumbersAsText(json: string): string {
  return json.replace(jsonTokens, (token) => (token.startsWith('"') ? token : `"${token}"`));
}

function textOf({ data }: CaptureBody): string {
  if (typeof data !== 'string') throw new Error(`the data is ${data === null ? 'null' : typeof data}, not a text`);
  return data;
}

function fromBase64(text: string): string {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new Error('the data is not base64');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64'));
  } catch {
    throw new Error('the decoded data is not UTF-8 text');
  }
}

function byContentType(contentType: unknown, text: string, names: readonly string[]): BodyRow[] {
  const type = typeof contentType === 'string' ? contentType.split(';')[0]?.trim().toLowerCase() : undefined;
  if (type === 'text/csv') return csvRows(text);
  if (type === 'application/json') return jsonRows(text, names);
  throw new Error(`BASE64 data of content type ${JSON.stringify(contentType)}; known are text/csv, application/json`);
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

type Json = null | boolean | string | Json[] | { [key: string]: Json };

function jsonRows(json: string, names: readonly string[]): BodyRow[] {
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
  if (typeof value === 'object' && value !== null) {
    const [key, ...others] = Object.keys(value);
    const inner = key !== undefined && others.length === 0 && wrappers.includes(key) ? value[key] : undefined;
    if (Array.isArray(inner)) return rowsOfJson(inner, names);
  }
  return [rowOfJson(value, names)];
}

function rowOfJson(value: Json, names: readonly string[]): BodyRow {
  if (Array.isArray(value)) return value.map(scalarText);
  if (typeof value !== 'object' || value === null) return [scalarText(value)];
  const keys = Object.keys(value);
  const position = new Map(names.map((name, i) => [name, i]));
  if (keys.every((key) => position.has(key))) keys.sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0));
  return keys.map((key) => scalarText(value[key] ?? null));
}

function scalarText(value: Json): string | null {
  if (typeof value === 'object' && value !== null) throw new Error('a row holds an array or object as a value');
  return value === null ? null : textOrNull(String(value));
}
