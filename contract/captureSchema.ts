import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Problem } from './problem';
import { readDocument } from './readDocument';

/**
 * A capture schema's version names the columns of a monitored endpoint, their order and their types. Model Monitor
 * matches columns by position, the output's (the prediction) first.
 */
const columnSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be a letter or _, then letters, digits and _'),
  type: z.enum(['Integral', 'Fractional', 'String']),
});

const captureSchemaSchema = z.strictObject({
  version: z.string().regex(/^v[1-9]\d*$/, "must be 'v' and a number, such as v1"),
  output: z.array(columnSchema).min(1),
  input: z.array(columnSchema).min(1),
});

export type Column = z.infer<typeof columnSchema>;
export type CaptureSchema = z.infer<typeof captureSchemaSchema>;

/** Columns in the order in which a monitor sees them. */
export function columnsOf(schema: CaptureSchema): readonly Column[] {
  return [...schema.output, ...schema.input];
}

/** Two schemas of equal names, order and types have the same fingerprint, whatever their versions: 64 hex digits. */
export function schemaFingerprint({ output, input }: Pick<CaptureSchema, 'output' | 'input'>): string {
  const facts = [output, input].map((columns) => columns.map(({ name, type }) => [name, type]));
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** The number of a version: 2 of `v2`. */
export function versionNumber(version: string): number {
  return Number(version.slice(1));
}

/** The version after the newest of some; `v1` where there is none. */
export function nextVersion(versions: readonly string[]): string {
  return `v${Math.max(0, ...versions.map(versionNumber)) + 1}`;
}

/** Reads a parsed YAML or JSON document; every problem is named with its path. */
export function parseCaptureSchema(document: unknown): { schema?: CaptureSchema; problems: Problem[] } {
  const { value, problems } = readDocument(captureSchemaSchema, document);
  if (!value) return { problems };
  const names = columnsOf(value).map((c) => c.name);
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  if (twice.length > 0) {
    return {
      problems: twice.map((name) => ({ path: [], text: `column '${name}' is named twice; rename one of them` })),
    };
  }
  return { schema: value, problems: [] };
}
