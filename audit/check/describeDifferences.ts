import { isPlainObject } from '../../contract/isPlainObject';
import { shortenText } from '../../contract/shortenText';
import { parseDocument } from '../judge/documentParts';

/** What differs between deployed properties and stored ones, as `threshold 0, now 100`; undefined if nothing does. */
export function describeDifferences(
  deployed: Readonly<Record<string, unknown>>,
  stored: Readonly<Record<string, unknown>>,
): string | undefined {
  const names = Object.keys(deployed).filter((name) => !isSame(deployed[name], stored[name]));
  if (names.length === 0) return undefined;
  return names.map((name) => `${name} ${textOf(deployed[name])}, now ${textOf(stored[name])}`).join('; ');
}

/** Whether two values are the same. Documents are compared by content, and lists in any order; AWS leaves out empty values. */
function isSame(deployed: unknown, stored: unknown): boolean {
  const [a, b] = [parseDocument(deployed), parseDocument(stored)];
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item) => b.some((other) => isSame(item, other)));
  }
  if (isPlainObject(a) && isPlainObject(b)) {
    return Object.keys({ ...a, ...b }).every((key) => isSame(a[key], b[key]));
  }
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) && isEmpty(b);
  return isScalar(a) && isScalar(b) && String(a) === String(b);
}

const isEmpty = (value: unknown) =>
  value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0);

const isScalar = (value: unknown): value is string | number | boolean => typeof value !== 'object';

function textOf(value: unknown): string {
  if (value === undefined) return 'not set';
  return shortenText(typeof value === 'string' ? value : JSON.stringify(value), 200);
}
