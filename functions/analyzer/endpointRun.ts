import { hourMs } from '../../contract/hours';
import { mapParallel } from '../../contract/mapParallel';
import type { EndpointMonitor } from '../../contract/monitorSettings';
import type { RunRecord } from '../../contract/runRecord';
import type { WindowLimits } from '../../contract/sla';
import { analyzerReportPrefix, type SchemaRef } from '../../contract/storeLayout';
import { hasMinuteWindows, type RunWindow, windowAround, windowBefore } from '../../contract/windowSchedule';
import { capturesBetween, type StoredCapture } from '../../store/storedCaptures';
import { type EndpointProgress, lockEndpoint } from './endpointState';
import { QueryRunningError } from './largeWindow';
import { beginRun, laterOf, type ScheduledWindow, scheduledWindow } from './scheduledWindow';
import { isFinished, needsRun, readRunRecord, runWindow, type WindowJob, type WindowRunArgs } from './windowRun';

export interface EndpointRunArgs extends WindowRunArgs {
  readonly endpoint: string;
  readonly settings: Pick<EndpointMonitor, 'schema' | 'baseline' | 'variant' | 'schedule' | 'sla'>;
  /** The instant at which the run was due. */
  readonly scheduledAt: Date;
  /** Id of the run, unique also among the invocations of one event. */
  readonly run: string;
}

/**
 * Captures that arrive later than this after their window, and after the last window before which all were analyzed, are
 * counted by no report. SageMaker's arrive within minutes.
 */
const lateHours = 26;
/** How long a window that exceeds the limits is waited for. */
const maxWaitHours = 7 * 24;
/** Added to the instant at which a run is killed, for clocks that differ. */
const lockGraceMs = 60_000;
/** Records that are read at the same time. */
const parallelReads = 16;

/**
 * Analyzes the window that ended when a run was due, then those earlier windows that a capture reached since their last
 * run, or that no run analyzed. Each capture belongs to the one window that its key's time is in, and a report is computed
 * from all captures of its window: however often and in whatever order runs happen, none is lost or counted twice.
 * Returns the records that were written. Throws a RunOverlapError while another run works on the endpoint.
 */
export async function runEndpoint(args: EndpointRunArgs): Promise<RunRecord[]> {
  const { store, settings, scheduledAt, limits, run, now, endpoint } = args;
  const { schedule, schema } = settings;
  const due = windowBefore(schedule, scheduledAt);
  const startedAt = now();
  const { state, release } = await lockEndpoint({
    store,
    endpoint,
    schema,
    run,
    now: startedAt,
    expires: new Date(startedAt.getTime() + limits.remainingMs + lockGraceMs),
    begin: (before) => beginRun(before, schedule, due),
  });
  let progress = state;
  try {
    const { records, complete } = await runWindows(args, due, progress);
    progress = { ...progress, complete: laterOf(progress.complete ?? '', complete.toISOString()) };
    return records;
  } finally {
    await release(progress);
  }
}

async function runWindows(
  args: EndpointRunArgs,
  due: RunWindow,
  progress: EndpointProgress,
): Promise<{ records: RunRecord[]; complete: Date }> {
  const { store, limits, settings } = args;
  const { schedule } = settings;
  const subject = { ...settings, endpoint: args.endpoint };
  const from = earliestLate(due, progress);
  const captures = await capturesBetween(store, subject, from, due.to);
  const jobs = windowJobs(subject, captures, (at) => scheduledWindow(progress, at));
  const currentWindow = scheduledWindow(progress, new Date(due.to.getTime() - 1)) ?? { ...due, schedule };
  const isCurrent = ({ window }: WindowJob) => window.to.getTime() === currentWindow.to.getTime();
  // The current window first: an alarm on it must not wait for late captures.
  const current = [jobs.find(isCurrent) ?? windowJob(subject, currentWindow, [])];
  const earlier = jobs.filter((job) => !isCurrent(job));
  const selected = [...(await selectDue(args, current, due)), ...(await selectDue(args, earlier, due))];
  const records: RunRecord[] = [];
  let complete = due.to.getTime();
  for (const job of selected) {
    const record = isCurrent(job) || limits.mayContinue ? await runUnlessCounted(args, job) : undefined;
    if (record) records.push(record);
    if (!record || !isFinished(job, record)) complete = Math.min(complete, job.window.from.getTime());
  }
  return { records, complete: new Date(Math.max(complete, due.to.getTime() - maxWaitHours * hourMs)) };
}

