import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isStrictCheck, reportFiles, reportPage, type Violation } from '../../contract/modelMonitorFiles';
import { baselineIdPattern } from '../../contract/storeLayout';
import { UserError } from '../../contract/userError';
import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import { analyzeWindow, type WindowAnalysis } from '../../quality/monitor/analyzeWindow';
import { rejectsFileOf, reportFilesOf } from '../../quality/monitor/reportFilesOf';
import { EmptyWindowError } from '../../quality/window/emptyWindowError';
import type { NothingRead } from '../../report/monitorRun/runReport';
import { textTable } from '../../report/text/textTable';
import type { LateCapture } from '../../store/hourReports';
import type { ObjectStore } from '../../store/objectStore';
import { openStore } from '../../store/openStore';
import { readBaselineById } from '../../store/storedBaseline';
import type { CaptureInput, CaptureOptions } from '../input/captureInput';
import { minute } from '../input/captureWindow';
import { findInput } from '../input/findInput';
import { readBaselineAt } from '../input/readBaselineAt';
import { captureProgress } from '../terminal/captureProgress';
import { exitCodes } from '../terminal/exitCodes';
import { print, printError, printJson } from '../terminal/print';
import { emptyMonitorPage, monitorPage } from './monitorPage';
import { uploadReport } from './uploadReport';

interface MonitorRunOptions extends CaptureOptions {
  readonly baseline: string;
  readonly out: string;
  readonly upload: boolean;
  readonly strict: boolean;
  readonly json: boolean;
}

const strictNote = 'strict: with checks that Model Monitor does not make, marked (strict)';

/** Rejects and late files that are shown; `rejects.json` has the first 10,000 rejects, `--json` every late file. */
const shownEach = 5;

/** What is said of a run, whatever it finds. */
interface Run {
  readonly baseline: string;
  readonly files: number;
  readonly variants?: readonly string[];
  /** Files that came after their hour was analysed, or should have been. */
  readonly late?: readonly LateCapture[];
}

/** Compares captures with a baseline, writes the report's files, and sets the exit code by what it found. */
export async function monitorRunCommand(options: MonitorRunOptions): Promise<void> {
  const started = new Date();
  const store = storeOf(options);
  try {
    const baseline = await baselineOf(options, store);
    const input = await findInput(options, store);
    const { variants, late } = input.stored ?? {};
    const run: Run = {
      baseline: baseline.manifest.id,
      files: input.amount.files,
      ...(variants && { variants }),
      ...(late && { late }),
    };
    const subject = { window: options, input, baseline };
    const analysis =
      input.amount.files === 0
        ? { reason: await input.emptyReason(), rejects: [], rejectCount: 0 }
        : await analysisOrNothing(input, baseline, options.strict);
    input.close?.();
    if ('reason' in analysis) {
      const { out, json } = options;
      await writeReport(out, { ...rejectsFileOf(analysis), [reportPage]: emptyMonitorPage(analysis, subject) });
      if (json) printJson({ ...jsonOf(run), status: 'Failed', rows: 0, reason: analysis.reason, out });
      else printError(`nothing to compare: ${analysis.reason}`);
      process.exitCode = exitCodes.empty;
      return;
    }
    const files = { ...reportFilesOf(analysis), [reportPage]: monitorPage(analysis, subject) };
    await writeReport(options.out, files);
    const uploaded = options.upload ? await uploadReport(input, options, files, started) : undefined;
    tell(run, analysis, { ...options, uploaded });
  } finally {
    store?.close();
  }
}

/** The store that captures are read from, where they are; a UserError says that one place is to be named. */
function storeOf({ captures, batch, store, upload, endpointUrl }: MonitorRunOptions): ObjectStore | undefined {
  if ([captures, batch, store].filter((each) => each !== undefined).length !== 1) {
    throw new UserError(
      'say where the captures are: by --captures, by --store with --endpoint and --schema, or by --batch',
    );
  }
  if (store !== undefined) return openStore(store, endpointUrl);
  if (upload)
    throw new UserError('--upload puts the report into the store that --store names: give it, or leave --upload out');
  return undefined;
}

/** The baseline by its id in the store, or at an address; in a store it must be of the captures' schema. */
async function baselineOf(
  { baseline, endpoint, schema }: MonitorRunOptions,
  store: ObjectStore | undefined,
): Promise<OpenBaseline> {
  const byId = store && endpoint !== undefined && baselineIdPattern.test(baseline);
  const opened = byId ? await readBaselineById(store, endpoint, baseline) : await readBaselineAt(baseline);
  const { id, schema: version } = opened.manifest;
  if (!store || schema === undefined || version === schema) return opened;
  throw new UserError(
    `baseline ${id} is of schema ${version}, and the captures are of ${schema}: columns match by their place, so compare captures with a baseline of their own schema`,
  );
}

