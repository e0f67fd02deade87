import { deepJsonRefusal } from './deepJsonRefusal';
import { endOfJsonString } from './jsonStrings';

/** The values of a JSON text that are no containers. */
export interface JsonScalars {
  /** Where each stands, in their order. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  /** The text with each one's number, from 0 on, in its place. */
  readonly withNumbers: string;
}

/** What a string of JSON may have escaped for its text to be known here: quotes, and what JSON allows between its values. */
const escapes: Readonly<Record<string, string>> = { '"': '"', n: '\n', r: '\r', t: '\t' };
/** A longer text, or one of more scalars, is no usual body: it would make a template of its size. */
const [longest, mostScalars] = [1 << 20, 10_000];
/** A scalar that is no string. */
const plain = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** The scalars of a JSON text; undefined when it is none, or a very large one. */
export function jsonScalars(json: string): JsonScalars | undefined {
  if (json.length > longest || deepJsonRefusal(json, 'the data') || !isJson(json)) return undefined;
  const spans: { start: number; end: number }[] = [];
  const kept: string[] = [];
  let from = 0;
  for (let at = 0; at < json.length; ) {
    const end = scalarEnd(json, at);
    if (end === undefined) {
      at += 1;
      continue;
    }
    const isKey = json[at] === '"' && /^\s*:/.test(json.slice(end, end + 80));
    if (!isKey) {
      if (spans.length === mostScalars) return undefined;
      kept.push(json.slice(from, at), String(spans.length));
      spans.push({ start: at, end });
      from = end;
    }
    at = end;
  }
  return { spans, withNumbers: kept.join('') + json.slice(from) };
}

/**
 * The scalars of JSON that stands in a string of JSON, by their places in that string; undefined when it is none, or more
 * in it is escaped than quotes and blanks.
 */
export function escapedJsonScalars(escaped: string): JsonScalars | undefined {
  const read = escaped.length > longest ? undefined : unescaped(escaped);
  const found = read && jsonScalars(read.json);
  if (!found) return undefined;
  const placeOf = (at: number) => read.places[at] as number;
  const spans = found.spans.map(({ start, end }) => ({ start: placeOf(start), end: placeOf(end) }));
  return { ...found, spans };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function scalarEnd(json: string, at: number): number | undefined {
  if (json[at] === '"') return endOfJsonString(json, at) + 1;
  plain.lastIndex = at;
  return plain.test(json) ? plain.lastIndex : undefined;
}

/** The text that an escaped string stands for, and where each of its characters stands in it. */
function unescaped(escaped: string): { json: string; places: number[] } | undefined {
  const characters: string[] = [];
  const places: number[] = [];
  for (let at = 0; at < escaped.length; at++) {
    places.push(at);
    if (escaped[at] !== '\\') {
      characters.push(escaped[at] as string);
      continue;
    }
    at += 1;
    const character = escapes[escaped[at] ?? ''];
    if (character === undefined) return undefined;
    characters.push(character);
  }
  places.push(escaped.length);
  return { json: characters.join(''), places };
}
