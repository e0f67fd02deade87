import { parentPort, workerData } from 'node:worker_threads';
import { mapParallel } from '../../contract/mapParallel';
import type { EndpointMonitor } from '../../contract/monitorSettings';
import { isDriftOff } from '../../contract/sla';
import { UserError } from '../../contract/userError';
import type { EndpointBacktest } from '../../report/calibration/backtestsPage';
import type { ObjectStore } from '../../store/objectStore';
import { openStore } from '../../store/openStore';
import { readBaselineById } from '../../store/storedBaseline';
import { storedCalibration } from '../../store/storedCalibration';
import { type ReplayOptions, replayEndpoint, reportedWindows } from './replayEndpoint';

/** The endpoints that a worker thread replays. */
export interface BacktestTask {
  /** Address of the store. */
  readonly store: string;
  readonly endpointUrl: string | undefined;
  readonly endpoints: readonly (readonly [endpoint: string, monitor: EndpointMonitor])[];
  readonly options: ReplayOptions;
}

/** Endpoints whose objects a thread reads at a time. */
const parallelEndpoints = 4;

/** Replays the endpoints of this thread, and posts the backtest of each. */
async function replayEndpoints({ store: address, endpointUrl, endpoints, options }: BacktestTask): Promise<void> {
  const store = openStore(address, endpointUrl);
  try {
    await mapParallel(endpoints, parallelEndpoints, async ([endpoint, monitor]) => {
      parentPort?.postMessage(await backtestOf(store, endpoint, monitor, options));
    });
  } finally {
    store.close();
  }
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
    const windows = await reportedWindows(store, opened, calibration, options);
    const replayed = await replayEndpoint(store, opened, calibration, windows, (name) => isDriftOff(sla, name));
    if (!replayed) return { endpoint, baseline, reason: 'no report in the span' };
    const { alarms: _, ...result } = replayed;
    return { endpoint, baseline, budget: calibration.budget, result };
  } catch (error) {
    if (error instanceof UserError) return { endpoint, baseline, reason: error.message };
    throw error;
  }
}

void replayEndpoints(workerData as BacktestTask);
