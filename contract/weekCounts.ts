import * as z from 'zod';
import { featureCountsSchema } from './calibration';

/** Name of the file with the counts of a week's windows, added up for rolling references. */
export const weekCountsFile = 'week-counts.json';

/** `week-counts.json`: written when the first window is judged that needs the week, and never changed. */
export const weekCountsSchema = z.strictObject({
  version: z.literal(1),
  /** SHA-256 of the calibration at whose cut points the week was counted. */
  calibration: z.string(),
  /** Monday of the week, UTC. */
  week: z.iso.date(),
  /** By feature that has a rolling reference; empty if the week has no reports. */
  features: z.record(z.string(), featureCountsSchema),
});

export type StoredWeek = z.infer<typeof weekCountsSchema>;
