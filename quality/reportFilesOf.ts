import { type Reject, reportFiles } from '../contract/modelMonitorFiles';
import type { WindowAnalysis } from './analyzeWindow';
import { modelMonitorJson } from './modelMonitorJson';

/** A report's files, by name: Model Monitor's three, and the rejects where there are some. */
export function reportFilesOf({
  statistics,
  constraints,
  violations,
  rejects,
}: WindowAnalysis): Record<string, string> {
  return {
    [reportFiles.statistics]: modelMonitorJson.write(statistics),
    [reportFiles.constraints]: modelMonitorJson.write(constraints),
    [reportFiles.violations]: modelMonitorJson.write(violations),
    ...rejectsFileOf(rejects),
  };
}

/** The file of what was set aside, where there is something: a window without a readable row has only this one. */
export function rejectsFileOf(rejects: readonly Reject[]): Record<string, string> {
  return rejects.length > 0 ? { [reportFiles.rejects]: `${JSON.stringify({ rejects }, null, 2)}\n` } : {};
}
