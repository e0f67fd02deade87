import { type CaptureSchema, captureKeyOf, columnsOf } from '../../contract/captureSchema';
import type { Kernel } from '../kernel/kernel';
import { ColumnAccumulator } from '../profile/columnAccumulator';
import { TypeWatch } from '../profile/typeWatch';

/** A column of the schema. */
export interface TableColumn {
  readonly name: string;
  /** Name in the captures, which a training file may have too; the column's name if that is another column's. */
  readonly key: string;
  readonly ignored: boolean;
  /** Whether a file may lack the column: it is ignored, or may be empty. */
  readonly optional: boolean;
  readonly accumulator: ColumnAccumulator;
  readonly watch: TypeWatch;
}

/** The columns of a schema, in order. `trackedValues` are counted however many others there are. */
export function tableColumns(
  schema: CaptureSchema,
  trackedValues: (name: string) => readonly string[] | undefined,
  kernel: Kernel,
): TableColumn[] {
  const names = new Set(columnsOf(schema).map(({ name }) => name));
  return columnsOf(schema).map((column) => {
    const { name, type, ignored = false, mayBeEmpty = false } = column;
    const accumulator = new ColumnAccumulator(trackedValues(name), kernel);
    const watch = new TypeWatch(ignored ? 'String' : type, accumulator);
    const key = names.has(captureKeyOf(column)) ? name : captureKeyOf(column);
    return { name, key, ignored, optional: ignored || mayBeEmpty, accumulator, watch };
  });
}

/** A value of a JSON object, under the column's name or the one in captures; undefined if it has neither. */
export function valueOfKey(
  values: Readonly<Record<string, string | null>>,
  { name, key }: TableColumn,
): string | null | undefined {
  if (Object.hasOwn(values, name)) return values[name];
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

/** Adds missing values up to a number of rows, for a column that some file lacked. */
export function addMissing(column: ColumnAccumulator, rows: number): void {
  const { types, missing } = column;
  const counted = missing + types.Integral + types.Fractional + types.Boolean + types.String;
  for (let i = counted; i < rows; i++) column.addText(null);
}
