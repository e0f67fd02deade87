import { type CaptureSchema, columnsOf } from '../../contract/captureSchema';
import type { Constraints, Reject, Statistics } from '../../contract/modelMonitorFiles';
import { formatProblem } from '../../contract/problem';
import { type Sla, slaProblems } from '../../contract/sla';
import { UserError } from '../../contract/userError';
import { checkConstraints } from '../constraints/checkConstraints';
import { mergeSla } from '../constraints/mergeSla';
import { suggestConstraints } from '../constraints/suggestConstraints';
import type { ColumnProfile } from '../profile/columnStatistics';
import { type TrainingRows, TrainingTable } from './trainingTable';

/** A baseline without approval. */
export interface DerivedBaseline {
  readonly statistics: Statistics;
  /** Suggested by the training window, with the SLA merged in. */
  readonly constraints: Constraints;
  /** Rows analyzed. */
  readonly rows: number;
  /** The first 10,000 rejected lines and rows. */
  readonly rejects: Reject[];
  /** The number of rejected lines and rows. */
  readonly rejectCount: number;
  /** Changes that the SLA made to the suggested constraints, one sentence each. */
  readonly slaChanges: string[];
  /** Reasons not to use this baseline, one sentence each. */
  readonly problems: string[];
}

/** Derives a baseline from a training window: a CSV with a header. Columns match the schema by name. */
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
  return baselineOf(table.finish(), schema, sla);
}

/** The baseline of training rows, with its problems. */
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
      `${name}: schema ${schema.version} has type ${type}, but the training window's values are ${inferred}; correct the values or the schema.`,
    ];
  });
}

/** Violations in the training window itself: such a baseline would raise violations from the first hour on. */
function contractProblems(
  columns: readonly ColumnProfile[],
  statistics: Statistics,
  constraints: Constraints,
): string[] {
  return checkConstraints({ columns, statistics, constraints, strict: true }).map(
    ({ feature_name, description }) => `${feature_name}: the training window violates its own contract: ${description}`,
  );
}

/** Returns a baseline without problems. Throws a UserError that lists them otherwise. */
export function refuseUnusable(derived: DerivedBaseline): DerivedBaseline {
  if (derived.problems.length === 0) return derived;
  throw new UserError(['no baseline can be derived:', ...derived.problems.map((problem) => `  ${problem}`)].join('\n'));
}
