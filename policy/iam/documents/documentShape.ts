import { isPlainObject, type PropertyValue } from '../../pack/propertyValue';

/**
 * Limits that no policy document of AWS exceeds. The longest document that this pack reads is a key policy, 32,768 bytes unless AWS
 * raised that quota for an account; IAM's own are at most 10,240 characters, not counting white space ("IAM and AWS STS quotas",
 * "AWS KMS resource quotas").
 */
const longestDocument = 32_768;
const deepest = 16;
const mostValues = 20_000;

/** Why a text can't be a policy document, found without parsing it: the end of a sentence, or undefined. */
export function findTextFault(text: string): string | undefined {
  if (text.startsWith('\uFEFF')) return 'begins with a byte order mark, which AWS rejects';
  if (text.length > 10 * longestDocument) {
    return `has ${text.length} characters; AWS accepts at most ${longestDocument}, not counting white space`;
  }
  if (text.length <= longestDocument) return undefined;
  let length = 0;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x20) length++;
  if (length > longestDocument) {
    return `has ${length} characters, not counting white space; AWS accepts at most ${longestDocument}`;
  }
  return undefined;
}

/** Why a value can't be a policy document: the end of a sentence, or undefined. Not recursive. */
export function findShapeFault(document: PropertyValue): string | undefined {
  let level: readonly PropertyValue[] = [document];
  let values = 0;
  for (let depth = 1; level.length > 0; depth++) {
    values += level.length;
    if (values > mostValues) return `holds more than ${mostValues} values`;
    if (depth > deepest) return `is nested deeper than ${deepest} levels`;
    level = level.flatMap(children);
  }
  return undefined;
}

function children(value: PropertyValue): readonly PropertyValue[] {
  if (Array.isArray(value)) return value as readonly PropertyValue[];
  return isPlainObject(value) ? Object.values(value).map((child) => child ?? null) : [];
}

/** The first duplicate key of an object in a JSON text. A reader may see one value, and a parser uses the other. */
export function findDuplicateKey(text: string): string | undefined {
  // Each open object's keys; undefined for a list.
  const open: (Set<string> | undefined)[] = [];
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/gs;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [symbol] = match;
    if (symbol === '{') open.push(new Set());
    else if (symbol === '[') open.push(undefined);
    else if (symbol === '}' || symbol === ']') open.pop();
    else {
      const keys = open.at(-1);
      if (!keys || !/^\s*:/.test(text.slice(token.lastIndex, token.lastIndex + 100))) continue;
      const key = JSON.parse(symbol) as string;
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return undefined;
}
