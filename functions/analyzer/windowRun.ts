import { createHash } from 'node:crypto';
import { listVariants, variantMetadata } from '../../contract/captureVariants';
import { errorText } from '../../contract/errorText';
import { isWindowCheck, reportFiles } from '../../contract/modelMonitorFiles';
import { type RunRecord, runRecordFile, runRecordSchema } from '../../contract/runRecord';
import type { WindowLimits } from '../../contract/sla';
import { baselinePrefix, type SchemaRef } from '../../contract/storeLayout';
import type { RunWindow } from '../../contract/windowSchedule';
import { modelMonitorJson } from '../../quality/modelMonitor/modelMonitorJson';
import { analyzeCounts } from '../../quality/monitor/analyzeCounts';
import { analyzeWindow } from '../../quality/monitor/analyzeWindow';
import type { Comparison, WindowAnalysis } from '../../quality/monitor/judgeWindow';
import { reportFilesOf, unreadableReportFiles } from '../../quality/monitor/reportFilesOf';
import type { CaptureProgress } from '../../quality/source/captureLines';
import { EmptyWindowError } from '../../quality/window/emptyWindowError';
import type { ListedObject, ObjectMetadata, ObjectStore } from '../../store/objectStore';
import { readBaseline } from '../../store/storedBaseline';
import type { StoredCapture } from '../../store/storedCaptures';
import { storedSources } from '../../store/storedSources';
import { countWindow, type LargeWindows, largeWindowQuery, QueryRunningError } from './largeWindow';
import { LimitReachedError, type RunLimits } from './runLimits';
import { readStored, writeIfChanged } from './storedFile';

/** One window of an endpoint, and what is in it. */
export interface WindowJob extends SchemaRef {
  /** Id of the baseline in effect. */
  readonly baseline: string;
  /** How much of the window must be usable. */
  readonly limits: WindowLimits;
  readonly window: RunWindow;
  /** The window's capture files, by key. */
  readonly captures: readonly StoredCapture[];
  /** Prefix of its report, with a slash at the end. */
  readonly prefix: string;
}

export interface WindowRunArgs {
  readonly store: ObjectStore;
  readonly limits: RunLimits;
  readonly now: () => Date;
  /** @default the function reads all windows itself */
  readonly largeWindows?: LargeWindows | undefined;
}

/** The record of a window's last run; undefined if there is none, or none that can be read. */
export async function readRunRecord(store: ObjectStore, prefix: string): Promise<RunRecord | undefined> {
  const stored = await readStored(store, prefix + runRecordFile);
  if (!stored) return undefined;
  try {
    return runRecordSchema.parse(JSON.parse(stored.text));
  } catch {
    return undefined;
  }
}

/**
 * Whether a window needs a run: it has no record, or captures that its last run did not read. A report is not replaced by
 * one of fewer captures: once some are deleted, as at the end of their retention, it stays as it is. A window that has
 * exceeded these limits twice is run again only if that is `worthRetrying`: the store may have been slow for hours.
 */
export function needsRun(
  { captures }: WindowJob,
  record: RunRecord | undefined,
  limits: RunLimits,
  worthRetrying = false,
): boolean {
  if (record?.inputs === undefined) return true;
  if (record.inputs === digestOf(captures)) return false;
  if (record.inputs === digestOf(captures, limits.text)) return worthRetrying;
  return captures.length >= record.files;
}

/** Whether a run has read all captures of its window. */
export function isFinished({ captures }: WindowJob, { inputs }: RunRecord): boolean {
  return inputs === digestOf(captures);
}

/**
 * Analyzes a window and writes its report, then its record. Equal captures give equal bytes. A window without usable rows
 * and one that exceeds the limits are `Failed`; other errors are recorded where possible, and thrown. Throws a
 * QueryRunningError, and writes nothing, while a query counts the window.
 */
export async function runWindow(args: WindowRunArgs, job: WindowJob): Promise<RunRecord> {
  const { store, limits, now } = args;
  const { captures, prefix } = job;
  const startedAt = now();
  const progress: CaptureProgress = { files: 0, bytes: 0 };
  const write = async (outcome: Outcome, report: Readonly<Record<string, string>>): Promise<RunRecord> => {
    await writeReport(store, prefix, report, variantMetadata(listVariants(captures)));
    const record = recordOf(job, { ...outcome, bytes: progress.bytes }, startedAt, now());
    await writeIfChanged(store, prefix + runRecordFile, `${JSON.stringify(record, null, 2)}\n`);
    return record;
  };
  try {
    const { outcome, report } = await analyze(args, job, progress);
    return await write(outcome, report);
  } catch (error) {
    if (error instanceof QueryRunningError) throw error;
    const reason = errorText(error);
    const failed = { status: 'Failed', reason, rows: 0, rejected: 0 } as const;
    if (error instanceof LimitReachedError) {
      // The store may have been slow: only a window whose run failed before is taken for too large.
      const before = await readRunRecord(store, prefix);
      const isSecond = before?.status === 'Failed' && before.inputs === undefined;
      return write({ ...failed, inputs: isSecond ? digestOf(captures, limits.text) : undefined }, {});
    }
    // The record is for people; a store that fails now may refuse it too.
    await write(failed, {}).catch(() => undefined);
    throw error;
  }
}

