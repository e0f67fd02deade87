import { analyzeWindow, type WindowAnalysis } from '../quality/analyzeWindow';
import { captureFileOf } from '../quality/captureFileOf';
import { EmptyWindowError } from '../quality/emptyWindowError';
import { modelMonitorJson } from '../quality/modelMonitorJson';
import { reportFilesOf } from '../quality/reportFilesOf';
import type { MonitorContainer } from './gateway/monitorContainer';

/**
 * Stands in for Model Monitor's container: the project's own monitor on the same inputs. `seen` gets each window's
 * analysis, which says more than the three files.
 */
export function analyzerContainer(seen: (windowStart: Date, analysis: WindowAnalysis) => void): MonitorContainer {
  return async (job) => {
    try {
      const analysis = analyzeWindow({
        captures: job.captures.map(({ key, body }) => captureFileOf(key, body)),
        statistics: modelMonitorJson.readStatistics(job.statistics),
        constraints: modelMonitorJson.readConstraints(job.constraints),
      });
      seen(job.windowStart, analysis);
      const count = analysis.violations.violations.length;
      return {
        files: reportFilesOf(analysis),
        metrics: analysis.metrics,
        status: count > 0 ? 'CompletedWithViolations' : 'Completed',
        exitMessage: `Completed: Job completed successfully with ${count} violations.`,
      };
    } catch (error) {
      if (!(error instanceof EmptyWindowError)) throw error;
      return { files: {}, metrics: [], status: 'Failed', exitMessage: error.message };
    }
  };
}
