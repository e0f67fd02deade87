import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isStrictCheck, reportFiles, reportPage, type Violation } from '../contract/modelMonitorFiles';
import { analyzeWindow, type WindowAnalysis } from '../quality/analyzeWindow';
import { EmptyWindowError } from '../quality/emptyWindowError';
import type { OpenBaseline } from '../quality/openBaseline';
import { rejectsFileOf, reportFilesOf } from '../quality/reportFilesOf';
import type { NothingRead } from '../report/monitorRun/runReport';
import { textTable } from '../report/textTable';
import { captureProgress } from './captureProgress';
import { captureSourceAt } from './captureSourceAt';
import { type CaptureWindow, capturesIn, emptyWindowReason } from './captureWindow';
import { exitCodes } from './exitCodes';
import { type FoundCapture, findCaptures } from './findCaptures';
import { emptyMonitorPage, monitorPage } from './monitorPage';
import { print, printError, printJson } from './print';
import { readBaselineAt } from './readBaselineAt';

interface MonitorRunOptions extends CaptureWindow {
  readonly captures: readonly string[];
  readonly baseline: string;
  readonly out: string;
  readonly strict: boolean;
  readonly json: boolean;
}

const strictNote = 'strict: with checks that Model Monitor does not make, marked (strict)';

/** Rejects that are shown; `rejects.json` has the first 10,000. */
const shownRejects = 5;

/** Compares captures on disk with a baseline, writes the report's files, and sets the exit code by what it found. */
export async function monitorRunCommand(options: MonitorRunOptions): Promise<void> {
  const { captures: paths, out, json } = options;
  const baseline = await readBaselineAt(options.baseline);
  const found = findCaptures(paths);
  const chosen = capturesIn(options, found);
  const run = { baseline: baseline.manifest.id, files: chosen.length };
  const subject = { window: options, chosen, baseline };
  const analysis =
    chosen.length === 0
      ? { reason: emptyWindowReason(options, found, paths), rejects: [], rejectCount: 0 }
      : await analysisOrNothing(chosen, baseline, options.strict);
  if ('reason' in analysis) {
    await writeReport(out, { ...rejectsFileOf(analysis), [reportPage]: emptyMonitorPage(analysis, subject) });
    if (json) printJson({ ...run, status: 'Failed', rows: 0, reason: analysis.reason, out });
    else printError(`nothing to compare: ${analysis.reason}`);
    process.exitCode = exitCodes.empty;
    return;
  }
  await writeReport(out, { ...reportFilesOf(analysis), [reportPage]: monitorPage(analysis, subject) });
  const { violations } = analysis.violations;
  const status = violations.length > 0 ? 'CompletedWithViolations' : 'Completed';
  const { rows, rejectCount, metrics } = analysis;
  const summary = { ...run, status, rows, rejects: rejectCount, violations, metrics, out };
  if (json) printJson(summary);
  else print(described(run, analysis, out));
  process.exitCode = violations.length > 0 ? exitCodes.found : exitCodes.fine;
}

/** What the captures show, or why they show nothing. */
async function analysisOrNothing(
  chosen: readonly FoundCapture[],
  { statistics, constraints }: OpenBaseline,
  strict: boolean,
): Promise<WindowAnalysis | NothingRead> {
  const paths = chosen.map(({ path }) => path);
  const captures = paths.map(captureSourceAt);
  try {
    return await analyzeWindow({ captures, statistics, constraints, strict, onProgress: captureProgress(paths) });
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

function described(run: { baseline: string; files: number }, analysis: WindowAnalysis, out: string): string {
  const { rows, rejects, rejectCount } = analysis;
  const { violations } = analysis.violations;
  const more = rejectCount - shownRejects;
  return [
    `${run.files} capture file(s), ${rows} rows, ${rejectCount} set aside, against baseline ${run.baseline}`,
    ...(analysis.violations.strict_check_types ? [strictNote] : []),
    ...rejects.slice(0, shownRejects).map(({ file, line, reason }) => `  set aside: ${file}:${line}: ${reason}`),
    ...(more > 0 ? [`  and ${more} more in ${reportFiles.rejects}`] : []),
    violations.length === 0 ? 'no violations' : `${violations.length} violation(s):`,
    ...(violations.length === 0 ? [] : textTable(columns, violations.map(rowOf)).map((line) => `  ${line}`)),
    `report written to ${out}; to look at it, open ${join(out, reportPage)}`,
  ].join('\n');
}

function rowOf({ feature_name, constraint_check_type, description }: Violation): string[] {
  const check = isStrictCheck(constraint_check_type) ? `${constraint_check_type} (strict)` : constraint_check_type;
  return [feature_name, check, description];
}
