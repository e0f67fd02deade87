import { textOutsideStrings } from '../json/jsonRecord';
import type { BodyRow } from './jsonRows';

/** What is odd about a body although it can be read, as a clause. */
export const bodyOddities = {
  duplicateKeys: 'an object has a key twice; its last value counts',
  halfCharacters: 'a text has half a character (a lone surrogate), as after a cut; it counts as U+FFFD',
} as const;

export type BodyOddity = keyof typeof bodyOddities;

/** Whether an object of a parsed JSON text has a key more than once: then the text has more colons than the value has keys. */
export function hasDuplicateKeys(json: string, value: unknown): boolean {
  return textOutsideStrings(json).split(':').length - 1 > countKeys(value);
}

function countKeys(value: unknown): number {
  let keys = 0;
  // A list instead of recursion: bodies may be nested deep.
  for (const open = [value]; open.length > 0; ) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    const items = Object.values(next);
    if (!Array.isArray(next)) keys += items.length;
    for (const item of items) if (typeof item === 'object') open.push(item);
  }
  return keys;
}

/** A surrogate, as it is or as JSON escapes it. */
const surrogate = /\p{Surrogate}|\\u[dD][89a-fA-F]/u;
const loneSurrogate = /\p{Surrogate}/u;

/** Whether a value has a surrogate without its other half, which UTF-8 cannot write. `text` is the body. */
export function hasHalfCharacters(text: string, rows: readonly BodyRow[]): boolean {
  if (!surrogate.test(text)) return false;
  return rows.some((row) => row.some((value) => value !== null && loneSurrogate.test(value)));
}
