import { type Reject, type RejectCause, reportFiles, type Statistics } from '../../contract/modelMonitorFiles';
import type { WindowLimits } from '../../contract/sla';
import { suggestConstraints } from '../constraints/suggestConstraints';
import { rejectedViolation, truncatedViolation } from '../constraints/windowJudgement';
import { modelMonitorJson } from '../modelMonitor/modelMonitorJson';
import type { CaptureNotes, UnknownKey } from '../record/noteList';
import type { WindowRejects } from '../window/windowRows';
import type { WindowAnalysis } from './judgeWindow';

/** The files of a report, by name: Model Monitor's three, and rejects.json if there are rejects, unknown keys or excluded records. */
export function reportFilesOf({
  statistics,
  constraints,
  violations,
  rejects,
  rejectCount,
  rejectedRows,
  rejectCauses,
  unknownKeys,
  excludedRecords,
}: WindowAnalysis): Record<string, string> {
  return {
    [reportFiles.statistics]: modelMonitorJson.write(statistics),
    [reportFiles.constraints]: modelMonitorJson.write(constraints),
    [reportFiles.violations]: modelMonitorJson.write(violations),
    ...rejectsFileOf({ rejects, rejectCount, rejectedRows, rejectCauses, unknownKeys, excludedRecords }),
  };
}

/**
 * The files of a window without usable rows: a report without features, so that the window breaks a promise and opens an
 * incident. If no more was rejected than the limits allow, such as where the schema excludes all records, only the rejects.
 */
export function unreadableReportFiles(
  window: WindowRejects & Pick<CaptureNotes, 'unknownKeys' | 'excludedRecords'>,
  limits: WindowLimits,
): Record<string, string> {
  const violations = [
    rejectedViolation({ rows: 0, rejected: window.rejectedRows }, limits),
    truncatedViolation(window.truncatedFiles),
  ].filter((violation) => violation !== undefined);
  if (violations.length === 0) return rejectsFileOf(window);
  const statistics: Statistics = { version: 0, dataset: { item_count: 0 }, features: [] };
  return {
    [reportFiles.statistics]: modelMonitorJson.write(statistics),
    [reportFiles.constraints]: modelMonitorJson.write(suggestConstraints(statistics)),
    [reportFiles.violations]: modelMonitorJson.write({ violations }),
    ...rejectsFileOf(window),
  };
}

/** rejects.json, if there are rejects, unknown keys or excluded records. */
export function rejectsFileOf(args: {
  readonly rejects: readonly Reject[];
  readonly rejectCount: number;
  /** Unknown for a run that read nothing. */
  readonly rejectedRows?: number;
  readonly rejectCauses: readonly RejectCause[];
  readonly unknownKeys?: readonly UnknownKey[];
  readonly excludedRecords?: number;
}): Record<string, string> {
  const { rejects, rejectCount: count, rejectedRows: rows, rejectCauses: causes } = args;
  const { unknownKeys = [], excludedRecords = 0 } = args;
  if (count === 0 && unknownKeys.length === 0 && excludedRecords === 0) return {};
  const file = {
    count: count > rejects.length ? count : undefined,
    rows,
    causes,
    excludedRecords: excludedRecords > 0 ? excludedRecords : undefined,
    unknownKeys: unknownKeys.length > 0 ? unknownKeys : undefined,
    rejects,
  };
  return { [reportFiles.rejects]: `${JSON.stringify(file, null, 2)}\n` };
}
