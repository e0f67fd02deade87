import { isPlainObject } from '../../contract/isPlainObject';
import type { Json } from './jsonEnvelopes';

/** What a value is, in words. */
export function nounOf(value: Json): string {
  if (Array.isArray(value)) return 'a list';
  return isPlainObject(value) ? 'an object' : 'a single value';
}

/** Keys that a message shows. */
const shownKeys = 5;

/** The first keys, quoted. */
export function listOf(keys: readonly string[]): string {
  const shown = keys.slice(0, shownKeys).map((key) => `'${key}'`);
  return [...shown, ...(keys.length > shownKeys ? [`${keys.length - shownKeys} more`] : [])].join(', ') || 'none';
}

/** A key as JMESPath writes it. */
export function identifierOf(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key);
}
