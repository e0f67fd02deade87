import { dayMs } from '../../contract/hours';
import { windowSummaryFile, windowSummarySchema } from '../../contract/windowSummary';
import type { RunReport } from './runReport';
import { runsBefore } from './runsOfDay';
import { readText, type StorePlace } from './storeObjects';

/** Summaries that are read at most: windows of few rows lie between judged ones. */
const maxReads = 30;

/**
 * Whether the judged windows before a run's window were unusual, the latest first: at most `windows`, as far as their
 * summaries are in the store by now. A window is taken for usual if its report arrives later.
 */
export async function earlierVerdicts(
  place: StorePlace,
  run: RunReport,
  from: Date,
  windows: number,
): Promise<boolean[]> {
  const length = run.runAt.getTime() - from.getTime();
  const verdicts: boolean[] = [];
  let reads = 0;
  const days = 1 + Math.ceil((windows * length) / dayMs);
  for await (const { key } of runsBefore(place, run, days, windowSummaryFile)) {
    if (reads++ >= maxReads) break;
    const summary = windowSummarySchema.safeParse(JSON.parse((await readText(place, key)).text));
    const judged = summary.data?.alarms?.judged;
    if (judged && verdicts.push(judged.isUnusual) >= windows) break;
  }
  return verdicts;
}
