import { type CaptureSchema, captureKeyOf, columnsOf } from '../../contract/captureSchema';
import { joinedAnswerKey } from '../json/joinedRow';
import type { Kernel } from '../kernel/kernel';
import { ColumnAccumulator } from '../profile/columnAccumulator';
import { TypeWatch } from '../profile/typeWatch';

/** A column of the schema. */
export interface TableColumn {
  readonly name: string;
  /** Names that a file may have it under: its own first. */
  readonly keys: readonly string[];
  readonly ignored: boolean;
  /** Whether a file may lack the column: it is ignored, or may be empty. */
  readonly optional: boolean;
  readonly accumulator: ColumnAccumulator;
  readonly watch: TypeWatch;
}

/**
 * The names that a table may have each column of a schema under, in order: its own, the one in captures unless that is
 * another column's, and the one that a batch transform job gives an answer that it joins to its request.
 */
export function tableKeys({ output, input }: Pick<CaptureSchema, 'output' | 'input'>): readonly (readonly string[])[] {
  const names = new Set([...output, ...input].map(({ name }) => name));
  const joined = output.length === 1 ? [joinedAnswerKey] : output.map((_, i) => `${joinedAnswerKey}.${i}`);
  return [...output, ...input].map((column, i) => {
    const others = [captureKeyOf(column), joined[i]].filter((key) => key !== undefined && !names.has(key));
    return [column.name, ...(others as string[])];
  });
}

/** The columns of a schema, in order. `trackedValues` are counted however many others there are. */
export function tableColumns(
  schema: CaptureSchema,
  trackedValues: (name: string) => readonly string[] | undefined,
  kernel: Kernel,
): TableColumn[] {
  const keys = tableKeys(schema);
  return columnsOf(schema).map((column, i) => {
    const { name, type, ignored = false, mayBeEmpty = false } = column;
    const accumulator = new ColumnAccumulator(trackedValues(name), kernel);
    const watch = new TypeWatch(ignored ? 'String' : type, accumulator);
    return { name, keys: keys[i] ?? [name], ignored, optional: ignored || mayBeEmpty, accumulator, watch };
  });
}

/** A value of a JSON object, under the first name of the column that it has; undefined if it has none. */
export function valueOfKey(
  values: Readonly<Record<string, string | null>>,
  { keys }: TableColumn,
): string | null | undefined {
  const key = keys.find((name) => Object.hasOwn(values, name));
  return key === undefined ? undefined : values[key];
}

/** Adds missing values up to a number of rows, for a column that some file lacked. */
export function addMissing(column: ColumnAccumulator, rows: number): void {
  const { types, missing } = column;
  const counted = missing + types.Integral + types.Fractional + types.Boolean + types.String;
  for (let i = counted; i < rows; i++) column.addText(null);
}
