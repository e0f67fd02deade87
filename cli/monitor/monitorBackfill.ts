import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { minuteMs, startOfHour } from '../../contract/hours';
import { mapParallel } from '../../contract/mapParallel';
import type { RunRecord } from '../../contract/runRecord';
import { UserError } from '../../contract/userError';
import { windowBefore } from '../../contract/windowSchedule';
import { lockEndpoint, RunOverlapError, readUnlocked } from '../../functions/analyzer/endpointState';
import { runWindow, type WindowJob } from '../../functions/analyzer/windowRun';
import { formatCount } from '../../report/text/formats';
import type { ObjectStore } from '../../store/objectStore';
import { openStore } from '../../store/openStore';
import { readStoredSettings } from '../../store/storedSettings';
import { refuseEmptyWindow } from '../input/captureWindow';
import { printError } from '../terminal/output';
import { printEveryFiveSeconds } from '../terminal/progress';
import { backfillLimits, type EndpointPlan, planBackfill, selectEndpoints } from './backfillPlan';
import { type EndpointResult, printBackfill } from './printBackfill';

interface MonitorBackfillOptions {
  readonly store: string;
  /** All endpoints of the analyzer if absent. */
  readonly endpoint?: readonly string[];
  readonly from: Date;
  /** @default the present hour */
  readonly to?: Date;
  readonly parallel: number;
  readonly again: boolean;
  /** Seconds. */
  readonly wait: number;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** Computes past windows with the code of the analyzer's function, and sets the exit code by their outcomes. */
export async function backfillWindows(options: MonitorBackfillOptions): Promise<void> {
  const now = new Date();
  const span = { from: options.from, to: options.to ?? startOfHour(now) };
  refuseEmptyWindow(span);
  const store = openStore(options.store, options.endpointUrl);
  try {
    const subjects = selectEndpoints(await readStoredSettings(store), options.endpoint);
    const plans: EndpointPlan[] = [];
    for (const subject of subjects) {
      plans.push(await planBackfill(store, subject, span, { again: options.again, now }));
    }
    printBackfill(await runPlans(store, plans, options), { store, span, json: options.json });
  } finally {
    store.close();
  }
}

/** Windows that one worker computes, one after the other. */
interface Task {
  readonly plan: EndpointPlan;
  readonly jobs: readonly WindowJob[];
  /** Whether the function may compute them too. */
  readonly isShared: boolean;
}

async function runPlans(
  store: ObjectStore,
  plans: readonly EndpointPlan[],
  { parallel, wait }: MonitorBackfillOptions,
): Promise<EndpointResult[]> {
  const tasks = plans.flatMap(tasksOf);
  const total = tasks.reduce((sum, { jobs }) => sum + jobs.length, 0);
  const records = new Map(plans.map((plan): [EndpointPlan, RunRecord[]] => [plan, []]));
  const print = printEveryFiveSeconds();
  const run = randomUUID();
  let finished = 0;
  const interrupt = onInterrupt();
  try {
    await mapParallel(tasks, parallel, async ({ plan, jobs, isShared }) => {
      for (const job of jobs) {
        interrupt.check();
        const compute = () => runWindow({ store, limits: backfillLimits(), now: () => new Date() }, job);
        const work = () => (isShared ? withLock(store, plan, run, compute) : withoutLock(store, plan, run, compute));
        records.get(plan)?.push(await retryWhileLocked(work, wait));
        finished += 1;
        print(() => `computing windows: ${finished} of ${total}, ${job.endpoint} ${job.window.to.toISOString()}`);
      }
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `${reason}\n${finished} of ${formatCount(total, 'window')} computed; run the command again for the others`,
    );
  } finally {
    interrupt.stop();
  }
  return plans.map((plan) => ({ plan, records: sortRecords(records.get(plan) ?? []) }));
}

const sortRecords = (records: readonly RunRecord[]) =>
  [...records].sort((a, b) => a.window.to.localeCompare(b.window.to));

/** Windows that only a backfill computes are apart; those that the function may compute share the endpoint's lock. */
function tasksOf(plan: EndpointPlan): Task[] {
  const isShared = ({ window }: WindowJob) => window.from >= plan.sharedFrom;
  const old = plan.due.filter((job) => !isShared(job)).map((job) => ({ plan, jobs: [job], isShared: false }));
  const shared = plan.due.filter(isShared);
  return shared.length > 0 ? [...old, { plan, jobs: shared, isShared: true }] : old;
}

/** Locks the endpoint for one window only, so that the function's next run does not fail. */
async function withLock<T>(store: ObjectStore, plan: EndpointPlan, run: string, work: () => Promise<T>): Promise<T> {
  const now = new Date();
  const first = windowBefore(plan.schedule, now).from.toISOString();
  const { state, release } = await lockEndpoint({
    store,
    endpoint: plan.endpoint,
    schema: plan.schema,
    run,
    now,
    expires: new Date(now.getTime() + backfillLimits().remainingMs + minuteMs),
    // What the function's first run would write: a backfill changes nothing about which windows are the function's.
    begin: (before) => before ?? { schedule: plan.schedule, since: first, until: first },
  });
  try {
    return await work();
  } finally {
    await release(state);
  }
}

/** The function's runs do not reach the window: while one is at work, it is only waited for. */
async function withoutLock<T>(store: ObjectStore, plan: EndpointPlan, run: string, work: () => Promise<T>): Promise<T> {
  await readUnlocked({ store, endpoint: plan.endpoint, schema: plan.schema, ownRun: run, now: new Date() });
  return work();
}

/** Repeats work every second while another run has the endpoint's lock, for some seconds. */
async function retryWhileLocked<T>(work: () => Promise<T>, seconds: number): Promise<T> {
  for (let waited = 0; ; waited += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RunOverlapError) || waited >= seconds) throw error;
      await sleep(1000);
    }
  }
}

/** Lets Ctrl+C end the windows at work, so that no lock stays behind. */
function onInterrupt() {
  let interrupted = false;
  const listener = () => {
    interrupted = true;
    printError('stopping after the windows at work');
  };
  process.once('SIGINT', listener);
  return {
    check: () => {
      if (interrupted) throw new UserError('interrupted');
    },
    stop: () => process.off('SIGINT', listener),
  };
}
