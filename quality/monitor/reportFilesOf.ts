import { type Reject, type RejectCause, reportFiles } from '../../contract/modelMonitorFiles';
import { modelMonitorJson } from '../modelMonitor/modelMonitorJson';
import type { UnknownKey } from '../record/noteList';
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

/** rejects.json, if there are rejects, unknown keys or excluded records. It is the only file for a window without valid rows. */
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
