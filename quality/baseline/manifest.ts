import { createHash } from 'node:crypto';
import * as z from 'zod';
import { andMore } from '../../contract/andMore';
import type { BaselineManifest } from '../../contract/baselineManifest';
import { schemaContentSchema } from '../../contract/captureSchema';
import { formatProblem } from '../../contract/problem';
import { invalidValue, readDocument } from '../../contract/readDocument';
import { windowLimitsSchema } from '../../contract/sla';

const text = () => z.string().min(1);
const sha256Text = () => z.string().regex(/^[0-9a-f]{64}$/, invalidValue('SHA-256', 'expected 64 hex digits'));
const instant = () =>
  z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, invalidValue('time', 'expected yyyy-mm-ddThh:mm:ss.mmmZ'));

/** manifest.json as it is read; `quality/schemas/manifest.schema.json` describes the same files, which a test compares. */
const manifestSchema: z.ZodType<BaselineManifest> = z.strictObject({
  id: z
    .string()
    .regex(
      /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])-[0-9a-f]{6}$/,
      invalidValue('baseline id', 'expected a day and six hex digits'),
    ),
  endpoint: text(),
  schema: text(),
  derivedAt: instant(),
  derivedBy: text(),
  source: text(),
  imported: z.strictObject({ statistics: text(), constraints: text() }).optional(),
  rows: z.int().min(1),
  rejectedRows: z.int().min(0),
  slaChanges: z.array(z.string()),
  windowLimits: windowLimitsSchema.optional(),
  captureSchema: z.strictObject({ fingerprint: sha256Text(), ...schemaContentSchema.shape }).optional(),
  sha256: z.strictObject({ 'statistics.json': sha256Text(), 'constraints.json': sha256Text() }),
  approval: z.strictObject({ by: text(), at: instant(), why: text(), manifestSha256: sha256Text() }).optional(),
});

const maxProblems = 3;

/** Reads manifest.json; error texts call it `name`. Throws an Error with one sentence that names the invalid fields. */
export function parseManifest(text: string, name = 'manifest.json'): BaselineManifest {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new Error(`${name}: is not JSON (${error instanceof Error ? error.message : String(error)}).`);
  }
  const { value, problems } = readDocument(manifestSchema, document);
  if (value) return value;
  // Without the advice on what to write: people do not write manifests.
  const clauses = problems.map(({ path, text }) => formatProblem({ path, text: text.split(';')[0] ?? '' }));
  throw new Error(`${name}: ${andMore(clauses, maxProblems)}; restore the original file, or derive a new baseline.`);
}

/** manifest.json, as it is written and hashed. */
export function manifestText(manifest: BaselineManifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** A derived baseline's manifest with its approval, whose hash covers the rest of the manifest. */
export function approveManifest(
  derived: BaselineManifest,
  { by, why, at }: { readonly by: string; readonly why: string; readonly at: Date },
): BaselineManifest {
  const manifestSha256 = createHash('sha256').update(manifestText(derived)).digest('hex');
  return { ...derived, approval: { by, at: at.toISOString(), why, manifestSha256 } };
}
