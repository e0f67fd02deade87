import { hourMs } from '../../contract/hours';
import type { EndpointMonitor } from '../../contract/monitorSettings';
import type { RunRecord } from '../../contract/runRecord';
import type { WindowLimits } from '../../contract/sla';
import { analyzerReportPrefix, type SchemaRef } from '../../contract/storeLayout';
import { hasMinuteWindows, type RunWindow, windowAround, windowBefore } from '../../contract/windowSchedule';
import { capturesBetween, type StoredCapture } from '../../store/storedCaptures';
import { lockEndpoint } from './endpointState';
import { needsRun, readRunRecord, runWindow, type WindowJob, type WindowRunArgs } from './windowRun';

export interface EndpointRunArgs extends WindowRunArgs {
  readonly endpoint: string;
  readonly settings: Pick<EndpointMonitor, 'schema' | 'baseline' | 'schedule' | 'sla'>;
  /** The instant at which the run was due. */
  readonly scheduledAt: Date;
  /** Unique id of the run. */
  readonly run: string;
}

/** Captures that arrive later than this after their window are counted by no report. SageMaker's arrive within minutes. */
const lateHours = 26;
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
  const current = windowBefore(schedule, scheduledAt);
  const startedAt = now();
  const [from, to] = [current.from.toISOString(), current.to.toISOString()];
  const { state, release } = await lockEndpoint({
    store,
    endpoint,
    schema,
    run,
    now: startedAt,
    expires: new Date(startedAt.getTime() + limits.remainingMs + lockGraceMs),
    initial: { schedule, since: from, until: from },
  });
  const since = state.schedule === schedule ? state.since : state.until;
  let until = state.until;
  try {
    const records = await runWindows(args, current, new Date(since));
    if (to > until) until = to;
    return records;
  } finally {
    await release({ schedule, since, until });
  }
}

async function runWindows(args: EndpointRunArgs, current: RunWindow, since: Date): Promise<RunRecord[]> {
  const { limits, settings } = args;
  const subject = { ...settings, endpoint: args.endpoint };
  const oldest = windowAround(settings.schedule, earliestLate(current)).from;
  const from = new Date(Math.min(Math.max(oldest.getTime(), since.getTime()), current.from.getTime()));
  const captures = await capturesBetween(args.store, subject, from, current.to);
  const jobs = windowJobs(subject, captures);
  const isCurrent = ({ window }: WindowJob) => window.to.getTime() === current.to.getTime();
  // The current window first: an alarm on it must not wait for late captures.
  const due = [jobs.find(isCurrent) ?? windowJob(subject, current, [])];
  const earlier = jobs.filter((job) => !isCurrent(job) && job.window.from >= since);
  const records: RunRecord[] = [];
  for (const job of [...(await selectDue(args, due)), ...(await selectDue(args, earlier))]) {
    if (isCurrent(job) || limits.mayContinue) records.push(await runWindow(args, job));
  }
  return records;
}

/**
 * How far back captures are looked for. With windows shorter than an hour, only the first run of an hour looks back the
 * whole time: a listing for each run would cost more than all else.
 */
function earliestLate({ from, to }: RunWindow): Date {
  const isFull = to.getUTCMinutes() === 0;
  return new Date(from.getTime() - (isFull ? lateHours : 1) * hourMs);
}

/** Start of the oldest window that a run at an instant may analyze. */
export function oldestWindow(schedule: string, at: Date): Date {
  return windowAround(schedule, new Date(windowBefore(schedule, at).from.getTime() - lateHours * hourMs)).from;
}

/** What the windows of an endpoint depend on. */
export interface WindowSubject extends SchemaRef, Pick<EndpointMonitor, 'baseline' | 'schedule'> {
  readonly sla: WindowLimits;
}

/** One job for each window that has captures, oldest first. */
export function windowJobs(subject: WindowSubject, captures: readonly StoredCapture[]): WindowJob[] {
  const windows = new Map<number, { window: RunWindow; captures: StoredCapture[] }>();
  for (const capture of captures) {
    const window = windowAround(subject.schedule, capture.at);
    const known = windows.get(window.to.getTime());
    if (known) known.captures.push(capture);
    else windows.set(window.to.getTime(), { window, captures: [capture] });
  }
  return [...windows]
    .sort(([a], [b]) => a - b)
    .map(([, { window, captures: ofWindow }]) => windowJob(subject, window, ofWindow));
}

function windowJob(
  { endpoint, schema, baseline, schedule, sla }: WindowSubject,
  window: RunWindow,
  captures: readonly StoredCapture[],
): WindowJob {
  const ref: SchemaRef = { endpoint, schema };
  const prefix = analyzerReportPrefix(ref, window.to, hasMinuteWindows(schedule));
  return { ...ref, baseline, limits: sla, window, captures, prefix };
}

/** The jobs that are to be run (again), by their records. */
async function selectDue({ store, limits }: EndpointRunArgs, jobs: readonly WindowJob[]): Promise<WindowJob[]> {
  const due: WindowJob[] = [];
  for (let i = 0; i < jobs.length; i += parallelReads) {
    const some = jobs.slice(i, i + parallelReads);
    const records = await Promise.all(some.map(({ prefix }) => readRunRecord(store, prefix)));
    due.push(...some.filter((job, j) => needsRun(job, records[j], limits)));
  }
  return due;
}
