import type { CaptureSchema, Column } from '../../../contract/captureSchema';
import { tableKeys } from '../tableColumns';
import type { TrainingRows } from '../trainingRows';
import { readNames } from './readNames';
import type { TableReading } from './readTable';

/** How the columns of table files match a schema. */
export interface TableLayout {
  /** The schema by which the files are read: columns in the files' order, with other columns of the files as ignored ones. */
  readonly schema: CaptureSchema;
  /** Columns of the answer that no file has. */
  readonly missing: readonly string[];
  /** Columns of the files that the schema does not have. */
  readonly others: readonly string[];
}

/** What `GenerateInferenceId` of a batch transform job appends to the columns of its output. */
const appendedNames = ['SageMakerInferenceId', 'SageMakerInferenceTime'];
const ignoredColumn = (name: string): Column => ({ name, type: 'String', ignored: true });

/**
 * The layout of files that are compared with a baseline: columns of the answer may be missing, and other columns may be
 * there. If a column of the request is missing, or a file is not a table, the schema is unchanged: reading names the mistake.
 */
export async function comparedLayout(reading: TableReading, schema: CaptureSchema): Promise<TableLayout> {
  try {
    const names = new Set<string>();
    for (const file of reading.files) for (const name of await readNames(file, reading.format)) names.add(name);
    return reading.format.header ? layoutByName(schema, names) : layoutByOrder(reading, schema, names.size);
  } catch {
    return { schema, missing: [], others: [] };
  }
}

/** The schema with its columns in the order of files without a header. */
export function schemaInFileOrder(
  { predictionLast = false }: TableReading['format'],
  schema: CaptureSchema,
): CaptureSchema {
  const { output, input } = schema;
  return { ...schema, output: [], input: predictionLast ? [...input, ...output] : [...output, ...input] };
}

/** The profiles of some columns, in the order of their names. */
export function inOrder(profiles: TrainingRows['columns'], names: readonly string[]): TrainingRows['columns'] {
  const byName = new Map(profiles.map((profile) => [profile.statistics.name, profile]));
  return names.flatMap((name) => byName.get(name) ?? []);
}

function layoutByName(schema: CaptureSchema, names: ReadonlySet<string>): TableLayout {
  const { output, input } = schema;
  const keys = tableKeys(schema);
  const isMissing = (column: Column, i: number) =>
    !column.ignored && !column.mayBeEmpty && !(keys[i] ?? []).some((key) => names.has(key));
  const known = new Set(keys.flat());
  const others = [...names].filter((name) => !known.has(name));
  if (input.some((column, i) => isMissing(column, output.length + i))) return { schema, missing: [], others: [] };
  const missing = output.filter(isMissing).map(({ name }) => name);
  return {
    schema: {
      ...schema,
      // A prediction without names has its keys by their places, so all are kept; a missing one is ignored.
      output: output.map((column) => (missing.includes(column.name) ? { ...column, ignored: true } : column)),
      input: [...input, ...others.map(ignoredColumn)],
    },
    missing,
    others,
  };
}

function layoutByOrder({ format }: TableReading, schema: CaptureSchema, width: number): TableLayout {
  const { output, input } = schema;
  const ordered = schemaInFileOrder(format, schema);
  // A file may lack the ignored columns.
  const isWidthOf = (columns: readonly Column[]) =>
    width === columns.length || width === columns.filter(({ ignored }) => !ignored).length;
  if (!isWidthOf(ordered.input) && isWidthOf(input)) {
    return { schema: { ...schema, output: [] }, missing: output.map(({ name }) => name), others: [] };
  }
  const isAppended = format.predictionLast && width === ordered.input.length + appendedNames.length;
  if (!isAppended) return { schema: ordered, missing: [], others: [] };
  const others = appendedNames.map(ignoredColumn);
  return { schema: { ...ordered, input: [...ordered.input, ...others] }, missing: [], others: appendedNames };
}
