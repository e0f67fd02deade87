import { hourMs } from '../../contract/hours';
import { windowSummaryFile, windowSummarySchema } from '../../contract/windowSummary';
import type { RunReport } from './runReport';
import { runsOfDay } from './runsOfDay';
import { readText, type StorePlace } from './storeObjects';

const dayMs = 24 * hourMs;

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
  for (let day = 0; day <= days && verdicts.length < windows; day++) {
    const runs = await runsOfDay(place, run, new Date(run.runAt.getTime() - day * dayMs), windowSummaryFile);
    for (const { key } of runs.filter(({ to }) => to < run.runAt).reverse()) {
      if (verdicts.length >= windows || reads++ >= maxReads) return verdicts;
      const summary = windowSummarySchema.safeParse(JSON.parse((await readText(place, key)).text));
      const judged = summary.data?.alarms?.judged;
      if (judged) verdicts.push(judged.isUnusual);
    }
  }
  return verdicts;
}
