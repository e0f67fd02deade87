import { type Reject, reportFiles } from '../../contract/modelMonitorFiles';
import { modelMonitorJson } from '../modelMonitor/modelMonitorJson';
import type { WindowAnalysis } from './analyzeWindow';

/** The files of a report, by name: Model Monitor's three, and rejects.json if there are rejects. */
export function reportFilesOf({
  statistics,
  constraints,
  violations,
  rejects,
  rejectCount,
}: WindowAnalysis): Record<string, string> {
  return {
    [reportFiles.statistics]: modelMonitorJson.write(statistics),
    [reportFiles.constraints]: modelMonitorJson.write(constraints),
    [reportFiles.violations]: modelMonitorJson.write(violations),
    ...rejectsFileOf({ rejects, rejectCount }),
  };
}

/** rejects.json, if there are rejects. It is the only file for a window without valid rows. */
export function rejectsFileOf(args: {
  readonly rejects: readonly Reject[];
  readonly rejectCount: number;
}): Record<string, string> {
  const { rejects, rejectCount: count } = args;
  if (count === 0) return {};
  const file = count > rejects.length ? { count, rejects } : { rejects };
  return { [reportFiles.rejects]: `${JSON.stringify(file, null, 2)}\n` };
}
