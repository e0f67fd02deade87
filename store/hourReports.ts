import { hourMs } from '../contract/hours';
import {
  parseOnDemandKey,
  parseReportKey,
  reportPrefix,
  type SchemaRef,
  schedulesPrefix,
} from '../contract/storeLayout';
import { hourPrefixes } from './hourPrefixes';
import type { ListedObject, ObjectStore } from './objectStore';
import type { StoredCapture } from './storedCaptures';

/** A report of the store, and the hours whose captures it is about. */
export interface HourReport {
  /** Address of its folder below the store, without a slash at the end. */
  readonly key: string;
  /** Name of the schedule; absent for a run on demand. */
  readonly monitoringSchedule?: string;
  readonly from: Date;
  /** Outside of its hours. */
  readonly to: Date;
  /** When the run on demand began, else when the first of the files was written: captures that came later are not in it. */
  readonly at: Date;
}

/** A capture that came after its hour was analysed, or should have been. */
export interface LateCapture extends StoredCapture {
  /** The newest report of its hour, which does not have it; absent where there is none. */
  readonly report?: HourReport;
}

/** Model Monitor starts a run up to 20 minutes after the hour. */
const scheduleDelayMs = 20 * 60_000;

/**
 * The reports of all variants on hours of a window, by schedules that run every so many hours and on demand. A schedule's
 * report has the hour at which the schedule was due in its key: it is about the hours before.
 */
export async function hourReports(
  store: ObjectStore,
  ref: SchemaRef,
  { from, to }: { readonly from: Date; readonly to: Date },
  everyHours = 1,
): Promise<HourReport[]> {
  const [firstRun, lastRun] = [new Date(from.getTime() + hourMs), new Date(to.getTime() + everyHours * hourMs)];
  const objects = await store.list(`${reportPrefix(ref)}/on-demand=`);
  for (const schedule of await store.folders(schedulesPrefix(ref))) {
    for (const prefix of hourPrefixes(firstRun, lastRun)) {
      objects.push(...(await store.list(`${schedulesPrefix(ref)}${schedule}/${prefix}`)));
    }
  }
  const reports = new Map<string, HourReport>();
  for (const object of objects) {
    const report = reportOf(object, everyHours);
    if (!report || report.from >= to || report.to <= from) continue;
    const known = reports.get(report.key);
    if (!known || report.at < known.at) reports.set(report.key, report);
  }
  return [...reports.values()];
}

function reportOf({ key, lastModified }: ListedObject, everyHours: number): HourReport | undefined {
  const place = { key: key.slice(0, key.lastIndexOf('/')), at: lastModified };
  const managed = parseReportKey(key);
  if (managed && !Number.isNaN(managed.hour.getTime())) {
    const { hour: to, monitoringSchedule } = managed;
    return { ...place, monitoringSchedule, from: new Date(to.getTime() - everyHours * hourMs), to };
  }
  const onDemand = parseOnDemandKey(key);
  if (!onDemand || onDemand.variant !== undefined) return undefined;
  // A run of many hours takes minutes: what came while it read is not in its report. The two clocks may differ.
  const at = onDemand.started < lastModified ? onDemand.started : lastModified;
  return { ...place, at, from: onDemand.from, to: onDemand.to };
}

/** The newest report on an hour. */
export function reportOfHour(reports: readonly HourReport[], hour: Date): HourReport | undefined {
  const about = reports.filter(({ from, to }) => from <= hour && hour < to);
  return about.sort((a, b) => b.at.getTime() - a.at.getTime())[0];
}

/**
 * The captures that came after the newest report on their hour; where there is none, those that came after a schedule must
 * have started on it: 20 minutes after the end of the last hour that its run may wait for. S3 tells whole seconds, so there a
 * capture of the report's own second counts as late: to analyse an hour once more does no harm, to miss one does.
 */
export function lateCaptures(
  captures: readonly StoredCapture[],
  reports: readonly HourReport[],
  everyHours = 1,
): LateCapture[] {
  return captures.flatMap((capture): LateCapture[] => {
    const report = reportOfHour(reports, capture.hour);
    if (report) return latestOf(capture.lastModified) >= report.at.getTime() ? [{ ...capture, report }] : [];
    const started = capture.hour.getTime() + everyHours * hourMs + scheduleDelayMs;
    return capture.lastModified.getTime() > started ? [capture] : [];
  });
}

/** The latest that a time may mean, in milliseconds: one in whole seconds was cut off. */
function latestOf(at: Date): number {
  const time = at.getTime();
  return time % 1000 === 0 ? time + 999 : time;
}
