import type { CaptureProgress } from '../source/captureLines';
import type { CaptureSource } from '../source/captureSource';
import { EmptyWindowError } from '../window/emptyWindowError';
import { readWindowColumns } from '../window/windowColumns';
import { windowPlanOf } from '../window/windowPlan';
import { type Comparison, judgeWindow, type WindowAnalysis } from './judgeWindow';

interface AnalysisArgs extends Comparison {
  readonly captures: Iterable<CaptureSource> | AsyncIterable<CaptureSource>;
  /** Called after each piece of a file. */
  readonly onProgress?: (progress: CaptureProgress) => void;
}

/**
 * Compares the captures of a window with a baseline, as Model Monitor's data quality job does. Reads the files as streams, in
 * order: memory grows with the columns, not with the rows. Throws an `EmptyWindowError` if no row can be read. Errors of
 * sources that cannot be opened are thrown.
 */
export async function analyzeWindow({ captures, onProgress, ...comparison }: AnalysisArgs): Promise<WindowAnalysis> {
  const { constraints, schema } = comparison;
  const names = constraints.features.map((feature) => feature.name);
  const window = await readWindowColumns({
    captures,
    ...windowPlanOf(names, schema),
    trackedValues: constraints.features.map((feature) => feature.string_constraints?.domains),
    types: constraints.features.map((feature) => feature.inferred_type),
    use: 'usual',
    whose: 'most rows of this window have',
    onProgress,
  });
  if (!window.hasRows) throw new EmptyWindowError(window.files, window);
  return judgeWindow(window, comparison);
}
