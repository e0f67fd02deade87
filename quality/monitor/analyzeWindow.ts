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

/** What one run of a monitor finds. */
export interface WindowAnalysis {
  /** The window's own statistics. */
  readonly statistics: Statistics;
  /** What the window would suggest as constraints. */
  readonly constraints: Constraints;
  readonly violations: Violations;
  /** The first 10,000 lines and rows that were set aside, in the files' order. */
  readonly rejects: Reject[];
  /** How many were set aside. */
  readonly rejectCount: number;
  readonly metrics: FeatureMetric[];
  /** How many of each column's values look like what. */
  readonly types: TypeCounts[];
  /** Rows analysed. */
  readonly rows: number;
  /** Capture files read. */
  readonly files: number;
}

/**
 * Compares a window's captures with its baseline, as Model Monitor's data quality job does. The files are read as a
 * stream, in their order: memory grows with the columns, not with the rows. Throws an `EmptyWindowError` when no row
 * can be read, and what a source throws that can't be opened.
 */
export async function analyzeWindow(args: {
  captures: Iterable<CaptureSource> | AsyncIterable<CaptureSource>;
  statistics: Statistics;
  constraints: Constraints;
  /** Also makes the checks on which the managed container is silent. @default false */
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
