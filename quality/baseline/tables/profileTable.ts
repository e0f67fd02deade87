import type { CaptureSchema } from '../../../contract/captureSchema';
import type { TrainingRows } from '../trainingRows';
import { TrainingTable } from '../trainingTable';
import { readNames } from './readNames';
import { readTable, type TableReading } from './readTable';
import { clauseOf } from './tableFile';

/**
 * The columns of table files without a schema, in the order of the first file. The first value of a column that is not a number
 * is its `firstOther`. Throws a UserError if a file cannot be opened.
 */
export async function profileTable(reading: TableReading): Promise<TrainingRows> {
  const [first] = reading.files;
  const noRows = {
    rows: 0,
    headerRows: 0,
    rejects: { kept: [], count: 0, causes: [] },
    columns: [],
  };
  if (!first) return { ...noRows, problems: [] };
  let names: readonly string[];
  try {
    names = await readNames(first, reading.format);
  } catch (error) {
    return { ...noRows, problems: [`${first.name}: ${clauseOf(error)}.`] };
  }
  if (names.length === 0) return { ...noRows, problems: [`${first.name}: is empty.`] };
  const input = names.map((name) => ({ name, type: 'Fractional' as const }));
  const schema: CaptureSchema = { version: 'v1', output: [], input };
  const table = new TrainingTable(schema, () => undefined, reading.format.header, first.name);
  await readTable(reading, table, reading.files.length > 1 ? names : undefined);
  return table.finish();
}
