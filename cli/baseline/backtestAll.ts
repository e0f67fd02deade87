import { mapParallel } from '../../contract/mapParallel';
import type { EndpointMonitor } from '../../contract/monitorSettings';
import { isDriftOff } from '../../contract/sla';
import { UserError } from '../../contract/userError';
import { weekName, weekNumber } from '../../quality/calibrated/rollingWeeks';
import { backtestColumns, backtestsPage, type EndpointBacktest } from '../../report/calibration/backtestsPage';
import { formatCount } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import type { ObjectStore } from '../../store/objectStore';
import { readBaselineById } from '../../store/storedBaseline';
import { storedCalibration } from '../../store/storedCalibration';
import { readStoredSettings } from '../../store/storedSettings';
import { exitCodes } from '../terminal/exitCodes';
import { printJson, printText } from '../terminal/output';
import { printEveryFiveSeconds } from '../terminal/progress';
import { writePage } from '../terminal/writePage';
import { type ReplayOptions, replayEndpoint } from './replayEndpoint';

interface AllOptions extends ReplayOptions {
  readonly html?: string;
  readonly json: boolean;
}

/** Prints what the calibrations of a stack's endpoints would have done in the past. */
export async function backtestAll(store: ObjectStore, options: AllOptions): Promise<void> {
  const { html, json } = options;
  const { stack, endpoints } = await replayStack(store, options);
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

/** Endpoints whose objects are read at a time. */
const parallelEndpoints = 8;

/**
 * Replays the past windows of each endpoint of a stack under the calibration of its baseline in effect, up to the present week:
 * its windows would have to be read from their reports.
 */
export async function replayStack(
  store: ObjectStore,
  options: ReplayOptions,
): Promise<{ readonly stack: string; readonly endpoints: readonly EndpointBacktest[] }> {
  const { to = new Date(weekName(weekNumber(new Date()))) } = options;
  const { stack, endpoints: settings } = await readStoredSettings(store);
  const all = Object.entries(settings).sort();
  const print = printEveryFiveSeconds();
  let replayed = 0;
  const endpoints = await mapParallel(all, parallelEndpoints, async ([endpoint, monitor]) => {
    const result = await backtestOf(store, endpoint, monitor, { ...options, to });
    replayed += 1;
    print(() => `replayed ${replayed} of ${formatCount(all.length, 'endpoint')}`);
    return result;
  });
  return { stack, endpoints };
}

/** The backtest of an endpoint, or why there is none: one endpoint must not end the replay of the others. */
async function backtestOf(
  store: ObjectStore,
  endpoint: string,
  { baseline, sla }: EndpointMonitor,
  options: ReplayOptions,
): Promise<EndpointBacktest> {
  try {
    const opened = await readBaselineById(store, endpoint, baseline);
    const calibration = await storedCalibration(store, opened.manifest);
    if (!calibration) return { endpoint, baseline, reason: 'no calibration' };
    const replayed = await replayEndpoint(store, opened, calibration, {
      ...options,
      isOff: (name) => isDriftOff(sla, name),
    });
    if (!replayed) return { endpoint, baseline, reason: 'no report in the span' };
    const { alarms: _, ...result } = replayed;
    return { endpoint, baseline, budget: calibration.budget, result };
  } catch (error) {
    if (error instanceof UserError) return { endpoint, baseline, reason: error.message };
    throw error;
  }
}
