import { isPlainObject } from '../../contract/isPlainObject';

/** Texts up to this length are parsed whatever their nesting. */
const shortText = 1 << 20;
/** Levels of nesting, many times those of a capture. */
const maxDepth = 1000;

/** Parses a line of JSONL. Throws an Error with one clause. */
export function parseLine(line: string): unknown {
  return parseNamed(line, 'the line');
}

/**
 * Parses JSON with every number as a string of its own characters, so that `39.0` stays Fractional. NaN, Infinity and
 * -Infinity, as Python writes them, are numbers too. Throws as `parseLine`.
 */
export function parseWithNumberTexts(json: string, name: string): unknown {
  // The text itself must be JSON: quotes around numbers could hide that it is not.
  parseNamed(json, name);
  return JSON.parse(replaceOutsideStrings(json, numbers, '"$&"'));
}

/** Parses JSON, and returns the text of each number: `39.0` of 39. Of numbers that are equal, it is the first one's. */
export function parseWithNumbers(json: string, name: string): { value: unknown; texts: ReadonlyMap<number, string> } {
  const value = parseNamed(json, name);
  const texts = new Map<number, string>();
  for (const [text] of textOutsideStrings(json).matchAll(numbers)) {
    if (!texts.has(Number(text))) texts.set(Number(text), text);
  }
  return { value, texts };
}

/** A member that is an object; undefined if it is missing or anything else. */
export function objectOf(value: unknown, key: string): object | undefined {
  const member = memberOf(value, key);
  return isPlainObject(member) ? member : undefined;
}

/** A member that is a non-empty string; undefined if it is missing or anything else. */
export function textOf(value: unknown, key: string): string | undefined {
  const member = memberOf(value, key);
  return typeof member === 'string' && member !== '' ? member : undefined;
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function parseNamed(json: string, name: string): unknown {
  const problem = nestingProblem(json, name);
  if (problem) throw new Error(problem);
  try {
    return JSON.parse(json);
  } catch {
    return parseWithoutNumbers(json, name);
  }
}

/** Parses what is JSON but for NaN and infinities, with these as texts. */
function parseWithoutNumbers(json: string, name: string): unknown {
  try {
    if (!/NaN|Infinity/.test(json)) throw new Error('nothing to replace');
    // Quotes around the words could hide that the rest is not JSON.
    JSON.parse(replaceOutsideStrings(json, notNumbers, 'null'));
    return JSON.parse(replaceOutsideStrings(json, notNumbers, '"$&"'));
  } catch {
    throw new Error(`${name} is not JSON`);
  }
}

const brackets = /["{}[\]]/g;

/** Why a long text is not parsed: parsing deeply nested JSON takes many times its size of memory. */
function nestingProblem(json: string, name: string): string | undefined {
  if (json.length <= shortText) return undefined;
  let depth = 0;
  brackets.lastIndex = 0;
  for (let match = brackets.exec(json); match && depth <= maxDepth; match = brackets.exec(json)) {
    const [mark] = match;
    if (mark === '"') brackets.lastIndex = endOfString(json, match.index);
    else depth += mark === '{' || mark === '[' ? 1 : -1;
  }
  if (depth <= maxDepth) return undefined;
  const text = json.trimEnd();
  return text.endsWith('}') || text.endsWith(']')
    ? `${name} is nested more than ${maxDepth} levels deep`
    : `${name} is not JSON`;
}

const notNumbers = /-?Infinity|NaN/g;
const numbers = /-?Infinity|NaN|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Replaces what a pattern finds in a JSON text outside its strings. This stays by hand, as does the check above, because lines of up to
 * 128 MiB come here: lossless-json recurses, and takes 25 times as long for a string of 20 MB, and 600 MB; the scanner of
 * jsonc-parser takes 20 times as long for 40 MB of escapes. Both build each string, which nobody needs here.
 */
function replaceOutsideStrings(json: string, pattern: RegExp, replacement: string): string {
  const parts: string[] = [];
  for (let from = 0; from < json.length; ) {
    const quote = json.indexOf('"', from);
    const open = quote < 0 ? json.length : quote;
    const end = endOfString(json, open);
    parts.push(json.slice(from, open).replace(pattern, replacement), json.slice(open, end));
    from = end;
  }
  return parts.join('');
}

/** A JSON text without its strings. */
export function textOutsideStrings(json: string): string {
  const parts: string[] = [];
  for (let from = 0; from < json.length; ) {
    const quote = json.indexOf('"', from);
    const open = quote < 0 ? json.length : quote;
    parts.push(json.slice(from, open), '""');
    from = endOfString(json, open);
  }
  return parts.join('');
}

/** The place after the closing quote of a string that opens at a place. A pattern would need memory per character. */
function endOfString(json: string, open: number): number {
  for (let quote = json.indexOf('"', open + 1); quote >= 0; quote = json.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (json[quote - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return quote + 1;
  }
  return json.length + 1;
}
