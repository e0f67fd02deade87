import { hourMs } from '../contract/hours';
import { reportFiles, type Statistics } from '../contract/modelMonitorFiles';
import type { SchemaRef } from '../contract/storeLayout';
import { parseReportKey, schedulesPrefix } from '../contract/storeLayout';
import { UserError } from '../contract/userError';
import { hadDrift, isSmall, windowSummaryFile } from '../contract/windowSummary';
import { modelMonitorJson } from '../quality/modelMonitor/modelMonitorJson';
import { hourPrefixes } from './hourPrefixes';
import type { ObjectStore } from './objectStore';
import type { HourWindow } from './storedCaptures';
import { readWindowSummary } from './windowSummaries';

/** A window's report: its statistics, and what its summary says of broken promises. */
export interface StoredWindow {
  readonly from: Date;
  readonly to: Date;
  readonly statistics: Statistics;
  /** Whether the exact rule found drift in it. */
  readonly hadDrift: boolean;
  /** Whether a calibration found too few rows in it to judge it. */
  readonly isSmall: boolean;
}

const parallelReads = 16;

/** The reports of an endpoint's windows in a span that have a summary and statistics, by time; of all its schedules. */
export async function storedWindows(store: ObjectStore, ref: SchemaRef, span: HourWindow): Promise<StoredWindow[]> {
  const folders = await reportFolders(store, ref, span);
  const windows: StoredWindow[] = [];
  for (let i = 0; i < folders.length; i += parallelReads) {
    windows.push(
      ...(await Promise.all(folders.slice(i, i + parallelReads).map((folder) => readStoredWindow(store, folder)))),
    );
  }
  return windows.sort((a, b) => a.from.getTime() - b.from.getTime());
}

async function reportFolders(store: ObjectStore, ref: SchemaRef, { from, to }: HourWindow): Promise<string[]> {
  const folders: string[] = [];
  for (const schedule of await store.folders(schedulesPrefix(ref))) {
    // The report of the last window lies in the hour at which the span ends.
    for (const prefix of from && to ? hourPrefixes(from, new Date(to.getTime() + hourMs)) : ['']) {
      const objects = await store.list(`${schedulesPrefix(ref)}${schedule}/${prefix}`);
      const keys = new Set(objects.map(({ key }) => key));
      for (const key of keys) {
        const report = parseReportKey(key);
        if (report?.file !== windowSummaryFile || (from && report.runAt <= from) || (to && report.runAt > to)) continue;
        const folder = key.slice(0, -windowSummaryFile.length);
        if (keys.has(folder + reportFiles.statistics)) folders.push(folder);
      }
    }
  }
  return [...new Set(folders)];
}

/** Reads a report: its statistics, and what its summary says of drift. */
export async function readStoredWindow(store: ObjectStore, folder: string): Promise<StoredWindow> {
  const summary = await readWindowSummary(store, folder + windowSummaryFile);
  const key = folder + reportFiles.statistics;
  const object = await store.read(key);
  if (!object) throw new UserError(`${store.address}/${key}: removed while it was read; run the command again`);
  const { from, to } = summary.window;
  return {
    from: new Date(from),
    to: new Date(to),
    statistics: modelMonitorJson.readStatistics(new TextDecoder().decode(object.body), `${store.address}/${key}`),
    hadDrift: hadDrift(summary),
    isSmall: isSmall(summary),
  };
}
