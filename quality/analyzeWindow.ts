import {
  type Constraints,
  type Reject,
  type Statistics,
  strictCheckTypes,
  type Violations,
} from '../contract/modelMonitorFiles';
import type { CaptureFile } from './captureFile';
import { type CaptureRow, captureRecords } from './captureRecords';
import { checkConstraints } from './checkConstraints';
import { columnStatistics } from './columnStatistics';
import { EmptyWindowError } from './emptyWindowError';
import { type FeatureMetric, featureMetrics } from './featureMetrics';
import { suggestConstraints } from './suggestConstraints';

/** What one run of a monitor finds. */
export interface WindowAnalysis {
  /** The window's own statistics. */
  readonly statistics: Statistics;
  /** What the window would suggest as constraints. */
  readonly constraints: Constraints;
  readonly violations: Violations;
  /** Lines and rows that were set aside, in the files' order. */
  readonly rejects: Reject[];
  readonly metrics: FeatureMetric[];
  /** Rows analysed. */
  readonly rows: number;
}

/**
 * Compares a window's captures with its baseline, as Model Monitor's data quality job does. Throws an
 * `EmptyWindowError` when no row can be read.
 */
export function analyzeWindow(args: {
  captures: readonly CaptureFile[];
  statistics: Statistics;
  constraints: Constraints;
  /** Also makes the checks on which the managed container is silent. @default false */
  strict?: boolean;
}): WindowAnalysis {
  const { captures, statistics: baseline, constraints, strict = false } = args;
  const names = constraints.features.map((feature) => feature.name);
  const read = captureRecords(captures, names);
  const width = usualWidth(read.rows, names.length);
  if (width === undefined) throw new EmptyWindowError(captures.length, read.rejects);
  const rows = read.rows.filter((row) => row.values.length === width);
  const odd = read.rows.filter((row) => row.values.length !== width);
  const columns = Array.from({ length: width }, (_, i) =>
    columnStatistics(
      (width === names.length ? names[i] : undefined) ?? `_c${i}`,
      rows.map((row) => row.values[i] ?? null),
    ),
  );
  const statistics: Statistics = {
    version: 0,
    dataset: { item_count: rows.length },
    features: columns.map((column) => column.statistics),
  };
  return {
    statistics,
    constraints: suggestConstraints(statistics),
    violations: {
      violations: checkConstraints({ columns, statistics: baseline, constraints, strict }),
      ...(strict && { strict_check_types: strictCheckTypes }),
    },
    rejects: inFileOrder(captures, [...read.rejects, ...odd.map((row) => oddRow(row, width))]),
    metrics: featureMetrics({ columns, statistics: baseline, constraints }),
    rows: rows.length,
  };
}

/** The most frequent number of columns; of equally frequent ones the baseline's, else the smallest. */
function usualWidth(rows: readonly CaptureRow[], expected: number): number | undefined {
  const counts = new Map<number, number>();
  for (const { values } of rows) counts.set(values.length, (counts.get(values.length) ?? 0) + 1);
  const best = Math.max(...counts.values());
  const widths = [...counts].filter(([, count]) => count === best).map(([width]) => width);
  if (widths.length === 0) return undefined;
  return widths.includes(expected) ? expected : Math.min(...widths);
}

function oddRow({ file, line, values }: CaptureRow, width: number): Reject {
  return { file, line, reason: `the row has ${values.length} column(s); most rows of this window have ${width}.` };
}

function inFileOrder(captures: readonly CaptureFile[], rejects: Reject[]): Reject[] {
  const order = new Map(captures.map(({ file }, i) => [file, i]));
  return rejects.sort((a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) || a.line - b.line);
}