/** The record of a window's run; undefined while a query counts the window. */
async function runUnlessCounted(args: EndpointRunArgs, job: WindowJob): Promise<RunRecord | undefined> {
  try {
    return await runWindow(args, job);
  } catch (error) {
    if (!(error instanceof QueryRunningError)) throw error;
    console.log(`${job.prefix}: ${error.message}`);
    return undefined;
  }
}

/**
 * How far back captures are looked for: from the first window that awaits its run. With windows shorter than an hour, only
 * the first run of an hour looks back the whole time: a listing for each run would cost more than all else.
 */
function earliestLate({ from, to }: RunWindow, progress: EndpointProgress): Date {
  const { until, complete = until } = progress;
  const hours = isFullHour(to) ? lateHours : 1;
  const early = new Date(Math.min(from.getTime(), Date.parse(complete)) - hours * hourMs);
  return scheduledWindow(progress, early)?.from ?? early;
}

/** Start of the oldest window that a run at an instant may analyze if each window before has had its run. */
export function oldestWindow(schedule: string, at: Date): Date {
  return windowAround(schedule, new Date(windowBefore(schedule, at).from.getTime() - lateHours * hourMs)).from;
}

/** What the windows of an endpoint depend on. */
export interface WindowSubject extends SchemaRef, Pick<EndpointMonitor, 'baseline' | 'variant' | 'schedule'> {
  readonly sla: WindowLimits;
}

/** One job for each window that has captures, oldest first. Captures of no window are left out. */
export function windowJobs(
  subject: WindowSubject,
  captures: readonly StoredCapture[],
  windowOf = (at: Date): ScheduledWindow | undefined => ({
    ...windowAround(subject.schedule, at),
    schedule: subject.schedule,
  }),
): WindowJob[] {
  const windows = new Map<number, { window: ScheduledWindow; captures: StoredCapture[] }>();
  for (const capture of captures) {
    const window = windowOf(capture.at);
    const known = window && windows.get(window.to.getTime());
    if (known) known.captures.push(capture);
    else if (window) windows.set(window.to.getTime(), { window, captures: [capture] });
  }
  return [...windows]
    .sort(([a], [b]) => a - b)
    .map(([, { window, captures: ofWindow }]) => windowJob(subject, window, ofWindow));
}

function windowJob(
  { endpoint, schema, baseline, sla }: WindowSubject,
  { schedule, from, to }: ScheduledWindow,
  captures: readonly StoredCapture[],
): WindowJob {
  const ref: SchemaRef = { endpoint, schema };
  const prefix = analyzerReportPrefix(ref, to, hasMinuteWindows(schedule));
  return { ...ref, baseline, limits: sla, window: { from, to }, captures, prefix };
}

/** The jobs that are to be run (again), by their records. One that exceeded the limits twice is run at full hours only. */
async function selectDue(
  { store, limits }: EndpointRunArgs,
  jobs: readonly WindowJob[],
  { to }: RunWindow,
): Promise<WindowJob[]> {
  const records = await mapParallel(jobs, parallelReads, ({ prefix }) => readRunRecord(store, prefix));
  return jobs.filter((job, i) => needsRun(job, records[i], limits, isFullHour(to)));
}

const isFullHour = (instant: Date) => instant.getUTCMinutes() === 0;
