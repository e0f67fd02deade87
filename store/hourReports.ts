import { hourMs } from '../contract/hours';
import {
  parseOnDemandKey,
  parseReportKey,
  reportPrefix,
  type SchemaRef,
  schedulesPrefix,
} from '../contract/storeLayout';
import { windowSummaryFile } from '../contract/windowSummary';
import { hourPrefixes } from './hourPrefixes';
import type { ListedObject, ObjectStore } from './objectStore';
import type { StoredCapture } from './storedCaptures';
import { longestWindowMs, readWindowSummaries } from './windowSummaries';

/** A report in the store, and the hours that it covers. */
export interface HourReport {
  /** Key of its folder, without a slash at the end. */
  readonly key: string;
  /** Name of the schedule; absent for an on-demand run. */
  readonly monitoringSchedule?: string;
  readonly from: Date;
  /** The end, exclusive. */
  readonly to: Date;
  /** Start of an on-demand run, otherwise the time of the first file written: later captures are not in the report. */
  readonly at: Date;
}

/** A late file: a capture that arrived after its hour was analyzed, or should have been. */
export interface LateCapture extends StoredCapture {
  /** The newest report of its hour, which does not include it; absent if the hour has no report. */
  readonly report?: HourReport;
}

/** Model Monitor starts a run up to 20 minutes after the hour. */
const scheduleDelayMs = 20 * 60_000;

/**
 * The reports of all variants that cover hours of a window: on-demand ones and those of schedules. The key of a
 * schedule's report has the instant at which the run was due, the end of its window. Where the window begins is in its
 * summary; a report without a summary covers the `everyHours` hours before.
 */
export async function hourReports(
  store: ObjectStore,
  ref: SchemaRef,
  { from, to }: { readonly from: Date; readonly to: Date },
  everyHours = 1,
): Promise<HourReport[]> {
  const objects = await store.list(`${reportPrefix(ref)}/on-demand=`);
  for (const schedule of await store.folders(schedulesPrefix(ref))) {
    for (const prefix of hourPrefixes(from, new Date(to.getTime() + longestWindowMs))) {
      objects.push(...(await store.list(`${schedulesPrefix(ref)}${schedule}/${prefix}`)));
    }
  }
  const reports = new Map<string, HourReport>();
  for (const object of objects) {
    // The incident function writes the summary, after the run.
    if (object.key.endsWith(`/${windowSummaryFile}`)) continue;
    const report = reportOf(object, everyHours);
    const earlier = report && reports.get(report.key);
    if (report && (!earlier || report.at < earlier.at)) reports.set(report.key, report);
  }
  const summarized = objects.flatMap(({ key }) => {
    const report = key.endsWith(`/${windowSummaryFile}`) ? reports.get(folderOf(key)) : undefined;
    return report ? [{ key, report }] : [];
  });
  const summaries = await readWindowSummaries(
    store,
    summarized.map(({ key }) => key),
  );
  for (const [i, { window }] of summaries.entries()) {
    const report = summarized[i]?.report;
    if (report) reports.set(report.key, { ...report, from: new Date(window.from), to: new Date(window.to) });
  }
  return [...reports.values()].filter((report) => report.from < to && report.to > from);
}

const folderOf = (key: string) => key.slice(0, key.lastIndexOf('/'));

function reportOf({ key, lastModified }: ListedObject, everyHours: number): HourReport | undefined {
  const folder = { key: folderOf(key), at: lastModified };
  const managed = parseReportKey(key);
  if (managed && !Number.isNaN(managed.runAt.getTime())) {
    const { runAt: to, monitoringSchedule } = managed;
    return { ...folder, monitoringSchedule, from: new Date(to.getTime() - everyHours * hourMs), to };
  }
  const onDemand = parseOnDemandKey(key);
  if (!onDemand || onDemand.variant !== undefined) return undefined;
  // A run over many hours takes minutes and misses what arrives while it reads. The two clocks may differ.
  const at = onDemand.started < lastModified ? onDemand.started : lastModified;
  return { ...folder, at, from: onDemand.from, to: onDemand.to };
}

/** The newest report that covers an hour. */
export function reportOfHour(reports: readonly HourReport[], hour: Date): HourReport | undefined {
  const covering = reports.filter(({ from, to }) => from <= hour && hour < to);
  return covering.sort((a, b) => b.at.getTime() - a.at.getTime())[0];
}

/**
 * Late files: captures that arrived after the newest report of their hour. If the hour has no report, captures that arrived
 * after its schedule must have started: 20 minutes after the end of the last hour that the run may wait for. S3 has times in
 * whole seconds, so a capture of the report's own second counts as late: analyzing an hour again does no harm, missing one does.
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

/** The latest instant that a time may stand for, in milliseconds: whole seconds are cut off. */
function latestOf(at: Date): number {
  const time = at.getTime();
  return time % 1000 === 0 ? time + 999 : time;
}
