import {
  type Constraints,
  type Reject,
  type Statistics,
  strictCheckTypes,
  type Violations,
} from '../../contract/modelMonitorFiles';
import { checkConstraints } from '../constraints/checkConstraints';
import { type FeatureMetric, featureMetrics } from '../constraints/featureMetrics';
import { suggestConstraints } from '../constraints/suggestConstraints';
import type { TypeCounts } from '../profile/columnStatistics';
import type { CaptureProgress } from '../source/captureLines';
import type { CaptureSource } from '../source/captureSource';
import { EmptyWindowError } from '../window/emptyWindowError';
import { readWindowColumns, usualWidth } from '../window/windowColumns';

/** The result of one monitor run. */
export interface WindowAnalysis {
  /** The window's own statistics. */
  readonly statistics: Statistics;
  /** The constraints that the window suggests. */
  readonly constraints: Constraints;
  readonly violations: Violations;
  /** The first 10,000 rejected lines and rows, in file order. */
  readonly rejects: Reject[];
  /** The number of rejected lines and rows. */
  readonly rejectCount: number;
  readonly metrics: FeatureMetric[];
  /** Per column, the number of values of each type. */
  readonly types: TypeCounts[];
  /** Rows analyzed. */
  readonly rows: number;
  /** Capture files read. */
  readonly files: number;
}

/**
 * Compares the captures of a window with a baseline, as Model Monitor's data quality job does. Reads the files as streams, in
 * order: memory grows with the columns, not with the rows. Throws an `EmptyWindowError` if no row can be read. Errors of
 * sources that cannot be opened are thrown.
 */
export async function analyzeWindow(args: {
  captures: Iterable<CaptureSource> | AsyncIterable<CaptureSource>;
  statistics: Statistics;
  constraints: Constraints;
  /** Also makes the checks that the managed container skips. @default false */
  strict?: boolean;
  /** Called after each piece of a file. */
  onProgress?: (progress: CaptureProgress) => void;
}): Promise<WindowAnalysis> {
  const { captures, statistics: baseline, constraints, strict = false, onProgress } = args;
  const names = constraints.features.map((feature) => feature.name);
  const window = await readWindowColumns({
    captures,
    names,
    trackedValues: constraints.features.map((feature) => feature.string_constraints?.domains),
    chooseWidth: (rows) => usualWidth(rows, names.length),
    rejectReason: (width, usual) => `the row has ${width} column(s); most rows of this window have ${usual}.`,
    onProgress,
  });
  const { width, rows, files, rejects, rejectCount, columns } = window;
  if (width === undefined) throw new EmptyWindowError(files, rejects, rejectCount);
  const statistics: Statistics = {
    version: 0,
    dataset: { item_count: rows },
    features: columns.map((column) => column.statistics),
  };
  return {
    statistics,
    constraints: suggestConstraints(statistics),
    violations: {
      violations: checkConstraints({ columns, statistics: baseline, constraints, strict }),
      ...(strict && { strict_check_types: strictCheckTypes }),
    },
    rejects,
    rejectCount,
    metrics: featureMetrics({ columns, statistics: baseline, constraints }),
    types: columns.map((column) => column.types),
    rows,
    files,
  };
}
