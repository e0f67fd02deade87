import { type CaptureSchema, parseCaptureSchema, schemaFingerprint } from './captureSchema';
import { isPlainObject } from './isPlainObject';
import { formatProblem } from './problem';
import type { SchemaRef } from './storeLayout';

/** A version of a capture schema in the store's registry: `schemas/<endpoint>/<version>.json`. */
export interface RegisteredSchema extends CaptureSchema {
  readonly endpoint: string;
  /** By `schemaFingerprint`, 64 hex digits. */
  readonly fingerprint: string;
}

/** The registry's entry for a capture schema. */
export function registeredSchemaOf(endpoint: string, { version, ...content }: CaptureSchema): RegisteredSchema {
  return { endpoint, version, fingerprint: schemaFingerprint(content), ...content };
}

/** The registry's file as it is written. Equal schemas give equal bytes. */
export function registeredSchemaText(registered: RegisteredSchema): string {
  return `${JSON.stringify(registered, null, 2)}\n`;
}

/** Reads a file of the registry. Throws an Error with one sentence if its content does not match its key or fingerprint. */
export function parseRegisteredSchema(text: string, ref: SchemaRef): RegisteredSchema {
  const { endpoint, fingerprint, ...columns } = parseObject(text);
  const { schema, problems } = parseCaptureSchema(columns);
  if (!schema) throw new Error(`not a capture schema: ${problems.map(formatProblem).join('; ')}`);
  if (endpoint !== ref.endpoint || schema.version !== ref.schema) {
    throw new Error(`contains ${schema.version} of ${String(endpoint)}: it was stored under the wrong key`);
  }
  const registered = registeredSchemaOf(ref.endpoint, schema);
  if (registered.fingerprint === fingerprint) return registered;
  throw new Error(
    `its columns hash to ${registered.fingerprint.slice(0, 12)}..., but its fingerprint is ${String(fingerprint).slice(0, 12)}...: it was changed after registration; restore the original`,
  );
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Error(`not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (isPlainObject(parsed)) return parsed;
  throw new Error('not an object with endpoint, version, fingerprint, output and input');
}
