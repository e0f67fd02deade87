import { type CaptureSchema, columnsOf } from '../../../contract/captureSchema';
import type { Sla } from '../../../contract/sla';
import { baselineOf, type DerivedBaseline } from '../deriveBaseline';
import { TrainingTable } from '../trainingTable';
import { readTable, type TableReading } from './readTable';

/**
 * Derives a baseline from training files of any size. Columns match the schema by name. If the format has no header, they
 * match by position. Throws a UserError if a file cannot be opened.
 */
export async function readTrainingFiles(
  args: TableReading & { readonly schema: CaptureSchema; readonly sla: Sla },
): Promise<DerivedBaseline> {
  const { format, schema, sla } = args;
  const table = new TrainingTable(schema, (name) => sla.features[name]?.categories, format.header);
  await readTable(
    args,
    table,
    columnsOf(schema).map(({ name }) => name),
  );
  return baselineOf(table.finish(), schema, sla);
}
