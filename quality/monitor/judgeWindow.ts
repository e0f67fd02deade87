import type { SchemaContent } from '../../contract/captureSchema';
import { type Constraints, type Statistics, strictCheckTypes, type Violations } from '../../contract/modelMonitorFiles';
import type { RunStatus } from '../../contract/runRecord';
import type { WindowLimits } from '../../contract/sla';
import { checkConstraints } from '../constraints/checkConstraints';
import { type FeatureMetric, featureMetrics } from '../constraints/featureMetrics';
import { suggestConstraints } from '../constraints/suggestConstraints';
import { unknownKeysViolation } from '../constraints/unknownKeysViolation';
import { completedStatus, rejectedViolation, tooFewRowsText, truncatedViolation } from '../constraints/windowJudgement';
import type { ColumnProfile, TypeCounts } from '../profile/columnStatistics';
import { declaredColumns } from '../profile/declaredColumns';
import type { CaptureNotes } from '../record/noteList';
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
  /** Files read. */
  readonly files: number;
}

/** A baseline, and how a window is compared with it. */
export interface Comparison {
  readonly statistics: Statistics;
  readonly constraints: Constraints;
  /** The baseline's columns by side. @default the sides are not known */
  readonly schema?: SchemaContent | undefined;
  /** Also makes the checks that the managed container skips. @default false */
  readonly strict?: boolean;
  /** @default up to 5 % of the window may be rejected, and any number of rows is judged */
  readonly limits?: WindowLimits | undefined;
}

/** The rows of a window as columns in the baseline's order, and what was seen while they were read. */
export interface MeasuredWindow extends WindowRejects, CaptureNotes {
  readonly rows: number;
  readonly files: number;
  readonly columns: readonly ColumnProfile[];
  /** Why there are other columns than the baseline's, in one sentence. */
  readonly shapeCause?: string | undefined;
}

/** Compares the columns of a window with a baseline. The window has at least one row. */
export function judgeWindow(window: MeasuredWindow, comparison: Comparison): WindowAnalysis {
  const { statistics: baseline, constraints, schema, strict = false, limits = {} } = comparison;
  const { rows, files, shapeCause, excludedRecords, headerRows, unknownKeys, oddities, containerRefusals } = window;
  const columns = declaredColumns(window.columns, schema);
  const statistics: Statistics = {
    version: 0,
    dataset: { item_count: rows },
    features: columns.map((column) => column.statistics),
  };
  const { rejects, rejectCount, rejectedRows, rejectCauses, truncatedFiles } = window;
  const tooFewRows = tooFewRowsText(rows, limits);
  const isChecked = constraints.monitoring_config.evaluate_constraints === 'Enabled';
  const extra = isChecked ? unknownKeysViolation(unknownKeys, { rows, columns: columns.length }) : undefined;
  const violations = [
    rejectedViolation({ rows, rejected: rejectedRows }, limits),
    truncatedViolation(truncatedFiles),
    extra,
    ...checkConstraints({ columns, statistics: baseline, constraints, strict, shapeCause, judgesDrift: !tooFewRows }),
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
    truncatedFiles,
    excludedRecords,
    headerRows,
    unknownKeys,
    oddities,
    containerRefusals,
    metrics: featureMetrics({ columns, statistics: baseline, constraints }),
    types: columns.map((column) => column.types),
    rows,
    files,
  };
}
