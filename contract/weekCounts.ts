import * as z from 'zod';

/** Name of the file with the counts of a week's windows. */
export const weekCountsFile = 'week-counts.json';

/**
 * `week-counts.json`: the counts of each window of a week at a baseline's cut points. Backtests and rolling references read it
 * instead of the week's reports. It is never changed.
 */
export const weekCountsSchema = z.strictObject({
  version: z.literal(2),
  /** Id of the baseline. */
  baseline: z.string(),
  /** Monday of the week, UTC. */
  week: z.iso.date(),
  /** The windows that begin in the week, by time; none if the week has no reports. */
  windows: z.array(
    z.strictObject({
      from: z.iso.datetime(),
      to: z.iso.datetime(),
      rows: z.int().min(0),
      /** Whether the exact rule found drift. */
      hadDrift: z.boolean(),
    }),
  ),
  features: z.array(
    z.strictObject({
      name: z.string(),
      /** The first 16 hex digits of the SHA-256 of its cut points or categories, as a calibration has them. */
      cutPoints: z.string(),
      /** Number of its bins or categories, and bytes of one count: 1, 2 or 4. */
      bins: z.int().min(1),
      bytes: z.union([z.literal(1), z.literal(2), z.literal(4)]),
    }),
  ),
  /**
   * Base64 of gzip: for each feature, by window, rows, nulls, common, zeros and unseen in 4 bytes each (no rows: not counted);
   * then, by window, the counts of the bins, filled up to 4 bytes. Numbers are unsigned and little-endian.
   */
  counts: z.base64(),
});

export type StoredWeek = z.infer<typeof weekCountsSchema>;
