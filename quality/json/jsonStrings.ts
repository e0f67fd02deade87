/** A string value of a JSON text: the keys that lead to it, each behind a point, and where it lies between its quotes. */
export interface JsonString {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

interface Container {
  readonly path: string;
  /** Of an object; none of an array. */
  readonly keys: Set<string> | undefined;
  /** Of an object, the key whose value comes next. */
  key?: string | undefined;
}

/** What begins a string, and what opens, closes or separates. */
const marks = /["{}[\],]/g;

/**
 * The string values of a text that is JSON, in order. Undefined when an object has a key twice, or one with an escape
 * or a point in it: then a path would not tell which value counts.
 */
export function jsonStrings(json: string): JsonString[] | undefined {
  const found: JsonString[] = [];
  const open: Container[] = [];
  marks.lastIndex = 0;
  for (let match = marks.exec(json); match; match = marks.exec(json)) {
    const [mark] = match;
    const inside = open.at(-1);
    const path = inside ? `${inside.path}.${inside.key ?? ''}` : '';
    if (mark === '{' || mark === '[') open.push({ path, keys: mark === '{' ? new Set() : undefined });
    else if (mark === '}' || mark === ']') open.pop();
    else if (mark === ',') {
      if (inside) inside.key = undefined;
    } else {
      const [start, end] = [match.index + 1, endOfJsonString(json, match.index)];
      marks.lastIndex = end + 1;
      if (!inside?.keys || inside.key !== undefined) found.push({ path, start, end });
      else {
        const key = json.slice(start, end);
        if (inside.keys.has(key) || /[\\.]/.test(key)) return undefined;
        inside.keys.add(key);
        inside.key = key;
      }
    }
  }
  return found;
}

/**
 * Where the string whose opening quote stands at `open` is closed; the text's end where it is not. A pattern would need
 * memory for every character of it.
 */
export function endOfJsonString(json: string, open: number): number {
  for (let quote = json.indexOf('"', open + 1); quote >= 0; quote = json.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (json[quote - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return quote;
  }
  return json.length;
}
