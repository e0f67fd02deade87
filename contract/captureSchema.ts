import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Problem } from './problem';
import { invalidValue, readDocument } from './readDocument';

/** `v1`, `v2`, ... */
export const schemaVersion = z.string().regex(/^v[1-9]\d*$/, invalidValue('schema version', 'expected v1, v2, ...'));

/** A column's name and type. */
export const columnSchema = z.strictObject({
  name: z
    .string()
    .regex(
      /^[A-Za-z_][A-Za-z0-9_]*$/,
      invalidValue('column name', 'use letters, digits and _, not beginning with a digit'),
    ),
  type: z.enum(['Integral', 'Fractional', 'String']),
});

/**
 * A version of the captured columns of an endpoint: their names, order and types. Model Monitor matches columns by
 * position, with those of the output (the prediction) first.
 */
const captureSchemaSchema = z.strictObject({
  version: schemaVersion,
  output: z.array(columnSchema).min(1),
  input: z.array(columnSchema).min(1),
});

export type Column = z.infer<typeof columnSchema>;
export type CaptureSchema = z.infer<typeof captureSchemaSchema>;

/** Columns in the order in which a monitor reads them. */
export function columnsOf(schema: CaptureSchema): readonly Column[] {
  return [...schema.output, ...schema.input];
}

/** SHA-256 of the columns' names, order and types, 64 hex digits. The version does not count. */
export function schemaFingerprint({ output, input }: Pick<CaptureSchema, 'output' | 'input'>): string {
  const facts = [output, input].map((columns) => columns.map(({ name, type }) => [name, type]));
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** Number of a version: 2 for `v2`. */
export function versionNumber(version: string): number {
  return Number(version.slice(1));
}

/** The version after the newest one; `v1` if there is none. */
export function nextVersion(versions: readonly string[]): string {
  return `v${Math.max(0, ...versions.map(versionNumber)) + 1}`;
}

/** Reads a parsed YAML or JSON document: returns the schema, or every problem with its path. */
export function parseCaptureSchema(document: unknown): { schema?: CaptureSchema; problems: Problem[] } {
  const { value, problems } = readDocument(captureSchemaSchema, document);
  if (!value) return { problems };
  const names = columnsOf(value).map((c) => c.name);
  const duplicates = names.filter((name, i) => names.indexOf(name) !== i);
  if (duplicates.length > 0) {
    return { problems: duplicates.map((name) => ({ path: [], text: `duplicate column name '${name}'; rename one` })) };
  }
  return { schema: value, problems: [] };
}
