/** Where a value stands in a text: its first character, and the one behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the value of a member of an object stands in a JSON text, so that it alone can be changed; of members of one name the
 * last, as JSON.parse has it. Undefined where there is none. The text must be JSON.
 */
export function memberSpan(json: string, path: readonly string[]): Span | undefined {
  let span: Span | undefined = { start: blanksEnd(json, 0), end: json.length };
  for (const key of path) {
    if (json[span.start] !== '{') return undefined;
    span = lastMember(json, span.start, key);
    if (!span) return undefined;
  }
  return span;
}

/** A JSON text without the members of these names of its outermost object; every other member as it is written. */
export function withoutMembers(json: string, names: readonly string[]): string {
  const open = blanksEnd(json, 0);
  if (json[open] !== '{') return json;
  const all = [...members(json, open)];
  const kept = all.filter(({ name }) => !names.includes(name));
  if (kept.length === all.length) return json;
  return `{${kept.map(({ from, value }) => json.slice(from, value.end)).join(',')}}`;
}

function lastMember(json: string, open: number, key: string): Span | undefined {
  let found: Span | undefined;
  for (const { name, value } of members(json, open)) if (name === key) found = value;
  return found;
}

/** The members of the object that opens at a place: where each name begins, and where its value stands. */
function* members(json: string, open: number): Generator<{ name: string; from: number; value: Span }> {
  for (let from = blanksEnd(json, open + 1); json[from] === '"'; ) {
    const nameEnd = textEnd(json, from);
    const start = blanksEnd(json, blanksEnd(json, nameEnd) + 1);
    const end = valueEnd(json, start);
    yield { name: String(JSON.parse(json.slice(from, nameEnd))), from, value: { start, end } };
    const next = blanksEnd(json, end);
    from = json[next] === ',' ? blanksEnd(json, next + 1) : json.length;
  }
}

function blanksEnd(json: string, at: number): number {
  let end = at;
  while (json[end] === ' ' || json[end] === '\t' || json[end] === '\n' || json[end] === '\r') end += 1;
  return end;
}

function valueEnd(json: string, start: number): number {
  if (json[start] === '"') return textEnd(json, start);
  let depth = 0;
  for (let at = start; at < json.length; at += 1) {
    const character = json[at] as string;
    if (character === '"') at = textEnd(json, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      // One that was not opened here ends the object around a number, true, false or null.
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && /[,\s]/.test(character)) return at;
  }
  return json.length;
}

/** Behind the closing quote. */
function textEnd(json: string, open: number): number {
  for (let at = open + 1; at < json.length; at += 1) {
    const quote = json.indexOf('"', at);
    if (quote < 0) return json.length;
    let first = quote;
    while (json[first - 1] === '\\') first -= 1;
    if ((quote - first) % 2 === 0) return quote + 1;
    at = quote;
  }
  return json.length;
}
