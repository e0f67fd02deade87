import { type CaptureSchema, columnsOf } from '../../../contract/captureSchema';
import type { Sla } from '../../../contract/sla';
import { baselineOf, type DerivedBaseline } from '../deriveBaseline';
import { TrainingTable } from '../trainingTable';
import { readTable, type TableReading } from './readTable';
import { inOrder, schemaInFileOrder } from './tableLayout';

/**
 * Derives a baseline from training files of any size. Columns match the schema by name. If the format has no header, they
 * match by position. Throws a UserError if a file cannot be opened.
 */
export async function readTrainingFiles(
  args: TableReading & { readonly schema: CaptureSchema; readonly sla: Sla },
): Promise<DerivedBaseline> {
  const { format, schema, sla } = args;
  const names = columnsOf(schema).map(({ name }) => name);
  const ordered = format.header ? schema : schemaInFileOrder(format, schema);
  const expectedBy = `schema ${schema.version}`;
  const table = new TrainingTable(ordered, (name) => sla.features[name]?.categories, format.header, expectedBy);
  await readTable(args, table, names);
  const { columns, ...training } = table.finish();
  return baselineOf({ ...training, columns: inOrder(columns, names) }, schema, sla);
}
