import type { Calibration } from '../../contract/calibration';
import { dayMs } from '../../contract/hours';
import { mapParallel } from '../../contract/mapParallel';
import { reportFiles, type Statistics } from '../../contract/modelMonitorFiles';
import { weekCountsKey } from '../../contract/storeLayout';
import { hadDrift, isSmall, windowSummaryFile, windowSummarySchema } from '../../contract/windowSummary';
import { type CountedWindow, countedWindow } from '../../quality/calibrated/countedWindow';
import { longestJoinMs, mostJoined } from '../../quality/calibrated/joinWindows';
import { judgedFeatures } from '../../quality/calibrated/pastWindows';
import {
  countWeeks,
  missingWeeks,
  type WeekCounts,
  weekMs,
  weekName,
  weekNumber,
} from '../../quality/calibrated/rollingWeeks';
import { type ReplayedWindow, readWeek, writeWeek } from '../../quality/calibrated/weekFile';
import { modelMonitorJson } from '../../quality/modelMonitor/modelMonitorJson';
import type { RunReport } from './runReport';
import { runsBefore, runsOfDay } from './runsOfDay';
import { isWriteConflict, listKeys, readText, readTextIfPresent, type StorePlace, writeText } from './storeObjects';

const parallelReads = 16;

/** The baseline at whose cut points weeks are counted. */
interface CountedBaseline {
  readonly id: string;
  readonly statistics: Statistics;
}

/** The sums of the weeks before a run's window that its calibration lacks. */
export async function readWeeks(
  place: StorePlace,
  run: RunReport,
  { calibration, baseline, from }: { calibration: Calibration; baseline: CountedBaseline; from: Date },
): Promise<WeekCounts> {
  const windows: CountedWindow[] = [];
  for (const week of missingWeeks(calibration, from)) {
    const key = weekCountsKey(run, run.monitoringSchedule, baseline.id, week);
    const stored = await readTextIfPresent(place, key);
    windows.push(
      ...((stored && (await readWeek(stored.text, calibration.features, key))) ??
        (await countWeek(place, run, baseline, week))),
    );
  }
  return countWeeks(calibration, windows);
}

/** Counts the week before a run's window if nothing has counted it. Later runs and backtests read it instead of its reports. */
export async function keepLastWeek(
  place: StorePlace,
  run: RunReport,
  baseline: CountedBaseline,
  from: Date,
): Promise<void> {
  const monday = Date.parse(weekName(weekNumber(from)));
  // On other days it was counted, or its reports came too late.
  if (from.getTime() >= monday + dayMs) return;
  const week = weekName(weekNumber(from) - 1);
  const key = weekCountsKey(run, run.monitoringSchedule, baseline.id, week);
  if (!(await listKeys(place, key)).includes(key)) await countWeek(place, run, baseline, week);
}

/** Counts the windows of a week from their reports, and keeps the counts. Reports without a summary are left out. */
async function countWeek(
  place: StorePlace,
  run: RunReport,
  { id, statistics }: CountedBaseline,
  week: string,
): Promise<ReplayedWindow[]> {
  const features = judgedFeatures(statistics.features);
  const monday = Date.parse(week);
  const keys: string[] = [];
  // Windows that begin on Sunday can end on Monday.
  for (let day = monday; day <= monday + weekMs; day += dayMs) {
    const ofDay = await runsOfDay(place, run, new Date(day), windowSummaryFile);
    keys.push(...ofDay.filter(({ to }) => to.getTime() > monday).map(({ key }) => key));
  }
  const read = await mapParallel(keys, parallelReads, async (key): Promise<ReplayedWindow[]> => {
    const summary = windowSummarySchema.safeParse(JSON.parse((await readText(place, key)).text)).data;
    if (!summary) return [];
    const [from, to] = [new Date(summary.window.from), new Date(summary.window.to)];
    if (from.getTime() < monday || from.getTime() >= monday + weekMs) return [];
    const report = await readStatistics(place, key.slice(0, -windowSummaryFile.length) + reportFiles.statistics);
    const counted = countedWindow({ from, to, statistics: report });
    // Counted now, so that the report need not be kept in memory.
    for (const feature of features) counted.countsOf(feature);
    return [{ ...counted, hadDrift: hadDrift(summary) }];
  });
  const windows = read.flat().sort((a, b) => a.from.getTime() - b.from.getTime());
  const key = weekCountsKey(run, run.monitoringSchedule, id, week);
  const text = writeWeek({ baseline: id, week, features }, windows);
  await writeText(place, { key, text, contentType: 'application/json' }).catch((error: unknown) => {
    // Another invocation wrote the same counts in the meantime, or a release that cuts in another way did before.
    if (!isWriteConflict(error)) throw error;
  });
  return windows;
}

/**
 * The statistics of the windows before a run's that had too few rows to be judged, the earliest first: back to the last judged
 * window, at most a day.
 */
export async function readSmallWindows(place: StorePlace, run: RunReport): Promise<Statistics[]> {
  const small: Statistics[] = [];
  const earliest = run.runAt.getTime() - longestJoinMs;
  for await (const { to, key } of runsBefore(place, run, longestJoinMs / dayMs, windowSummaryFile)) {
    if (to.getTime() <= earliest || small.length >= mostJoined) break;
    const summary = windowSummarySchema.safeParse(JSON.parse((await readText(place, key)).text)).data;
    if (!summary || !isSmall(summary)) break;
    const statistics = key.slice(0, -windowSummaryFile.length) + reportFiles.statistics;
    small.unshift(await readStatistics(place, statistics));
  }
  return small;
}

async function readStatistics(place: StorePlace, key: string): Promise<Statistics> {
  return modelMonitorJson.readStatistics((await readText(place, key)).text, key);
}