type Outcome = Pick<RunRecord, 'status' | 'reason' | 'rows' | 'rejected' | 'inputs'>;

async function analyze(
  args: WindowRunArgs,
  job: WindowJob,
  progress: CaptureProgress,
): Promise<{ outcome: Outcome; report: Readonly<Record<string, string>> }> {
  const { limits } = job;
  const inputs = digestOf(job.captures);
  try {
    const { analysis, remark } = await measure(args, job, progress);
    const { rows, rejectCount: rejected, status } = analysis;
    const { [reportFiles.violations]: violations = '', ...files } = reportFilesOf(analysis);
    const reason = [reasonOf(analysis), ...remark].join(' ');
    const outcome = { status, reason, rows, rejected, inputs };
    const isClean = analysis.violations.violations.length === 0;
    return { outcome, report: isClean ? files : { ...files, [reportFiles.violations]: violations } };
  } catch (error) {
    if (!(error instanceof EmptyWindowError)) throw error;
    const outcome = { status: 'Failed', reason: error.message, rows: 0, rejected: error.rejectCount, inputs } as const;
    return { outcome, report: unreadableReportFiles(error, limits) };
  }
}

/** Analyzes a window, by a query if it is large. `remark` is what there is to say of it, in a sentence. */
async function measure(
  args: WindowRunArgs,
  job: WindowJob,
  progress: CaptureProgress,
): Promise<{ analysis: WindowAnalysis; remark: readonly string[] }> {
  const { store, limits, largeWindows } = args;
  const { captures, prefix } = job;
  const baseline = await readBaseline(store, baselinePrefix(job, job.baseline));
  const { statistics, constraints, manifest } = baseline;
  const comparison: Comparison = { statistics, constraints, schema: manifest.captureSchema, limits: job.limits };
  const query = await largeWindowQuery(args, job, baseline);
  if (largeWindows && query && 'statements' in query) {
    // A query that has failed is not asked for its result again.
    const attempt = (await readRunRecord(store, prefix))?.startedAt ?? '';
    const counted = await countWindow(largeWindows, limits, { ...query, inputs: digestOf(captures), attempt });
    Object.assign(progress, { files: captures.length, bytes: counted.bytes });
    return {
      analysis: analyzeCounts(counted.rows, captures.length, comparison),
      remark: ['A query counted the window.'],
    };
  }
  const cannot = query && 'problem' in query ? `A query cannot count the window: ${query.problem}.` : undefined;
  const onProgress = (read: CaptureProgress) => {
    Object.assign(progress, read);
    limits.check(read, captures.length, cannot);
  };
  const analysis = await analyzeWindow({ captures: storedSources(store, captures), ...comparison, onProgress });
  return { analysis, remark: [] };
}

/** What a run found, in a sentence or two. */
function reasonOf({ violations: { violations }, tooFewRows }: WindowAnalysis): string {
  const unclean = violations.filter(({ constraint_check_type: check }) => isWindowCheck(check));
  const count = violations.length - unclean.length;
  const violated = count === 1 ? '1 check is violated.' : count > 1 ? `${count} checks are violated.` : '';
  const texts = [...unclean.map(({ description }) => description), tooFewRows ?? '', violated].filter(
    (text) => text !== '',
  );
  return texts.length === 0 ? 'No check is violated.' : texts.join(' ');
}

function recordOf(
  { endpoint, schema, baseline, window, captures }: WindowJob,
  { status, reason, rows, rejected, bytes, inputs }: Outcome & { readonly bytes: number },
  startedAt: Date,
  endedAt: Date,
): RunRecord {
  return {
    version: 1,
    endpoint,
    schema,
    baseline,
    window: { from: window.from.toISOString(), to: window.to.toISOString() },
    status,
    reason,
    rows,
    rejected,
    variants: listVariants(captures),
    files: captures.length,
    bytes,
    startedAt: startedAt.toISOString(),
    seconds: (endedAt.getTime() - startedAt.getTime()) / 1000,
    inputs,
  };
}

/** Files that a run writes only where there is something to say, and what they hold once there is nothing anymore. */
const emptyFiles: Readonly<Record<string, string>> = {
  [reportFiles.rejects]: '{\n  "rejects": []\n}\n',
  [reportFiles.violations]: modelMonitorJson.write({ violations: [] }),
};

/** The statistics last: the incident function reads a report once they are there. */
const writeOrder = [reportFiles.constraints, reportFiles.rejects, reportFiles.violations, reportFiles.statistics];

/** Writes a report. A file of an earlier run that this report lacks is emptied: the analyzer deletes nothing. */
async function writeReport(
  store: ObjectStore,
  prefix: string,
  files: Readonly<Record<string, string>>,
  metadata: ObjectMetadata,
): Promise<void> {
  if (Object.keys(files).length === 0) return;
  for (const name of writeOrder) {
    const text = files[name] ?? ((await store.read(prefix + name)) && emptyFiles[name]);
    if (text !== undefined) await writeIfChanged(store, prefix + name, text, metadata);
  }
}

/** SHA-256 of the captures' keys and ETags, and of the limits that they exceeded. */
function digestOf(captures: readonly ListedObject[], limits = ''): string {
  const hash = createHash('sha256');
  for (const { key, etag } of captures) hash.update(`${key} ${etag}\n`);
  return hash.update(limits).digest('hex');
}
