import { hourMs } from '../../contract/hours';
import type { SchemaRef } from '../../contract/storeLayout';
import { textTable } from '../../report/text/textTable';
import { type HourReport, hourReports, lateCaptures, reportOfHour } from '../../store/hourReports';
import type { ObjectStore } from '../../store/objectStore';
import { openStore } from '../../store/openStore';
import { captureVariants, type StoredCapture, storedCaptures } from '../../store/storedCaptures';
import { type CaptureWindow, minute, refuseEmptyWindow } from '../input/captureWindow';
import { emptyStoreReason } from '../input/storeInput';
import { exitCodes } from '../terminal/exitCodes';
import { print, printError, printJson } from '../terminal/print';
import { refuseNames } from '../terminal/refuseNames';

interface MonitorStaleOptions extends CaptureWindow, SchemaRef {
  readonly store: string;
  readonly every: number;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** An hour whose newest report is older than some of its captures. */
interface StaleHour {
  readonly hour: Date;
  readonly report: HourReport;
  readonly late: readonly StoredCapture[];
  readonly newest: Date;
}

/** Says which hours' reports lack captures that came later, and sets the exit code by whether there are any. */
export async function monitorStaleCommand(options: MonitorStaleOptions): Promise<void> {
  const { endpoint, schema, every, json } = options;
  refuseEmptyWindow(options);
  refuseNames(options);
  const store = openStore(options.store, options.endpointUrl);
  try {
    const variants = await captureVariants(store, options);
    const captures = await storedCaptures(store, options, variants, options);
    if (captures.length === 0) {
      const reason = await emptyStoreReason(store, options, variants, options);
      if (json) printJson({ endpoint, schema, hours: 0, stale: [], reason });
      else printError(`nothing to look at: ${reason}`);
      process.exitCode = exitCodes.empty;
      return;
    }
    const hours = [...new Set(captures.map(({ hour }) => hour.getTime()))].sort((a, b) => a - b);
    const span = { from: new Date(hours[0] ?? 0), to: new Date((hours.at(-1) ?? 0) + hourMs) };
    const reports = await hourReports(store, options, span, every);
    const stale = staleHours(captures, reports);
    const unreported = hours.filter((hour) => !reportOfHour(reports, new Date(hour))).map((hour) => new Date(hour));
    if (json) printJson({ endpoint, schema, hours: hours.length, stale: stale.map(jsonOf), withoutReport: unreported });
    else print(described({ store, options, hours: hours.length, stale, unreported: unreported.length }));
    process.exitCode = stale.length > 0 ? exitCodes.found : exitCodes.fine;
  } finally {
    store.close();
  }
}

function staleHours(captures: readonly StoredCapture[], reports: readonly HourReport[]): StaleHour[] {
  const stale = new Map<number, StaleHour>();
  for (const { report, ...capture } of lateCaptures(captures, reports)) {
    if (!report) continue;
    const known = stale.get(capture.hour.getTime());
    const newest = known && known.newest > capture.lastModified ? known.newest : capture.lastModified;
    const late = [...(known?.late ?? []), capture];
    stale.set(capture.hour.getTime(), { hour: capture.hour, report, late, newest });
  }
  return [...stale.values()].sort((a, b) => a.hour.getTime() - b.hour.getTime());
}

function jsonOf({ hour, report, late, newest }: StaleHour) {
  return {
    hour,
    reportAt: report.at,
    report: report.key,
    newestCapture: newest,
    late: late.map(({ key, lastModified }) => ({ key, lastModified })),
  };
}

const columns = ['hour', 'report from', 'of', 'late files', 'the last from'].map((title) => ({
  title,
  numeric: title === 'late files',
}));

interface Findings {
  readonly store: ObjectStore;
  readonly options: MonitorStaleOptions;
  readonly hours: number;
  readonly stale: readonly StaleHour[];
  readonly unreported: number;
}

function described({ store, options: { endpoint, schema }, hours, stale, unreported }: Findings): string {
  const without = unreported > 0 ? `; ${unreported} have no report` : '';
  const heading = `${stale.length} of ${hours} hour(s) with captures have a report that is older than a capture${without}`;
  const [first] = stale;
  if (!first) return heading;
  const at = (time: Date) => time.toISOString().slice(0, 13);
  const next = new Date(first.hour.getTime() + hourMs);
  return [
    heading,
    ...textTable(
      columns,
      stale.map(({ hour, report, late, newest }) => [
        minute(hour),
        minute(report.at),
        report.monitoringSchedule ?? 'a run on demand',
        String(late.length),
        minute(newest),
      ]),
    ).map((line) => `  ${line}`),
    'run them again, each hour with a report that takes its place:',
    `  npm run cli -- monitor run --store ${store.address} --endpoint ${endpoint} --schema ${schema} --baseline <id> --from ${at(first.hour)} --to ${at(next)} --upload`,
  ].join('\n');
}
