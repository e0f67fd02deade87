import type { SchemaContent } from '../../contract/captureSchema';
import { type Constraints, type Statistics, strictCheckTypes, type Violations } from '../../contract/modelMonitorFiles';
import type { RunStatus } from '../../contract/runRecord';
import type { WindowLimits } from '../../contract/sla';
import { checkConstraints } from '../constraints/checkConstraints';
import { type FeatureMetric, featureMetrics } from '../constraints/featureMetrics';
import { suggestConstraints } from '../constraints/suggestConstraints';
import { unknownKeysViolation } from '../constraints/unknownKeysViolation';
import { completedStatus, rejectedViolation, tooFewRowsText } from '../constraints/windowJudgement';
import type { TypeCounts } from '../profile/columnStatistics';
import { declaredColumns } from '../profile/declaredColumns';
import type { CaptureNotes } from '../record/noteList';
import type { CaptureProgress } from '../source/captureLines';
import type { CaptureSource } from '../source/captureSource';
import { EmptyWindowError } from '../window/emptyWindowError';
import { readWindowColumns } from '../window/windowColumns';
import { windowPlanOf } from '../window/windowPlan';
import type { WindowRejects } from '../window/windowRows';

/** The result of one monitor run. */
export interface WindowAnalysis extends WindowRejects, CaptureNotes {
  /** The window's own statistics. */
  readonly statistics: Statistics;
  /** The constraints that the window suggests. */
  readonly constraints: Constraints;
  readonly violations: Violations;
  readonly status: RunStatus;
  /** Why drift was not judged, in one sentence. */
  readonly tooFewRows?: string | undefined;
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
  /** The baseline's columns by side. @default the sides are not known */
  schema?: SchemaContent | undefined;
  /** Also makes the checks that the managed container skips. @default false */
  strict?: boolean;
  /** @default up to 5 % of the window may be rejected, and any number of rows is judged */
  limits?: WindowLimits;
  /** Called after each piece of a file. */
  onProgress?: (progress: CaptureProgress) => void;
}): Promise<WindowAnalysis> {
  const { captures, statistics: baseline, constraints, schema, strict = false, limits = {}, onProgress } = args;
  const names = constraints.features.map((feature) => feature.name);
  const window = await readWindowColumns({
    captures,
    ...windowPlanOf(names, schema),
    trackedValues: constraints.features.map((feature) => feature.string_constraints?.domains),
    use: 'usual',
    whose: 'most rows of this window have',
    onProgress,
  });
  const { hasRows, rows, files, excludedRecords, headerRows, unknownKeys, containerRefusals } = window;
  const columns = declaredColumns(window.columns, schema);
  if (!hasRows) throw new EmptyWindowError(files, window);
  const statistics: Statistics = {
    version: 0,
    dataset: { item_count: rows },
    features: columns.map((column) => column.statistics),
  };
  const { rejects, rejectCount, rejectedRows, rejectCauses } = window;
  const tooFewRows = tooFewRowsText(rows, limits);
  const isChecked = constraints.monitoring_config.evaluate_constraints === 'Enabled';
  const extra = isChecked ? unknownKeysViolation(unknownKeys, { rows, columns: columns.length }) : undefined;
  const violations = [
    rejectedViolation({ rows, rejected: rejectedRows }, limits),
    extra,
    ...checkConstraints({ columns, statistics: baseline, constraints, strict, judgesDrift: tooFewRows === undefined }),
  ].filter((violation) => violation !== undefined);
  return {
    statistics,
    constraints: suggestConstraints(statistics),
    violations: { violations, ...(strict && { strict_check_types: strictCheckTypes }) },
    status: completedStatus(violations, tooFewRows !== undefined),
    tooFewRows,
    rejects,
    rejectCount,
    rejectedRows,
    rejectCauses,
    excludedRecords,
    headerRows,
    unknownKeys,
    containerRefusals,
    metrics: featureMetrics({ columns, statistics: baseline, constraints }),
    types: columns.map((column) => column.types),
    rows,
    files,
  };
}
