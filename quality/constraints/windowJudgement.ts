import { andMore } from '../../contract/andMore';
import {
  isWindowCheck,
  rejectedCheckType,
  rejectedRecords,
  truncatedCheckType,
  truncatedFiles,
  type Violation,
} from '../../contract/modelMonitorFiles';
import { rejectedShareOf } from '../../contract/rejectedShare';
import type { RunStatus } from '../../contract/runRecord';
import { defaultRejectedShare, type WindowLimits } from '../../contract/sla';

/** A window as a whole: rows analyzed, and rows and records rejected. */
interface WindowSize {
  readonly rows: number;
  readonly rejected: number;
}

/** The violation of a window of which too much was rejected. */
export function rejectedViolation(
  size: WindowSize,
  { rejectedShare: limit = defaultRejectedShare }: WindowLimits,
): Violation | undefined {
  const share = rejectedShareOf(size);
  if (share <= limit) return undefined;
  return {
    feature_name: rejectedRecords,
    constraint_check_type: rejectedCheckType,
    description: `Too many records were rejected. Expected: at most ${percent(limit)}. Observed: ${percent(share)}, ${size.rejected} of ${size.rows + size.rejected}.`,
  };
}

/** Files that a text names. */
const namedFiles = 3;

/** The violation of a window with files that could not be read to their end: nobody knows how much of it is missing. */
export function truncatedViolation(files: readonly string[]): Violation | undefined {
  if (files.length === 0) return undefined;
  return {
    feature_name: truncatedFiles,
    constraint_check_type: truncatedCheckType,
    description: `Files are damaged or cut short, so an unknown number of records is missing. Expected: 0 files. Observed: ${files.length}: ${andMore(files, namedFiles)}.`,
  };
}

/** A share as a percentage of at most two decimals. */
export const percent = (share: number) => `${Number((share * 100).toFixed(2))}%`;

/** Why drift is not judged in a window, in one sentence; undefined if the window has enough rows. */
export function tooFewRowsText(rows: number, { minimumRows }: WindowLimits): string | undefined {
  const least = minimumRows?.window;
  if (least === undefined || rows >= least) return undefined;
  return `The window has too few rows to judge drift: ${rows}; the SLA requires ${least}.`;
}

/** The status of a run that had rows to analyze. */
export function completedStatus(
  violations: readonly Pick<Violation, 'constraint_check_type'>[],
  hasTooFewRows: boolean,
): RunStatus {
  if (violations.some(({ constraint_check_type: check }) => isWindowCheck(check))) return 'CompletedWithRejects';
  if (violations.length > 0) return 'CompletedWithViolations';
  return hasTooFewRows ? 'CompletedWithTooFewRows' : 'Completed';
}
