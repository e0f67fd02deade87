import type { CaptureSchema } from '../../contract/captureSchema';
import { UserError } from '../../contract/userError';
import { readTable, type TableReading } from '../baseline/tables/readTable';
import { comparedLayout, inOrder } from '../baseline/tables/tableLayout';
import { TrainingTable } from '../baseline/trainingTable';
import { NoteList } from '../record/noteList';
import { EmptyWindowError } from '../window/emptyWindowError';
import { type Comparison, judgeWindow, type WindowAnalysis } from './judgeWindow';
import { withoutFeatures } from './withoutFeatures';

/**
 * Compares table files with a baseline. Columns match by name; if the format has no header, by position. Columns of the answer
 * may be missing, and are then not checked; columns that the baseline does not have are left out. Throws a UserError for files
 * that cannot be read or lack columns of the request, and an `EmptyWindowError` if they have no row.
 */
export async function analyzeTable(reading: TableReading, comparison: Comparison): Promise<WindowAnalysis> {
  const { constraints, schema } = comparison;
  const features = new Map(constraints.features.map((feature) => [feature.name, feature]));
  const names = [...features.keys()];
  const input = names.map((name) => ({ name, type: 'String' as const }));
  // Baselines that are older than the registry have no schema.
  const columns: CaptureSchema = { version: 'v1', output: [], input, ...schema };
  const domainOf = (name: string) => features.get(name)?.string_constraints?.domains;
  const { schema: layout, missing: missingColumns, others: otherColumns } = await comparedLayout(reading, columns);
  const present = names.filter((name) => !missingColumns.includes(name));
  const table = new TrainingTable(layout, domainOf, reading.format.header, 'the baseline');
  await readTable(reading, table, present);
  if (table.problems.length > 0) throw new UserError(table.problems.join('\n'));
  const { kept: rejects, count: rejectCount, rows: rejectedRows, causes: rejectCauses } = table.rejects;
  const { rows, columns: profiles, headerRows } = table.finish();
  const notes = { ...new NoteList().notes, headerRows, missingColumns, otherColumns };
  const seen = { rejects, rejectCount, rejectedRows, rejectCauses, truncatedFiles: [], ...notes };
  const files = reading.files.length;
  if (rows === 0) throw new EmptyWindowError(files, seen);
  const compared = {
    ...comparison,
    ...withoutFeatures(comparison, missingColumns),
    schema: schema && { ...schema, output: schema.output.filter(({ name }) => !missingColumns.includes(name)) },
  };
  const window = { rows, files, columns: inOrder(profiles, present), ...seen };
  return { ...judgeWindow(window, compared), missingColumns, otherColumns };
}
