import { createScanner, type JSONScanner, SyntaxKind } from 'jsonc-parser';
import { isJson } from './isJson';

/*
 * Places of values in a text that is JSON. All of it reads tokens of jsonc-parser's scanner: unlike its parser and its
 * tree, the scanner does not recurse, so that a deeply nested text needs no stack.
 */

/** The place of a value in a text: its first character, and the one after its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A string value: the keys that lead to it, each after a point, and its place between its quotes. */
export interface JsonString extends Span {
  readonly path: string;
}

/** The values of a JSON text that are neither objects nor arrays. */
export interface JsonScalars {
  /** In the text's order. */
  readonly spans: readonly Span[];
  /** The text with each scalar's number, from 0 on, in its place. */
  readonly withNumbers: string;
}

/** Limits of `findScalars`: a template of more would take too much memory. */
const [maxScalarText, maxScalars] = [1 << 20, 10_000];

/**
 * Finds the value of an object's member in a JSON text, so that it alone can be changed. Of members with the same name
 * the last counts, as in JSON.parse. Returns undefined when there is none.
 */
export function findMember(json: string, path: readonly string[]): Span | undefined {
  let span: Span | undefined = { start: 0, end: json.length };
  for (const key of path) {
    span = membersOf(json, span.start)?.findLast(({ name }) => name === key)?.value;
    if (!span) return undefined;
  }
  return span;
}

/** A JSON text without the members of these names in its outermost object. Other members keep their text. */
export function removeMembers(json: string, names: readonly string[]): string {
  const members = membersOf(json, 0) ?? [];
  const kept = members.filter(({ name }) => !names.includes(name));
  if (kept.length === members.length) return json;
  return `{${kept.map(({ start, value }) => json.slice(start, value.end)).join(',')}}`;
}

/**
 * Finds the string values of a JSON text, in order. Returns undefined when an object has a key twice, or a key with an
 * escape or a point: then a path does not identify a value.
 */
export function findStrings(json: string): JsonString[] | undefined {
  const strings: JsonString[] = [];
  const containers: { path: string; keys?: Set<string>; key?: string }[] = [];
  for (const { token, start, end } of tokensOf(json)) {
    const parent = containers.at(-1);
    const path = parent ? `${parent.path}.${parent.key ?? ''}` : '';
    if (token === SyntaxKind.OpenBraceToken) containers.push({ path, keys: new Set() });
    else if (token === SyntaxKind.OpenBracketToken) containers.push({ path });
    else if (isClosing(token)) containers.pop();
    else if (token === SyntaxKind.CommaToken && parent) parent.key = undefined;
    else if (token === SyntaxKind.StringLiteral) {
      const inside = { start: start + 1, end: end - 1 };
      if (!parent?.keys || parent.key !== undefined) strings.push({ path, ...inside });
      else {
        const key = json.slice(inside.start, inside.end);
        if (parent.keys.has(key) || /[\\.]/.test(key)) return undefined;
        parent.keys.add(key);
        parent.key = key;
      }
    }
  }
  return strings;
}

/** Finds the scalars of a JSON text. Returns undefined when it is not JSON, or too large for a template. */
export function findScalars(json: string): JsonScalars | undefined {
  if (json.length > maxScalarText || !isJson(json)) return undefined;
  const spans: Span[] = [];
  for (const { token, start, end } of tokensOf(json)) {
    if (isScalar(token)) spans.push({ start, end });
    // The string before it was a key.
    else if (token === SyntaxKind.ColonToken) spans.pop();
  }
  if (spans.length > maxScalars) return undefined;
  const texts = spans.map(({ start }, i) => json.slice(spans[i - 1]?.end ?? 0, start) + String(i));
  return { spans, withNumbers: texts.join('') + json.slice(spans.at(-1)?.end ?? 0) };
}

/**
 * Finds the scalars of JSON inside a JSON string, by their places in that string. Returns undefined as `findScalars`
 * does, and when the string has escapes other than those of quotes and white space.
 */
export function findEscapedScalars(escaped: string): JsonScalars | undefined {
  const unescaped = escaped.length > maxScalarText ? undefined : unescapeWithPlaces(escaped);
  const scalars = unescaped && findScalars(unescaped.json);
  if (!scalars) return undefined;
  const placeOf = (at: number) => unescaped.places[at] as number;
  const spans = scalars.spans.map(({ start, end }) => ({ start: placeOf(start), end: placeOf(end) }));
  return { ...scalars, spans };
}

interface Member {
  readonly name: string;
  /** Where its name begins. */
  readonly start: number;
  readonly value: Span;
}

/** The members of the object that begins at a place; undefined when another value begins there. */
function membersOf(json: string, at: number): Member[] | undefined {
  const scanner = createScanner(json, true);
  scanner.setPosition(at);
  if (scanner.scan() !== SyntaxKind.OpenBraceToken) return undefined;
  const members: Member[] = [];
  let token = scanner.scan();
  while (token === SyntaxKind.StringLiteral) {
    const [name, start] = [scanner.getTokenValue(), scanner.getTokenOffset()];
    // The colon.
    scanner.scan();
    members.push({ name, start, value: scanValue(scanner) });
    token = scanner.scan() === SyntaxKind.CommaToken ? scanner.scan() : SyntaxKind.EOF;
  }
  return members;
}

function scanValue(scanner: JSONScanner): Span {
  let token = scanner.scan();
  const start = scanner.getTokenOffset();
  for (let depth = 0; token !== SyntaxKind.EOF; token = scanner.scan()) {
    if (isOpening(token)) depth += 1;
    else if (isClosing(token)) depth -= 1;
    if (depth === 0) break;
  }
  return { start, end: scanner.getTokenOffset() + scanner.getTokenLength() };
}

function* tokensOf(json: string): Generator<Span & { readonly token: SyntaxKind }> {
  const scanner = createScanner(json, true);
  for (let token = scanner.scan(); token !== SyntaxKind.EOF; token = scanner.scan()) {
    const start = scanner.getTokenOffset();
    yield { token, start, end: start + scanner.getTokenLength() };
  }
}

function isOpening(token: SyntaxKind): boolean {
  return token === SyntaxKind.OpenBraceToken || token === SyntaxKind.OpenBracketToken;
}

function isClosing(token: SyntaxKind): boolean {
  return token === SyntaxKind.CloseBraceToken || token === SyntaxKind.CloseBracketToken;
}

const scalarTokens: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.StringLiteral,
  SyntaxKind.NumericLiteral,
  SyntaxKind.TrueKeyword,
  SyntaxKind.FalseKeyword,
  SyntaxKind.NullKeyword,
]);

function isScalar(token: SyntaxKind): boolean {
  return scalarTokens.has(token);
}

/** Escapes of quotes and of the white space that JSON allows between values. */
const characterByEscape: Readonly<Record<string, string>> = { '"': '"', n: '\n', r: '\r', t: '\t' };

/** An unescaped text, with the place of each of its characters in the escaped one. */
function unescapeWithPlaces(escaped: string): { json: string; places: number[] } | undefined {
  const characters: string[] = [];
  const places: number[] = [];
  for (let at = 0; at < escaped.length; at++) {
    places.push(at);
    if (escaped[at] !== '\\') {
      characters.push(escaped[at] as string);
      continue;
    }
    at += 1;
    const character = characterByEscape[escaped[at] ?? ''];
    if (character === undefined) return undefined;
    characters.push(character);
  }
  places.push(escaped.length);
  return { json: characters.join(''), places };
}
