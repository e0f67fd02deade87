import { reportFiles } from '../contract/modelMonitorFiles';
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
    ...(rejects.length > 0 ? { [reportFiles.rejects]: `${JSON.stringify({ rejects }, null, 2)}\n` } : {}),
  };
}
