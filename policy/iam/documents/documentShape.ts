import { isPlainObject, type PropertyValue } from '../../pack/propertyValue';

/**
 * Bounds that no policy document of AWS's exceeds. The longest that this pack reads is a key's, 32,768 bytes unless AWS
 * raised that quota for an account; IAM's own are at most 10,240 characters, white space left out ("IAM and AWS STS quotas",
 * "AWS KMS resource quotas").
 */
const longestDocument = 32_768;
const deepest = 16;
const mostValues = 20_000;

/** Why a text is no policy document before it is parsed, as the end of a sentence; undefined when it may be one. */
export function textFault(text: string): string | undefined {
  if (text.startsWith('\uFEFF')) return 'begins with a byte order mark, which AWS refuses';
  if (text.length > 10 * longestDocument) {
    return `has ${text.length} characters, and AWS takes at most ${longestDocument} without white space in any policy`;
  }
  let length = 0;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x20) length++;
  if (length > longestDocument) {
    return `has ${length} characters without white space, and AWS takes at most ${longestDocument} in any policy`;
  }
  return undefined;
}

/** Why a value is no policy document, as the end of a sentence; undefined when it may be one. Takes no recursion. */
export function shapeFault(document: PropertyValue): string | undefined {
  let level: readonly PropertyValue[] = [document];
  let values = 0;
  for (let depth = 1; level.length > 0; depth++) {
    values += level.length;
    if (values > mostValues) return `holds more than ${mostValues} values, which is more than any policy has`;
    if (depth > deepest) return `is nested deeper than ${deepest} levels, which no policy is`;
    level = level.flatMap(children);
  }
  return undefined;
}

function children(value: PropertyValue): readonly PropertyValue[] {
  if (Array.isArray(value)) return value as readonly PropertyValue[];
  return isPlainObject(value) ? Object.values(value).map((child) => child ?? null) : [];
}

/**
 * The first key that an object of a JSON text has twice; undefined for none. A reader sees one of the two, a parser
 * takes the other.
 */
export function repeatedKey(text: string): string | undefined {
  // Each open object's keys; undefined for a list.
  const open: (Set<string> | undefined)[] = [];
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/gs;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [found] = match;
    if (found === '{') open.push(new Set());
    else if (found === '[') open.push(undefined);
    else if (found === '}' || found === ']') open.pop();
    else {
      const keys = open.at(-1);
      if (!keys || !/^\s*:/.test(text.slice(token.lastIndex, token.lastIndex + 100))) continue;
      const key = JSON.parse(found) as string;
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return undefined;
}
