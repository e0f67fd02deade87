import { type Reject, reportFiles } from '../../contract/modelMonitorFiles';
import { modelMonitorJson } from '../modelMonitor/modelMonitorJson';
import type { WindowAnalysis } from './analyzeWindow';

/** A report's files, by name: Model Monitor's three, and the rejects where there are some. */
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

/** The file of what was set aside, where there is something: a window without a readable row has only this one. */
export function rejectsFileOf(setAside: {
  readonly rejects: readonly Reject[];
  readonly rejectCount: number;
}): Record<string, string> {
  const { rejects, rejectCount: count } = setAside;
  if (count === 0) return {};
  const file = count > rejects.length ? { count, rejects } : { rejects };
  return { [reportFiles.rejects]: `${JSON.stringify(file, null, 2)}\n` };
}
