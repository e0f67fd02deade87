import { deepJsonRefusal } from './deepJsonRefusal';
import { endOfJsonString } from './jsonStrings';

/** The values of a JSON text that are no containers, as they stand in a string of JSON. */
export interface JsonScalars {
  /** Where each stands in the string, in its order. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  /** The JSON text with each one's number, from 0 on, in its place. */
  readonly withNumbers: string;
}

/** What a string of JSON may have escaped for its text to be known here: quotes, and what JSON allows between its values. */
const escapes: Readonly<Record<string, string>> = { '"': '"', n: '\n', r: '\r', t: '\t' };
/** A scalar that is no string. */
const plain = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** The scalars of a string of JSON that holds JSON; undefined when it holds none, or more in it is escaped than quotes and blanks. */
export function jsonScalars(escaped: string): JsonScalars | undefined {
  const read = unescaped(escaped);
  if (!read || deepJsonRefusal(read.json, 'the data') || !isJson(read.json)) return undefined;
  const { json, places } = read;
  const spans: { start: number; end: number }[] = [];
  const kept: string[] = [];
  let from = 0;
  for (let at = 0; at < json.length; ) {
    const end = scalarEnd(json, at);
    if (end === undefined) {
      at += 1;
      continue;
    }
    if (json[at] === '"' && /^\s*:/.test(json.slice(end, end + 80))) {
      at = end;
      continue;
    }
    kept.push(json.slice(from, at), String(spans.length));
    spans.push({ start: places[at] as number, end: places[end] as number });
    from = end;
    at = end;
  }
  return { spans, withNumbers: kept.join('') + json.slice(from) };
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
