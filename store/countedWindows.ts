import type { Calibration } from '../contract/calibration';
import { hourMs, hourPath, minuteMs } from '../contract/hours';
import { mapParallel } from '../contract/mapParallel';
import { reportFiles, type Statistics } from '../contract/modelMonitorFiles';
import { parseReportKey, type SchemaRef, schedulesPrefix, weekCountsKey } from '../contract/storeLayout';
import { UserError } from '../contract/userError';
import { windowSummaryFile } from '../contract/windowSummary';
import { countedWindow } from '../quality/calibrated/countedWindow';
import { judgedFeatures } from '../quality/calibrated/pastWindows';
import { weekMs, weekName, weekNumber } from '../quality/calibrated/rollingWeeks';
import { type ReplayedWindow, readWeek, writeWeek } from '../quality/calibrated/weekFile';
import type { ObjectStore } from './objectStore';
import { readStoredWindow, type StoredWindow } from './pastWindows';
import type { HourWindow } from './storedCaptures';

const parallelReads = 16;

interface CountsArgs {
  readonly ref: SchemaRef;
  /** The baseline in effect: weeks are counted at its cut points. */
  readonly baseline: { readonly id: string; readonly statistics: Statistics };
  readonly calibration: Calibration;
  readonly span: HourWindow;
  /** Whether complete weeks that have no counts yet are written. */
  readonly keep: boolean;
}

/**
 * The counts of an endpoint's windows in a span, by time; of all its schedules. Weeks are read from the counts that
 * the incident function keeps, the others from their reports.
 */
export async function countedWindows(store: ObjectStore, args: CountsArgs): Promise<ReplayedWindow[]> {
  const windows: ReplayedWindow[] = [];
  for (const schedule of await store.folders(schedulesPrefix(args.ref))) {
    const counted = await keptWeeks(store, schedule, args);
    windows.push(...[...counted.values()].flat());
    for (const range of uncounted([...counted.keys()], args.span)) {
      const reports = await reportsIn(store, schedule, range, args);
      if (args.keep) await keepWeeks(store, schedule, reports, range, args);
      windows.push(...reports.map((report) => ({ ...countedWindow(report), hadDrift: report.hadDrift })));
    }
  }
  const { from, to } = args.span;
  return windows
    .filter((window) => (!from || window.from >= from) && (!to || window.to <= to))
    .sort((a, b) => a.from.getTime() - b.from.getTime());
}

/** The windows of the weeks in a span whose counts are kept, by the number of the week. */
async function keptWeeks(
  store: ObjectStore,
  schedule: string,
  { ref, baseline, calibration, span: { from, to } }: CountsArgs,
): Promise<Map<number, readonly ReplayedWindow[]>> {
  const names = (await store.folders(`${schedulesPrefix(ref)}${schedule}/`)).flatMap(
    (folder) => /^week=(?<week>\d{4}-\d\d-\d\d)$/.exec(folder)?.groups?.['week'] ?? [],
  );
  const inSpan = names.filter((week) => {
    const monday = Date.parse(week);
    return (!from || monday + weekMs > from.getTime()) && (!to || monday < to.getTime());
  });
  const read = await mapParallel(inSpan, parallelReads, async (week) => {
    const key = weekCountsKey(ref, schedule, baseline.id, week);
    const object = await store.read(key);
    if (!object) return [];
    try {
      const windows = await readWeek(
        Buffer.from(object.body).toString('utf8'),
        calibration.features,
        `${store.address}/${key}`,
      );
      return windows ? [[weekNumber(new Date(week)), windows] as const] : [];
    } catch (error) {
      throw new UserError(`${(error as Error).message}; delete the file`);
    }
  });
  return new Map(read.flat());
}

/** Milliseconds, the end exclusive. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** The parts of a span between weeks. */
function uncounted(weeks: readonly number[], { from, to }: HourWindow): Range[] {
  const ends = weeks.map((week) => Date.parse(weekName(week))).sort((a, b) => a - b);
  const starts = [from?.getTime() ?? Number.NEGATIVE_INFINITY, ...ends.map((monday) => monday + weekMs)];
  return starts.flatMap((start, i) => {
    const end = ends[i] ?? to?.getTime() ?? Number.POSITIVE_INFINITY;
    return start < end ? [{ from: start, to: end }] : [];
  });
}

/** The reports of windows that begin in a range. Their keys have the end of a window, and the calibration its length. */
async function reportsIn(
  store: ObjectStore,
  schedule: string,
  { from, to }: Range,
  { ref, calibration }: CountsArgs,
): Promise<StoredWindow[]> {
  const length = calibration.history.windowMinutes * minuteMs;
  const prefix = `${schedulesPrefix(ref)}${schedule}/`;
  const objects = await store.list(prefix, {
    ...(Number.isFinite(from) && { after: `${prefix}${hourPath(new Date(from))}` }),
    ...(Number.isFinite(to) && { before: `${prefix}${hourPath(new Date(to + length + hourMs))}` }),
  });
  const keys = new Set(objects.map(({ key }) => key));
  const folders = [...keys].flatMap((key) => {
    const report = parseReportKey(key);
    const start = (report?.runAt.getTime() ?? 0) - length;
    if (report?.file !== windowSummaryFile || start < from || start >= to) return [];
    const folder = key.slice(0, -windowSummaryFile.length);
    return keys.has(folder + reportFiles.statistics) ? [folder] : [];
  });
  return mapParallel(folders, parallelReads, (folder) => readStoredWindow(store, folder));
}

/** Writes the counts of the complete weeks of a range that have reports. */
async function keepWeeks(
  store: ObjectStore,
  schedule: string,
  reports: readonly StoredWindow[],
  range: Range,
  { ref, baseline }: CountsArgs,
): Promise<void> {
  const features = judgedFeatures(baseline.statistics.features);
  for (const number of new Set(reports.map(({ from }) => weekNumber(from)))) {
    const monday = Date.parse(weekName(number));
    if (monday < range.from || monday + weekMs > Math.min(range.to, Date.now() - hourMs)) continue;
    const windows = reports
      .filter(({ from }) => weekNumber(from) === number)
      .map((report) => ({ ...countedWindow(report), hadDrift: report.hadDrift }));
    const week = weekName(number);
    await store.create(
      weekCountsKey(ref, schedule, baseline.id, week),
      writeWeek({ baseline: baseline.id, week, features }, windows),
    );
  }
}
