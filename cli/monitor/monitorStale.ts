import { hourMs } from '../../contract/hours';
import type { SchemaRef } from '../../contract/storeLayout';
import { formatCount } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import { type HourReport, hourReports, lateCaptures, reportOfHour } from '../../store/hourReports';
import type { ObjectStore } from '../../store/objectStore';
import { openStore } from '../../store/openStore';
import { captureVariants, type StoredCapture, storedCaptures } from '../../store/storedCaptures';
import { type CaptureWindow, formatMinute, refuseEmptyWindow } from '../input/captureWindow';
import { deployedSettings } from '../input/deployedSettings';
import { emptyStoreReason } from '../input/storeInput';
import { exitCodes } from '../terminal/exitCodes';
import { refuseInvalidNames } from '../terminal/options';
import { printEmpty, printJson, printText } from '../terminal/output';

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

/** Lists hours whose report predates one of their captures, and sets the exit code by whether there are any. */
export async function listStaleHours(options: MonitorStaleOptions): Promise<void> {
  const { endpoint, schema, every, json } = options;
  refuseEmptyWindow(options);
  refuseInvalidNames(options);
  const store = openStore(options.store, options.endpointUrl);
  try {
    const settings = await deployedSettings(store, endpoint);
    const variants = await captureVariants(store, options, settings?.variant);
    const captures = await storedCaptures(store, options, variants, options);
    if (captures.length === 0) {
      const reason = await emptyStoreReason(store, options, variants, options);
      printEmpty('check', reason, json ? { endpoint, schema, hours: 0, stale: [] } : undefined);
      process.exitCode = exitCodes.empty;
      return;
    }
    const hours = [...new Set(captures.map(({ hour }) => hour.getTime()))].sort((a, b) => a - b);
    const span = { from: new Date(hours[0] ?? 0), to: new Date((hours.at(-1) ?? 0) + hourMs) };
    const reports = await hourReports(store, options, span, every);
    const stale = findStaleHours(captures, reports);
    const unreported = hours.filter((hour) => !reportOfHour(reports, new Date(hour))).map((hour) => new Date(hour));
    if (json)
      printJson({ endpoint, schema, hours: hours.length, stale: stale.map(staleJson), withoutReport: unreported });
    else printText(describeStaleHours({ store, options, hours: hours.length, stale, unreported: unreported.length }));
    process.exitCode = stale.length > 0 ? exitCodes.findings : exitCodes.success;
  } finally {
    store.close();
  }
}

function findStaleHours(captures: readonly StoredCapture[], reports: readonly HourReport[]): StaleHour[] {
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

function staleJson({ hour, report, late, newest }: StaleHour) {
  return {
    hour,
    reportAt: report.at,
    report: report.key,
    newestCapture: newest,
    late: late.map(({ key, lastModified }) => ({ key, lastModified })),
  };
}

const columns = ['hour', 'report time', 'schedule', 'late files', 'last arrival'].map((title) => ({
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

function describeStaleHours({ store, options: { endpoint, schema }, hours, stale, unreported }: Findings): string {
  const missing = unreported > 0 ? `; ${formatCount(unreported, 'hour')} without a report` : '';
  const heading = `${stale.length} of ${formatCount(hours, 'hour')} with captures ${stale.length === 1 ? 'is' : 'are'} stale${missing}`;
  const [first] = stale;
  if (!first) return heading;
  const formatHour = (time: Date) => time.toISOString().slice(0, 13);
  const next = new Date(first.hour.getTime() + hourMs);
  return [
    heading,
    ...textTable(
      columns,
      stale.map(({ hour, report, late, newest }) => [
        formatMinute(hour),
        formatMinute(report.at),
        report.monitoringSchedule ?? 'on-demand run',
        String(late.length),
        formatMinute(newest),
      ]),
    ).map((line) => `  ${line}`),
    'run the monitor again for each hour, to replace its report:',
    `  npx model-observability monitor run --store ${store.address} --endpoint ${endpoint} --schema ${schema} --baseline <id> --from ${formatHour(first.hour)} --to ${formatHour(next)} --upload`,
  ].join('\n');
}
