import { type CaptureSchema, parseCaptureSchema, schemaFingerprint } from './captureSchema';
import { isPlainObject } from './isPlainObject';
import { formatProblem } from './problem';
import type { SchemaRef } from './storeLayout';

/** A version of a capture schema as the registry in the store keeps it: `schemas/<endpoint>/<version>.json`. */
export interface RegisteredSchema extends CaptureSchema {
  readonly endpoint: string;
  /** SHA-256 of the columns' names, order and types, 64 hex digits. */
  readonly fingerprint: string;
}

export function registeredSchemaOf(endpoint: string, { version, output, input }: CaptureSchema): RegisteredSchema {
  return { endpoint, version, fingerprint: schemaFingerprint({ output, input }), output, input };
}

/** The registry's file, as it is written. The same schema gives the same bytes. */
export function registeredSchemaText(registered: RegisteredSchema): string {
  return `${JSON.stringify(registered, null, 2)}\n`;
}

/** Reads a file of the registry. Throws an Error with one sentence when it is not what its key and fingerprint say. */
export function parseRegisteredSchema(text: string, ref: SchemaRef): RegisteredSchema {
  const { endpoint, fingerprint, ...columns } = objectIn(text);
  const { schema, problems } = parseCaptureSchema(columns);
  if (!schema) throw new Error(`is no schema: ${problems.map(formatProblem).join('; ')}`);
  if (endpoint !== ref.endpoint || schema.version !== ref.schema) {
    throw new Error(`says that it is ${schema.version} of ${String(endpoint)}: it was put there under another's key`);
  }
  const registered = registeredSchemaOf(ref.endpoint, schema);
  if (registered.fingerprint === fingerprint) return registered;
  throw new Error(
    `its columns hash to ${registered.fingerprint.slice(0, 12)}..., but its fingerprint is ${String(fingerprint).slice(0, 12)}...: it was changed after it was registered; take the original`,
  );
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Error(`is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (isPlainObject(parsed)) return parsed;
  throw new Error('is no object with endpoint, version, fingerprint, output and input');
}
