import { andMore } from '../../contract/andMore';
import { defaultRejectedShare, type Sla } from '../../contract/sla';
import { percent, rejectedViolation } from '../constraints/windowJudgement';
import type { TrainingRejects } from './trainingRows';

/** Files that a problem names. */
const namedFiles = 3;
/** Rows of a baseline below which it draws a warning where the SLA has no minimum. */
const fewRows = 30;

interface BaselineWindow {
  readonly rows: number;
  readonly rejects: TrainingRejects;
}

/** Why the window of a baseline must not be used, one sentence each: too much of it was rejected, or it has too few rows. */
export function windowProblems({ rows, rejects }: BaselineWindow, sla: Sla): string[] {
  const { kept, count, rows: rejected = count, truncatedFiles = [] } = rejects;
  const [first] = kept;
  const tooMany = rejectedViolation({ rows, rejected }, sla);
  const least = sla.minimumRows?.baseline;
  const place = first ? `; the first is ${first.file}:${first.line}: ${first.reason.replace(/\.$/, '')}` : '';
  return [
    ...(tooMany
      ? [
          `The window is not clean: ${rejected} of ${rows + rejected} records and rows were rejected, and the SLA allows ${percent(sla.rejectedShare ?? defaultRejectedShare)}${place}. Fix the input, or raise rejectedShare in the SLA.`,
        ]
      : []),
    ...(truncatedFiles.length > 0
      ? [
          `The window is not clean: files are damaged or cut short, so an unknown number of records is missing: ${andMore(truncatedFiles, namedFiles)}. Copy the files again, or leave them out.`,
        ]
      : []),
    ...(least !== undefined && rows < least
      ? [
          `The window has too few rows for a baseline: ${rows}; the SLA requires ${least}. Use a longer window, or lower minimumRows.baseline.`,
        ]
      : []),
  ];
}

/** A warning for a baseline of few rows, if the SLA has no minimum. */
export function fewRowsWarning(rows: number, sla: Sla): string | undefined {
  if (sla.minimumRows?.baseline !== undefined || rows >= fewRows) return undefined;
  return `the baseline has few rows: ${rows}; with fewer than ${fewRows}, values that it lacks by chance become violations. Use a longer window, or set minimumRows.baseline in the SLA`;
}
