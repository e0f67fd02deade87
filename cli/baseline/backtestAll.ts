import type { EndpointMonitor } from '../../contract/monitorSettings';
import { isDriftOff } from '../../contract/sla';
import { backtest } from '../../quality/calibrated/backtest';
import { backtestColumns, backtestsPage, type EndpointBacktest } from '../../report/calibration/backtestsPage';
import { formatCount } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import type { ObjectStore } from '../../store/objectStore';
import { storedWindows } from '../../store/pastWindows';
import { readBaselineById } from '../../store/storedBaseline';
import { storedCalibration } from '../../store/storedCalibration';
import { readStoredSettings } from '../../store/storedSettings';
import type { CaptureWindow } from '../input/captureWindow';
import { exitCodes } from '../terminal/exitCodes';
import { printJson, printText } from '../terminal/output';
import { printEveryFiveSeconds } from '../terminal/progress';
import { writePage } from '../terminal/writePage';

interface AllOptions extends CaptureWindow {
  readonly html?: string;
  readonly json: boolean;
}

/** Replays the past windows of each endpoint of a stack under the calibration of its baseline in effect. */
export async function backtestAll(store: ObjectStore, options: AllOptions): Promise<void> {
  const { html, json } = options;
  const { stack, endpoints: settings } = await readStoredSettings(store);
  const print = printEveryFiveSeconds();
  const endpoints: EndpointBacktest[] = [];
  for (const [endpoint, monitor] of Object.entries(settings).sort()) {
    print(
      () => `replaying ${endpoint}: ${endpoints.length} of ${formatCount(Object.keys(settings).length, 'endpoint')}`,
    );
    endpoints.push(await backtestOf(store, endpoint, monitor, options));
  }
  if (html !== undefined)
    await writePage(html, backtestsPage({ stack, endpoints, writtenAt: new Date().toISOString() }));
  if (json) printJson({ stack, endpoints, html });
  else {
    printText(
      [
        `${formatCount(endpoints.length, 'endpoint')} of stack ${stack}`,
        ...textTable(
          backtestColumns,
          endpoints.map((of) => backtestColumns.map(({ text }) => text(of))),
        ).map((line) => `  ${line}`),
        ...(html === undefined ? [] : [`page written to ${html}`]),
      ].join('\n'),
    );
  }
  if (endpoints.every(({ result }) => !result)) process.exitCode = exitCodes.empty;
}

async function backtestOf(
  store: ObjectStore,
  endpoint: string,
  { baseline, sla }: EndpointMonitor,
  { from, to }: CaptureWindow,
): Promise<EndpointBacktest> {
  const { manifest } = await readBaselineById(store, endpoint, baseline);
  const calibration = await storedCalibration(store, manifest);
  if (!calibration) return { endpoint, baseline, reason: 'no calibration' };
  const windows = await storedWindows(store, manifest, { from, to });
  if (windows.length === 0) return { endpoint, baseline, reason: 'no report in the span' };
  const { alarms: _, ...result } = backtest(calibration, windows, (name) => isDriftOff(sla, name));
  return { endpoint, baseline, budget: calibration.budget, result };
}
