import { totalmem } from 'node:os';
import { mapParallel } from '../../contract/mapParallel';
import type { EndpointMonitor, MonitorSettings } from '../../contract/monitorSettings';
import { UserError } from '../../contract/userError';
import { windowAround } from '../../contract/windowSchedule';
import { oldestWindow, type WindowSubject, windowJobs } from '../../functions/analyzer/endpointRun';
import { RunLimits } from '../../functions/analyzer/runLimits';
import { needsRun, readRunRecord, type WindowJob } from '../../functions/analyzer/windowRun';
import type { ObjectStore } from '../../store/objectStore';
import { capturesBetween } from '../../store/storedCaptures';
import { settingsOf } from '../../store/storedSettings';

/** An endpoint's windows with captures, and those of them that are to be computed. */
export interface EndpointPlan extends WindowSubject {
  readonly windows: number;
  readonly due: readonly WindowJob[];
  /** Start of the oldest window that the function may compute too: from here on the lock is needed. */
  readonly sharedFrom: Date;
}

export interface BackfillSpan {
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

/** The longest time of a Lambda function: a window that a backfill computes may take no longer. */
const windowTimeMs = 900_000;

/** Limits of one window: the longest time of a Lambda function, and the memory of this machine. */
export function backfillLimits(): RunLimits {
  const end = Date.now() + windowTimeMs;
  return new RunLimits({ remainingMs: () => end - Date.now(), memoryMb: Math.floor(totalmem() / 2 ** 20) });
}

/** The endpoints to compute: the named ones, or all that the analyzer monitors. Throws a UserError if there are none. */
export function selectEndpoints(settings: MonitorSettings, names: readonly string[] | undefined): WindowSubject[] {
  const all = Object.keys(settings.endpoints).sort();
  const subjects = [...new Set(names ?? all)].map((endpoint) => ({ endpoint, ...settingsOf(settings, endpoint) }));
  const isAnalyzed = ({ engine }: Pick<EndpointMonitor, 'engine'>) => engine === 'analyzer';
  const managed = subjects.find((subject) => !isAnalyzed(subject));
  if (names && managed) {
    throw new UserError(
      `endpoint ${managed.endpoint} has engine ${managed.engine}, whose reports SageMaker writes; use 'monitor run' for an on-demand report, or move the endpoint to the analyzer`,
    );
  }
  const analyzed = subjects.filter(isAnalyzed);
  if (analyzed.length > 0) return analyzed;
  throw new UserError(`stack ${settings.stack} has no endpoint with engine analyzer`);
}

/**
 * The windows that overlap a span, have ended and have captures; those to compute are without a finished run on the same
 * captures, or all of them. A report of a former schedule under the same key counts as finished.
 */
export async function planBackfill(
  store: ObjectStore,
  subject: WindowSubject,
  { from, to }: BackfillSpan,
  { again, now }: { readonly again: boolean; readonly now: Date },
): Promise<EndpointPlan> {
  const { schedule, endpoint, schema, baseline, sla } = subject;
  const first = windowAround(schedule, from).from;
  const last = windowAround(schedule, new Date(to.getTime() - 1)).to;
  const jobs = windowJobs(subject, await capturesBetween(store, subject, first, last)).filter(
    ({ window }) => window.to <= now,
  );
  const limits = backfillLimits();
  const isDue = async (job: WindowJob) => {
    if (again) return true;
    const record = await readRunRecord(store, job.prefix);
    const isOther = record !== undefined && record.window.from !== job.window.from.toISOString();
    return !isOther && needsRun(job, record, limits);
  };
  const flags = await mapParallel(jobs, 16, isDue);
  const due = jobs.filter((_, i) => flags[i]);
  return {
    endpoint,
    schema,
    baseline,
    schedule,
    sla,
    windows: jobs.length,
    due,
    sharedFrom: oldestWindow(schedule, now),
  };
}
