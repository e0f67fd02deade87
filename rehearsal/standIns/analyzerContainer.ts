import type { SchemaContent } from '../../contract/captureSchema';
import { type Reject, reportFiles } from '../../contract/modelMonitorFiles';
import { modelMonitorJson } from '../../quality/modelMonitor/modelMonitorJson';
import { analyzeWindow } from '../../quality/monitor/analyzeWindow';
import type { WindowAnalysis } from '../../quality/monitor/judgeWindow';
import { rejectsFileOf, reportFilesOf } from '../../quality/monitor/reportFilesOf';
import { captureSource } from '../../quality/source/captureSource';
import { EmptyWindowError } from '../../quality/window/emptyWindowError';
import type { MonitorContainer } from '../localAws/sagemaker/monitorContainer';

/** Result of a window; without an analysis when no row could be used. */
export interface WindowResult {
  readonly analysis?: WindowAnalysis;
  readonly rejects: readonly Reject[];
}

/**
 * Stands in for Model Monitor's container: the project's own monitor on the same inputs. Unlike the container, it reads
 * JSON objects by key, if it gets the endpoint's capture schema. `onWindow` gets the analysis of each window, which has more
 * than the three files.
 */
export function makeAnalyzerContainer(
  onWindow: (windowStart: Date, result: WindowResult) => void,
  schema?: SchemaContent,
): MonitorContainer {
  return async (job) => {
    try {
      const analysis = await analyzeWindow({
        captures: job.captures.map(({ key, body }) => captureSource(key, body)),
        statistics: modelMonitorJson.readStatistics(job.statistics),
        constraints: modelMonitorJson.readConstraints(job.constraints),
        schema,
      });
      onWindow(job.windowStart, { analysis, rejects: analysis.rejects });
      const count = analysis.violations.violations.length;
      const { [reportFiles.violations]: violations = '', ...files } = reportFilesOf(analysis);
      return {
        // A clean run of the managed container writes no violations file.
        files: count > 0 ? { ...files, [reportFiles.violations]: violations } : files,
        metrics: analysis.metrics,
        status: count > 0 ? 'CompletedWithViolations' : 'Completed',
        exitMessage: `Completed: Job completed successfully with ${count} violations.`,
      };
    } catch (error) {
      if (!(error instanceof EmptyWindowError)) throw error;
      onWindow(job.windowStart, { rejects: error.rejects });
      return { files: rejectsFileOf(error), metrics: [], status: 'Failed', exitMessage: error.message };
    }
  };
}
