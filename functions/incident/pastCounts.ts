import type { Calibration, FeatureCounts } from '../../contract/calibration';
import { dayMs } from '../../contract/hours';
import { reportFiles, type Statistics } from '../../contract/modelMonitorFiles';
import { weekCountsKey } from '../../contract/storeLayout';
import { type StoredWeek, weekCountsSchema } from '../../contract/weekCounts';
import { windowSummaryFile, windowSummarySchema } from '../../contract/windowSummary';
import { longestJoinMs } from '../../quality/calibrated/joinWindows';
import { addTo, countWeeks, missingWeeks, type WeekCounts, weekMs } from '../../quality/calibrated/rollingWeeks';
import { modelMonitorJson } from '../../quality/modelMonitor/modelMonitorJson';
import type { RunReport } from './runReport';
import { runsBefore, runsOfDay } from './runsOfDay';
import { isWriteConflict, readText, readTextIfPresent, type StorePlace, writeText } from './storeObjects';

const parallelReads = 16;

/** The counts of the weeks before a run's window that its calibration lacks. A week is added up once, from its reports. */
export async function readWeeks(
  place: StorePlace,
  run: RunReport,
  calibration: Calibration,
  from: Date,
): Promise<WeekCounts> {
  const weeks = new Map<string, ReadonlyMap<string, FeatureCounts>>();
  for (const week of missingWeeks(calibration, from)) {
    const key = weekCountsKey(run, run.monitoringSchedule, calibration.sha256, week);
    const stored = await readTextIfPresent(place, key);
    const { features } = stored
      ? weekCountsSchema.parse(JSON.parse(stored.text))
      : await addUpWeek(place, run, calibration, { key, week });
    weeks.set(week, new Map(Object.entries(features)));
  }
  return weeks;
}

async function addUpWeek(
  place: StorePlace,
  run: RunReport,
  calibration: Calibration,
  { key, week }: { readonly key: string; readonly week: string },
): Promise<StoredWeek> {
  const monday = Date.parse(week);
  const reports: { readonly to: Date; readonly key: string }[] = [];
  // The report of a week's last window is in the folder of the next Monday.
  for (let day = monday; day <= monday + weekMs; day += dayMs) {
    const ofDay = await runsOfDay(place, run, new Date(day), reportFiles.statistics);
    reports.push(...ofDay.filter(({ to }) => to.getTime() > monday && to.getTime() <= monday + weekMs));
  }
  const sums = new Map<string, FeatureCounts>();
  for (let i = 0; i < reports.length; i += parallelReads) {
    const read = await Promise.all(
      reports.slice(i, i + parallelReads).map((report) => readStatistics(place, report.key)),
    );
    // Windows are given the week's own time, as a report's key has the end of its window only.
    const windows = read.map((statistics) => ({ from: new Date(monday), to: new Date(monday), statistics }));
    for (const [name, counts] of countWeeks(calibration, windows).get(week) ?? []) addTo(sums, name, counts);
  }
  const counted: StoredWeek = { version: 1, calibration: calibration.sha256, week, features: Object.fromEntries(sums) };
  await writeText(place, { key, text: `${JSON.stringify(counted)}\n`, contentType: 'application/json' }).catch(
    (error: unknown) => {
      // Another invocation wrote the same sums in the meantime.
      if (!isWriteConflict(error)) throw error;
    },
  );
  return counted;
}

/** Windows that are added up at most. */
const mostJoined = 60;

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
    if (summary?.alarms?.mode !== 'calibrated' || summary.alarms.judged) break;
    const statistics = key.slice(0, -windowSummaryFile.length) + reportFiles.statistics;
    small.unshift(await readStatistics(place, statistics));
  }
  return small;
}

async function readStatistics(place: StorePlace, key: string): Promise<Statistics> {
  return modelMonitorJson.readStatistics((await readText(place, key)).text, key);
}
