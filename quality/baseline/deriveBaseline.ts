import { type CaptureSchema, type Column, columnsOf } from '../../contract/captureSchema';
import type { Constraints, Reject, RejectCause, Statistics } from '../../contract/modelMonitorFiles';
import { formatProblem } from '../../contract/problem';
import { shownText } from '../../contract/shownText';
import { type Sla, slaProblems, type WindowLimits, windowLimitsOf } from '../../contract/sla';
import { UserError } from '../../contract/userError';
import { checkConstraints } from '../constraints/checkConstraints';
import { declaredConstraints, fitTypeThresholds } from '../constraints/declaredConstraints';
import { mergeSla } from '../constraints/mergeSla';
import { suggestConstraints } from '../constraints/suggestConstraints';
import type { ColumnProfile } from '../profile/columnStatistics';
import { declaredColumns } from '../profile/declaredColumns';
import type { PlacedValue } from '../profile/typeWatch';
import { textKind } from '../profile/valueKinds';
import { describeNotes } from '../record/describeNotes';
import { NoteList } from '../record/noteList';
import { contractProblem } from './contractProblem';
import type { TrainingRows } from './trainingRows';
import { TrainingTable } from './trainingTable';
import { fewRowsWarning, windowProblems } from './windowProblems';

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
  /** The same by their reasons, the most frequent first. */
  readonly rejectCauses: readonly RejectCause[];
  /** What the captures or files show besides their rows, one sentence each. */
  readonly notes: readonly string[];
  /** Changes to the suggested constraints, by the SLA or to fit mixed values, one sentence each. */
  readonly slaChanges: string[];
  /** What the SLA says of windows that are compared with the baseline. */
  readonly windowLimits?: WindowLimits | undefined;
  /** Why the baseline is weak although it can be used, in a sentence. */
  readonly warning?: string | undefined;
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
  const table = new TrainingTable(schema, (name) => sla.features[name]?.categories, true);
  table.beginFile(training.file);
  try {
    const reader = table.csvReader();
    reader.push(Buffer.from(training.text));
    reader.end();
  } catch (error) {
    table.refuse(`is not valid CSV (${error instanceof Error ? error.message : String(error)})`);
  }
  return baselineOf(table.finish(), schema, sla);
}

/** Rows of training files, or of captures, whose headers are noted elsewhere. */
type AnalyzedRows = Omit<TrainingRows, 'headerRows'> & Partial<Pick<TrainingRows, 'headerRows'>>;

/** The baseline of training rows, with its problems. */
export function baselineOf(training: AnalyzedRows, schema: CaptureSchema, sla: Sla): DerivedBaseline {
  const { rows, rejects, problems, headerRows = 0 } = training;
  const columns = declaredColumns(training.columns, schema);
  const statistics: Statistics = {
    version: 0,
    dataset: { item_count: rows },
    features: columns.map((column) => column.statistics),
  };
  const merged = mergeSla(declaredConstraints(suggestConstraints(statistics), schema), sla);
  const { constraints, sentences } = fitTypeThresholds(merged.constraints, columns, (name) =>
    hasTypeThreshold(sla, name),
  );
  const fromData =
    problems.length > 0
      ? problems
      : [
          ...windowProblems({ rows, rejects }, sla),
          ...typeProblems(schema, columns),
          ...contractProblems(schema, columns, statistics, constraints),
        ];
  return {
    statistics,
    constraints,
    rows,
    rejects: rejects.kept,
    rejectCount: rejects.count,
    rejectCauses: rejects.causes,
    notes: headerRows > 0 ? describeNotes({ ...new NoteList().notes, headerRows }) : [],
    slaChanges: [...merged.changes, ...sentences],
    windowLimits: windowLimitsOf(sla),
    warning: fewRowsWarning(rows, sla),
    problems: [...slaProblems(sla, schema).map(formatProblem), ...fromData],
  };
}

/** Whether an SLA sets the share of values that must have a feature's type. */
function hasTypeThreshold(sla: Sla, feature: string): boolean {
  const own = Object.hasOwn(sla.features, feature) ? sla.features[feature]?.thresholds?.type : undefined;
  return (own ?? sla.thresholds?.type) !== undefined;
}

function typeProblems(schema: CaptureSchema, columns: readonly ColumnProfile[]): string[] {
  return columnsOf(schema).flatMap((declared, i) => {
    const column = columns[i];
    if (!column || hasDeclaredType(column, declared)) return [];
    const { name } = declared;
    if (column.present === 0) {
      return [
        `${name}: the training window has no value of it; correct the file, or set mayBeEmpty: true for it in the schema.`,
      ];
    }
    if (column.firstOther) return [wrongValueProblem(schema.version, declared, column, column.firstOther)];
    return [otherTypeProblem(schema.version, declared, column.statistics.inferred_type)];
  });
}

/** Whether a profile has the type that the schema declares. An empty column has none, and an ignored one any. */
function hasDeclaredType({ present, statistics }: ColumnProfile, { type, ignored, mayBeEmpty }: Column): boolean {
  if (ignored) return true;
  if (present === 0) return mayBeEmpty ?? false;
  return statistics.inferred_type === (type === 'Category' ? 'String' : type);
}

function otherTypeProblem(version: string, { name, type }: Column, inferred: string): string {
  const problem = `${name}: schema ${version} has type ${type}, but the training window's values are ${inferred}`;
  if (type === 'String') return `${problem}; use type Category if they are codes, or ${inferred} if they are numbers.`;
  return `${problem}; correct the values or the schema.`;
}

function wrongValueProblem(
  version: string,
  { name, type }: Pick<Column, 'name' | 'type'>,
  { types, present }: ColumnProfile,
  { file, line, value }: PlacedValue,
): string {
  const count = types.String + types.Boolean + (type === 'Integral' ? types.Fractional : 0);
  const others = count === 1 ? 'the only such value' : 'the first such value';
  const kind = textKind(value);
  const what = kind === undefined ? '. Correct the values or the schema.' : `, ${kind.noun}: ${kind.remedy}.`;
  return `${name}: schema ${version} has type ${type}, but ${count} of ${present} values ${count === 1 ? 'is' : 'are'} not ${type}; ${others} is '${shownText(value)}' (${file}, line ${line})${what}`;
}

/**
 * Violations in the training window itself: such a baseline would raise violations from the first hour on. Columns of another
 * type than the schema's are left out: that is a problem of its own.
 */
function contractProblems(
  schema: CaptureSchema,
  columns: readonly ColumnProfile[],
  statistics: Statistics,
  constraints: Constraints,
): string[] {
  const others = new Set(
    columnsOf(schema).flatMap((declared, i) => {
      const column = columns[i];
      return column && hasDeclaredType(column, declared) ? [] : [declared.name];
    }),
  );
  return checkConstraints({ columns, statistics, constraints, strict: true })
    .filter(({ feature_name }) => !others.has(feature_name))
    .map((violation) => {
      const i = constraints.features.findIndex(({ name }) => name === violation.feature_name);
      return contractProblem(violation, columns[i], constraints.features[i]);
    });
}

/** Returns a baseline without problems. Throws a UserError that lists them otherwise. */
export function refuseUnusable(derived: DerivedBaseline): DerivedBaseline {
  if (derived.problems.length === 0) return derived;
  throw new UserError(['no baseline can be derived:', ...derived.problems.map((problem) => `  ${problem}`)].join('\n'));
}
