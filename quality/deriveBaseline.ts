import { parse } from 'csv-parse/sync';
import { type CaptureSchema, columnsOf } from '../contract/captureSchema';
import type { Constraints, Reject, Statistics } from '../contract/modelMonitorFiles';
import { formatProblem } from '../contract/problem';
import { type Sla, slaProblems } from '../contract/sla';
import { checkConstraints } from './checkConstraints';
import { type ColumnProfile, columnStatistics } from './columnStatistics';
import { mergeSla } from './mergeSla';
import { suggestConstraints } from './suggestConstraints';

/** A baseline that nobody has approved yet. */
export interface DerivedBaseline {
  readonly statistics: Statistics;
  /** Suggested by the training window, with the SLA merged in. */
  readonly constraints: Constraints;
  /** Rows analysed. */
  readonly rows: number;
  readonly rejects: Reject[];
  /** What the SLA changed in the suggested constraints, one sentence each. */
  readonly slaChanges: string[];
  /** Why this baseline should not be used, one sentence each. */
  readonly problems: string[];
}

interface CsvRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
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
  const table = readTable(training, schema);
  const columns = columnsOf(schema).map(({ name }) => columnStatistics(name, table.column(name)));
  const statistics: Statistics = {
    version: 0,
    dataset: { item_count: table.rows },
    features: columns.map((column) => column.statistics),
  };
  const { constraints, changes } = mergeSla(suggestConstraints(statistics), sla);
  const fromData =
    table.problems.length > 0
      ? table.problems
      : [...typeProblems(schema, columns), ...contractProblems(columns, statistics, constraints)];
  return {
    statistics,
    constraints,
    rows: table.rows,
    rejects: table.rejects,
    slaChanges: changes,
    problems: [...slaProblems(sla, schema).map(formatProblem), ...fromData],
  };
}

interface Table {
  readonly rows: number;
  readonly rejects: Reject[];
  readonly problems: string[];
  column(name: string): (string | null)[];
}

function readTable({ file, text }: { file: string; text: string }, schema: CaptureSchema): Table {
  let records: CsvRecord[] = [];
  const problems: string[] = [];
  try {
    records = parse(text, { bom: true, info: true, relax_column_count: true, skip_empty_lines: true }) as never;
  } catch (error) {
    problems.push(`${file}: is not CSV (${error instanceof Error ? error.message : String(error)}).`);
  }
  const [first, ...body] = records;
  const header = first?.record ?? [];
  if (problems.length === 0) problems.push(...headerProblems(file, header, schema));
  const rejects = body
    .filter(({ record }) => record.length !== header.length)
    .map(({ record, info }) => ({
      file,
      line: info.lines,
      reason: `the row has ${record.length} column(s), the header ${header.length}.`,
    }));
  const rows = body.filter(({ record }) => record.length === header.length).map(({ record }) => record);
  if (problems.length === 0 && rows.length === 0) problems.push(`${file}: has a header, but no row below it.`);
  return {
    rows: rows.length,
    rejects,
    problems,
    column: (name) => {
      const i = header.indexOf(name);
      return rows.map((row) => row[i] || null);
    },
  };
}

function headerProblems(file: string, header: readonly string[], schema: CaptureSchema): string[] {
  const known = columnsOf(schema).map((column) => column.name);
  const list = known.join(', ');
  return [
    ...known
      .filter((name) => !header.includes(name))
      .map((name) => `${file}: the header lacks column '${name}' of schema ${schema.version}.`),
    ...header
      .filter((name) => !known.includes(name))
      .map((name) => `${file}: schema ${schema.version} has no column '${name}'; it has ${list}.`),
    ...header
      .filter((name, i) => header.indexOf(name) !== i)
      .map((name) => `${file}: the header names column '${name}' twice.`),
  ];
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
  const negative = constraints.features.flatMap(({ name, num_constraints }, i) => {
    const min = columns[i]?.statistics.numerical_statistics?.min;
    return num_constraints?.is_non_negative && min !== undefined && min < 0
      ? [
          `${name}: the training window itself breaks the contract: its least value is ${min}, and none may be negative.`,
        ]
      : [];
  });
  return [
    ...checkConstraints({ columns, statistics, constraints }).map(
      ({ feature_name, description }) =>
        `${feature_name}: the training window itself breaks the contract: ${description}`,
    ),
    ...negative,
  ];
}
