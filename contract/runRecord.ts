import * as z from 'zod';

/** Name of the record of an analyzer's run, beside the report's files. It is written last. */
export const runRecordFile = 'run.json';

/**
 * Statuses of a run: Model Monitor's own, and two for windows that cannot be judged as a whole, because too much was rejected
 * or because it has fewer rows than the SLA requires.
 */
const runStatuses = [
  'Completed',
  'CompletedWithViolations',
  'CompletedWithRejects',
  'CompletedWithTooFewRows',
  'Failed',
] as const;
export type RunStatus = (typeof runStatuses)[number];

/** The record of one run of the analyzer on one window. */
export const runRecordSchema = z.strictObject({
  version: z.literal(1),
  endpoint: z.string(),
  schema: z.string(),
  /** Id of the baseline that the window was compared with. */
  baseline: z.string(),
  /** ISO 8601, UTC; `to` is exclusive. */
  window: z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime() }),
  status: z.enum(runStatuses),
  /** One sentence. */
  reason: z.string(),
  rows: z.int().min(0),
  /** Rejected records and rows. */
  rejected: z.int().min(0),
  /** Variants of the captures; absent in a record of an earlier release. */
  variants: z.array(z.string()).optional(),
  /** Capture files of the window, and the bytes that were read of them, as they are stored. */
  files: z.int().min(0),
  bytes: z.int().min(0),
  startedAt: z.iso.datetime(),
  seconds: z.number().min(0),
  /** SHA-256 of what was read. A run that finds the same captures changes nothing. Absent after an error that may pass. */
  inputs: z.string().optional(),
});

export type RunRecord = z.infer<typeof runRecordSchema>;
