import { deepJsonRefusal } from './deepJsonRefusal';

/** The value of a line of JSONL. Throws an Error with one clause for people. */
export function parseLine(line: string): unknown {
  const refusal = deepJsonRefusal(line, 'the line');
  if (refusal) throw new Error(refusal);
  try {
    return JSON.parse(line);
  } catch {
    throw new Error('the line is not JSON');
  }
}

/** A member that is an object; undefined where it is missing or anything else. */
export function objectOf(value: unknown, key: string): object | undefined {
  const member = memberOf(value, key);
  return typeof member === 'object' && member !== null && !Array.isArray(member) ? member : undefined;
}

/** A member that is a text which is not empty; undefined where it is missing or anything else. */
export function textOf(value: unknown, key: string): string | undefined {
  const member = memberOf(value, key);
  return typeof member === 'string' && member !== '' ? member : undefined;
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
