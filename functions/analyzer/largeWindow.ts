import { createHash } from 'node:crypto';
import type { SchemaRef } from '../../contract/storeLayout';
import type { RunWindow } from '../../contract/windowSchedule';
import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import { type CaptureQuery, captureQuery } from '../../quality/monitor/captureQuery';
import type { ObjectStore } from '../../store/objectStore';
import { storedCalibration } from '../../store/storedCalibration';
import type { StoredCapture } from '../../store/storedCaptures';
import { type CaptureQueries, QueryFailedError, type QueryResult } from './captureQueries';
import { LimitReachedError, type RunLimits } from './runLimits';

/** Windows that queries count instead of the function, and how. */
export interface LargeWindows {
  /** A window of more bytes, as they are stored, or of more capture files is large. */
  readonly bytes: number;
  readonly files: number;
  readonly queries: CaptureQueries;
}

/** A query has not ended within the time of this run; a later run finds its result. */
export class QueryRunningError extends Error {
  override readonly name = 'QueryRunningError';
}

interface CapturedWindow extends SchemaRef {
  readonly window: RunWindow;
  readonly captures: readonly StoredCapture[];
}

/** The query of a window, if it is large; undefined for any other. */
export async function largeWindowQuery(
  { store, largeWindows }: { readonly store: ObjectStore; readonly largeWindows?: LargeWindows | undefined },
  { endpoint, schema, window, captures }: CapturedWindow,
  baseline: OpenBaseline,
): Promise<CaptureQuery | undefined> {
  if (!largeWindows) return undefined;
  const bytes = captures.reduce((sum, { size }) => sum + size, 0);
  if (bytes <= largeWindows.bytes && captures.length <= largeWindows.files) return undefined;
  const variants = new Set(captures.map(({ variant }) => variant));
  // The incident function reports an invalid calibration.
  const calibration = await storedCalibration(store, baseline.manifest).catch(() => undefined);
  return captureQuery(
    { endpoint, schema, variants: [...variants].sort(), ...window },
    { ...baseline, schema: baseline.manifest.captureSchema },
    calibration?.features,
  );
}

/**
 * Counts a window by queries, which are started once for the same captures and `attempt`: a run that finds one running leaves
 * it to the next one. Throws a QueryRunningError then, and a LimitReachedError if Athena has ended one.
 */
export async function countWindow(
  { queries }: LargeWindows,
  limits: RunLimits,
  {
    statements,
    ...window
  }: { readonly statements: readonly string[]; readonly inputs: string; readonly attempt: string },
): Promise<QueryResult> {
  const ids: string[] = [];
  for (const sql of statements) {
    const token = createHash('sha256')
      .update(JSON.stringify([sql, window]))
      .digest('hex');
    ids.push(await queries.start(sql, token));
  }
  const results: QueryResult[] = [];
  for (const id of ids) results.push(await waitForResult(queries, limits, id));
  return {
    // Each has the rows of the window, column 0.
    rows: results.flatMap(({ rows }, i) => rows.filter((row) => i === 0 || row['column_number'] !== '0')),
    bytes: results.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

async function waitForResult(queries: CaptureQueries, limits: RunLimits, id: string): Promise<QueryResult> {
  try {
    for (;;) {
      const result = await queries.resultOf(id);
      if (result) return result;
      if (!limits.mayWait) break;
      await queries.pause();
    }
  } catch (error) {
    if (!(error instanceof QueryFailedError)) throw error;
    throw new LimitReachedError(
      `${error.message} Raise analyzer.largeWindows.scanLimitMb if the query scanned too much, or run the endpoint's schedule more often.`,
    );
  }
  throw new QueryRunningError(`query ${id} has not ended; the next run reads its result`);
}
