import { type CaptureSchema, columnsOf } from '../../contract/captureSchema';
import type { Constraints, Reject, Statistics } from '../../contract/modelMonitorFiles';
import { formatProblem } from '../../contract/problem';
import { type Sla, slaProblems } from '../../contract/sla';
import { checkConstraints } from '../constraints/checkConstraints';
import { mergeSla } from '../constraints/mergeSla';
import { suggestConstraints } from '../constraints/suggestConstraints';
import type { ColumnProfile } from '../profile/columnStatistics';
import type { TrainingRows } from './trainingRows';
import { TrainingTable } from './trainingTable';

/** A baseline that nobody has approved yet. */
export interface DerivedBaseline {
  readonly statistics: Statistics;
  /** Suggested by the training window, with the SLA merged in. */
  readonly constraints: Constraints;
  /** Rows analysed. */
  readonly rows: number;
  /** The first 10,000 lines and rows that were set aside. */
  readonly rejects: Reject[];
  /** How many were set aside. */
  readonly rejectCount: number;
  /** What the SLA changed in the suggested constraints, one sentence each. */
  readonly slaChanges: string[];
  /** Why this baseline should not be used, one sentence each. */
  readonly problems: string[];
}

/**
 * The baseline of a training window: a CSV with a header, whose columns are matched with the schema by name. Every
 * column gets its place of the schema, whatever the file's order.
 */
export function deriveBaseline(args: {
  training: { file: string; text: string };
  schema: CaptureSchema;
  sla: Sla;
}): DerivedBaseline {
  const { training, schema, sla } = args;
  const table = new TrainingTable(training.file, schema, sla, true);
  try {
    const reader = table.csvReader();
    reader.push(Buffer.from(training.text));
    reader.end();
  } catch (error) {
    table.refuse('CSV', error);
  }
  return baselineOf(table.finished(), schema, sla);
}

/** The baseline of a training window, and what speaks against it. */
export function baselineOf(training: TrainingRows, schema: CaptureSchema, sla: Sla): DerivedBaseline {
  const { columns, rows, rejects, problems } = training;
  const statistics: Statistics = {
    version: 0,
    dataset: { item_count: rows },
    features: columns.map((column) => column.statistics),
  };
  const { constraints, changes } = mergeSla(suggestConstraints(statistics), sla);
  const fromData =
    problems.length > 0
      ? problems
      : [...typeProblems(schema, columns), ...contractProblems(columns, statistics, constraints)];
  return {
    statistics,
    constraints,
    rows,
    rejects: rejects.kept,
    rejectCount: rejects.count,
    slaChanges: changes,
    problems: [...slaProblems(sla, schema).map(formatProblem), ...fromData],
  };
}

function typeProblems(schema: CaptureSchema, columns: readonly ColumnProfile[]): string[] {
  return columnsOf(schema).flatMap(({ name, type }, i) => {
    const inferred = columns[i]?.statistics.inferred_type;
    if (inferred === type) return [];
    return [
      `${name}: schema ${schema.version} says ${type}, but the training window's values are ${inferred}; correct the values' form or the schema.`,
    ];
  });
}

/** What the training window itself breaks: such a baseline would raise violations from the first hour on. */
function contractProblems(
  columns: readonly ColumnProfile[],
  statistics: Statistics,
  constraints: Constraints,
): string[] {
  return checkConstraints({ columns, statistics, constraints, strict: true }).map(
    ({ feature_name, description }) =>
      `${feature_name}: the training window itself breaks the contract: ${description}`,
  );
}
