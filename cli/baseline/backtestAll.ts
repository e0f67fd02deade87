import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { weekName, weekNumber } from '../../quality/calibrated/rollingWeeks';
import { backtestColumns, backtestsPage, type EndpointBacktest } from '../../report/calibration/backtestsPage';
import { formatCount } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import type { ObjectStore } from '../../store/objectStore';
import { readStoredSettings } from '../../store/storedSettings';
import { exitCodes } from '../terminal/exitCodes';
import { printJson, printText } from '../terminal/output';
import { printEveryFiveSeconds } from '../terminal/progress';
import { writePage } from '../terminal/writePage';
import type { BacktestTask } from './backtestWorker';
import type { ReplayOptions } from './replayEndpoint';

interface StackOptions extends ReplayOptions {
  readonly endpointUrl?: string | undefined;
}

interface AllOptions extends StackOptions {
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

/**
 * Replays the past windows of each endpoint of a stack under the calibration of its baseline in effect, up to the present week:
 * its windows would have to be read from their reports. Each core replays a part of the endpoints.
 */
export async function replayStack(
  store: ObjectStore,
  { from, to = new Date(weekName(weekNumber(new Date()))), keepCounts, endpointUrl }: StackOptions,
): Promise<{ readonly stack: string; readonly endpoints: readonly EndpointBacktest[] }> {
  const { stack, endpoints: settings } = await readStoredSettings(store);
  const all = Object.entries(settings).sort();
  const threads = Math.min(availableParallelism(), all.length);
  const tasks = Array.from({ length: threads }, (_, thread) => all.filter((_, i) => i % threads === thread));
  const print = printEveryFiveSeconds();
  const replayed = new Map<string, EndpointBacktest>();
  const options = { from, to, keepCounts };
  await replayInWorkers(
    tasks.map((endpoints) => ({ store: store.address, endpointUrl, endpoints, options })),
    (endpoint) => {
      replayed.set(endpoint.endpoint, endpoint);
      print(() => `replayed ${replayed.size} of ${formatCount(all.length, 'endpoint')}`);
    },
  );
  return { stack, endpoints: all.flatMap(([endpoint]) => replayed.get(endpoint) ?? []) };
}

/** Runs tasks in a worker thread each. A fault of one ends all. */
async function replayInWorkers(
  tasks: readonly BacktestTask[],
  onReplayed: (endpoint: EndpointBacktest) => void,
): Promise<void> {
  const workers = tasks.map(
    (workerData) =>
      new Worker(join(__dirname, 'backtestWorker.ts'), {
        workerData,
        execArgv: ['-r', join(__dirname, '..', '..', 'scripts', 'register.cjs')],
      }),
  );
  try {
    await Promise.all(workers.map((worker) => once(worker.on('message', onReplayed), 'exit')));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
