import { join } from 'node:path';
import {
  isStrictCheck,
  reportFiles,
  reportPage,
  type Violation,
  violationText,
} from '../../contract/modelMonitorFiles';
import type { RunStatus } from '../../contract/runRecord';
import type { AlarmVerdict } from '../../contract/windowSummary';
import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import { unusualColumns } from '../../quality/calibrated/unusualText';
import type { WindowAnalysis } from '../../quality/monitor/judgeWindow';
import { describeNotes } from '../../quality/record/describeNotes';
import type { NothingRead } from '../../report/monitorRun/runReport';
import { formatCount } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import type { LateCapture } from '../../store/hourReports';
import { formatMinute } from '../input/captureWindow';
import { describeRejects } from '../terminal/describeRejects';
import { exitCodes } from '../terminal/exitCodes';
import { firstLines, printError, printJson, printText } from '../terminal/output';
import type { RunInput } from './runInput';

/** What a run found, and where its report was uploaded to, if it was. */
export type RunOutcome = { readonly uploaded?: string } & (
  | { readonly analysis: WindowAnalysis; readonly alarms: AlarmVerdict }
  | { readonly empty: NothingRead }
);

interface RunSubject {
  readonly baseline: OpenBaseline;
  readonly input: RunInput;
}

/** Prints the outcome of a run, and sets the exit code by it. */
export function printRun(
  subject: RunSubject,
  outcome: RunOutcome,
  { out, json }: { readonly out: string; readonly json: boolean },
): void {
  if ('empty' in outcome) {
    const { reason, rejectCauses, notes } = outcome.empty;
    if (json) printJson({ ...subjectJson(subject), status: 'Failed', rows: 0, rejectCauses, ...notes, reason, out });
    else printError([`nothing to compare: ${reason}`, ...describeNothing(outcome.empty)].join('\n'));
    process.exitCode = exitCodes.empty;
    return;
  }
  const { analysis, alarms, uploaded } = outcome;
  const { rows, rejectCount, rejectCauses, metrics, status, tooFewRows } = analysis;
  const { excludedRecords, headerRows, unknownKeys, oddities, containerRefusals } = analysis;
  const { missingColumns, otherColumns } = analysis;
  const { violations } = analysis.violations;
  if (json) {
    const counts = { rows, rejects: rejectCount, rejectCauses, tooFewRows };
    const ofCaptures = { excludedRecords, headerRows, unknownKeys, oddities, containerRefusals };
    const notes = { ...ofCaptures, missingColumns, otherColumns };
    printJson({ ...subjectJson(subject), status, ...counts, ...notes, violations, alarms, metrics, out, uploaded });
  } else {
    printText(
      [...describeRun(subject, analysis), ...describeAlarms(alarms), ...describePlaces(out, uploaded)].join('\n'),
    );
  }
  process.exitCode = exitCodes[exitCodeByStatus[status]];
}

function subjectJson({ baseline, input: { amount, stored, otherFiles } }: RunSubject) {
  const late = stored?.late.map(({ key, hour, lastModified, report }) => ({
    key,
    hour,
    lastModified,
    reportAt: report?.at,
  }));
  return { baseline: baseline.manifest.id, files: amount.files, otherFiles, variants: stored?.variants, late };
}

const exitCodeByStatus = {
  Completed: 'success',
  CompletedWithTooFewRows: 'success',
  CompletedWithViolations: 'findings',
  CompletedWithRejects: 'rejects',
  Failed: 'empty',
} as const satisfies Record<RunStatus, keyof typeof exitCodes>;

const columns = ['feature', 'check', 'violation'].map((title) => ({ title }));

function describeRun({ baseline, input: { amount, stored, what } }: RunSubject, analysis: WindowAnalysis): string[] {
  const { rows, rejectCount, rejectCauses, tooFewRows } = analysis;
  const { violations, strict_check_types } = analysis.violations;
  const variants = stored && stored.variants.length > 1 ? ` of variants ${stored.variants.join(' and ')} together` : '';
  const counts = `${formatCount(amount.files, what)}${variants}, ${formatCount(rows, 'row')}, ${rejectCount} rejected`;
  return [
    `${counts}, compared with baseline ${baseline.manifest.id}`,
    ...describeLateFiles(stored?.late ?? []),
    ...(strict_check_types ? ['strict: checks that Model Monitor skips are marked (strict)'] : []),
    ...describeRejects(rejectCauses, ` in ${reportFiles.rejects}`),
    ...firstLines(describeNotes(analysis), '; use --json to list all'),
    ...(tooFewRows === undefined ? [] : [tooFewRows]),
    violations.length === 0 ? 'no violations' : `${formatCount(violations.length, 'violation')}:`,
    ...(violations.length === 0 ? [] : textTable(columns, violations.map(tableRow)).map((line) => `  ${line}`)),
  ];
}

const alarmColumns = ['feature', 'verdict', ...unusualColumns.map(({ title }) => title.toLowerCase())].map((title) => ({
  title,
}));

/** How a calibration judges the distributions; nothing if alarms go by the violations. */
function describeAlarms({ mode, reason, judged, features = [] }: AlarmVerdict): string[] {
  if (mode === 'exact') return [];
  const rows = features.map((feature) => [
    feature.name,
    feature.isAlarm ? 'alarm' : 'no alarm',
    ...unusualColumns.map(({ text }) => text(feature)),
  ]);
  const heading = judged
    ? `${judged.isAlarm ? 'alarm' : 'no alarm'} by the calibration`
    : 'not judged by the calibration';
  return [
    `${heading}: ${reason}`,
    ...(rows.length === 0 ? [] : textTable(alarmColumns, rows)).map((line) => `  ${line}`),
  ];
}

/** What the reason of a run that read no row does not say: other causes of rejects, and notes. */
function describeNothing({ rejectCauses, notes }: NothingRead): string[] {
  return [
    ...(rejectCauses.length > 1 ? describeRejects(rejectCauses, ` in ${reportFiles.rejects}`) : []),
    ...(notes ? firstLines(describeNotes(notes), '; use --json to list all') : []),
  ];
}

/** Names the files that the report on their hour cannot include. */
function describeLateFiles(late: readonly LateCapture[]): string[] {
  if (late.length === 0) return [];
  const files = late.map(({ key, lastModified, report }) => {
    const compared = report ? `report from ${formatMinute(report.at)}` : 'no report';
    return `late: ${key}: arrived ${formatMinute(lastModified)}, ${compared}`;
  });
  return [
    `${formatCount(late.length, 'late file')} (arrived after the report on the hour, or after the schedule must have started):`,
    ...firstLines(files, '; use --json to list all'),
  ];
}

function describePlaces(out: string, uploaded: string | undefined): string[] {
  return [
    `report written to ${out}; open ${join(out, reportPage)} in a browser`,
    ...(uploaded === undefined ? [] : [`uploaded to ${uploaded}`]),
  ];
}

function tableRow(violation: Violation): string[] {
  const { feature_name, constraint_check_type } = violation;
  const check = isStrictCheck(constraint_check_type) ? `${constraint_check_type} (strict)` : constraint_check_type;
  return [feature_name, check, violationText(violation)];
}
