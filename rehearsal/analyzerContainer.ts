import { gunzipSync } from 'node:zlib';
import { reportFiles } from '../contract/modelMonitorFiles';
import { analyzeWindow, type WindowAnalysis } from '../quality/analyzeWindow';
import { EmptyWindowError } from '../quality/emptyWindowError';
import { modelMonitorJson } from '../quality/modelMonitorJson';
import type { MonitorContainer } from './gateway/monitorContainer';

/**
 * Stands in for Model Monitor's container: the project's own monitor on the same inputs. `seen` gets each window's
 * analysis, which says more than the three files.
 */
export function analyzerContainer(seen: (windowStart: Date, analysis: WindowAnalysis) => void): MonitorContainer {
  return async (job) => {
    try {
      const analysis = analyzeWindow({
        captures: job.captures.map(({ key, body }) => ({ file: key, text: textOf(body) })),
        statistics: modelMonitorJson.readStatistics(job.statistics),
        constraints: modelMonitorJson.readConstraints(job.constraints),
      });
      seen(job.windowStart, analysis);
      const count = analysis.violations.violations.length;
      return {
        files: {
          [reportFiles.statistics]: modelMonitorJson.write(analysis.statistics),
          [reportFiles.constraints]: modelMonitorJson.write(analysis.constraints),
          [reportFiles.violations]: modelMonitorJson.write(analysis.violations),
          ...(analysis.rejects.length > 0
            ? { [reportFiles.rejects]: `${JSON.stringify({ rejects: analysis.rejects }, null, 2)}\n` }
            : {}),
        },
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

function textOf(body: Uint8Array): string {
  const zipped = body[0] === 0x1f && body[1] === 0x8b;
  return Buffer.from(zipped ? gunzipSync(body) : body).toString('utf8');
}
