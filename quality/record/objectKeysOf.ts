import { bodyFormat } from './bodyFormat';
import type { CaptureBody } from './captureBody';

/** The names of a body's columns, where its rows are JSON objects; the first row's. Undefined where they have none. */
export function objectKeysOf({ data, encoding, observedContentType }: CaptureBody): string[] | undefined {
  const { layout } = bodyFormat(observedContentType);
  if (encoding === 'CSV' && layout !== 'jsonLines') return undefined;
  const text = typeof data === 'string' && encoding === 'BASE64' ? Buffer.from(data, 'base64').toString() : data;
  const first =
    layout === 'jsonLines' && typeof text === 'string' ? text.split(/\r?\n/).find((line) => line.trim()) : text;
  try {
    return keysOf(typeof first === 'string' ? JSON.parse(first) : first);
  } catch {
    // No JSON, so no names.
    return undefined;
  }
}

function keysOf(value: unknown): string[] | undefined {
  if (Array.isArray(value)) return value.length > 0 ? keysOf(value[0]) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const [member, ...others] = Object.values(value) as unknown[];
  // Rows stand in an array under one key, such as `instances`.
  return Array.isArray(member) && others.length === 0 ? keysOf(member) : Object.keys(value);
}