/** What the captures show, or why they show nothing. */
async function analysisOrNothing(
  { sources: captures, amount }: CaptureInput,
  { statistics, constraints }: OpenBaseline,
  strict: boolean,
): Promise<WindowAnalysis | NothingRead> {
  try {
    return await analyzeWindow({ captures, statistics, constraints, strict, onProgress: captureProgress(amount) });
  } catch (error) {
    if (!(error instanceof EmptyWindowError)) throw error;
    const { files, rejects, rejectCount } = error;
    const [first] = rejects;
    const reason = first
      ? `no row could be read from ${files} capture file(s), ${rejectCount} line(s) were set aside; the first is ${first.file}:${first.line}: ${first.reason}`
      : `the ${files} capture file(s) hold no line`;
    return { reason, rejects, rejectCount };
  }
}

/** Prints what a run found, and sets the exit code by it. */
function tell(
  run: Run,
  analysis: WindowAnalysis,
  { out, uploaded, json }: { out: string; uploaded: string | undefined; json: boolean },
): void {
  const { rows, rejectCount, metrics } = analysis;
  const { violations } = analysis.violations;
  const status = violations.length > 0 ? 'CompletedWithViolations' : 'Completed';
  if (json) printJson({ ...jsonOf(run), status, rows, rejects: rejectCount, violations, metrics, out, uploaded });
  else print([described(run, analysis), ...placesOf(out, uploaded)].join('\n'));
  process.exitCode = violations.length > 0 ? exitCodes.found : exitCodes.fine;
}

function placesOf(out: string, uploaded: string | undefined): string[] {
  return [
    `report written to ${out}; to look at it, open ${join(out, reportPage)}`,
    ...(uploaded === undefined ? [] : [`and to ${uploaded}`]),
  ];
}

function jsonOf({ late, ...run }: Run) {
  if (!late) return run;
  const files = late.map(({ key, hour, lastModified, report }) => ({ key, hour, lastModified, reportAt: report?.at }));
  return { ...run, late: files };
}

/** Writes a report's files, and removes what an earlier report in the same folder had besides. */
async function writeReport(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of [...Object.values(reportFiles), reportPage]) {
    const text = files[name];
    if (text === undefined) await rm(join(folder, name), { force: true });
    else await writeFile(join(folder, name), text);
  }
}

const columns = ['feature', 'check', 'what is wrong'].map((title) => ({ title }));

function described(run: Run, analysis: WindowAnalysis): string {
  const { rows, rejects, rejectCount } = analysis;
  const { violations } = analysis.violations;
  const more = rejectCount - shownEach;
  const of = run.variants && run.variants.length > 1 ? ` of variants ${run.variants.join(' and ')} together` : '';
  return [
    `${run.files} capture file(s)${of}, ${rows} rows, ${rejectCount} set aside, against baseline ${run.baseline}`,
    ...lateLines(run.late ?? []),
    ...(analysis.violations.strict_check_types ? [strictNote] : []),
    ...rejects.slice(0, shownEach).map(({ file, line, reason }) => `  set aside: ${file}:${line}: ${reason}`),
    ...(more > 0 ? [`  and ${more} more in ${reportFiles.rejects}`] : []),
    violations.length === 0 ? 'no violations' : `${violations.length} violation(s):`,
    ...(violations.length === 0 ? [] : textTable(columns, violations.map(rowOf)).map((line) => `  ${line}`)),
  ].join('\n');
}

/** Files that an earlier report on their hour can't have. */
function lateLines(late: readonly LateCapture[]): string[] {
  if (late.length === 0) return [];
  const more = late.length - shownEach;
  return [
    `${late.length} of these files came late, after the report on their hour or, where there is none, after a schedule must have started:`,
    ...late.slice(0, shownEach).map(({ key, lastModified, report }) => {
      const than = report ? `report from ${minute(report.at)}` : 'no report';
      return `  late: ${key}: came ${minute(lastModified)}, ${than}`;
    }),
    ...(more > 0 ? [`  and ${more} more; --json has all`] : []),
  ];
}

function rowOf({ feature_name, constraint_check_type, description }: Violation): string[] {
  const check = isStrictCheck(constraint_check_type) ? `${constraint_check_type} (strict)` : constraint_check_type;
  return [feature_name, check, description];
}
