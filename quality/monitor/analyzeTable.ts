import type { CaptureSchema } from '../../contract/captureSchema';
import { UserError } from '../../contract/userError';
import { readTable, type TableReading } from '../baseline/tables/readTable';
import { TrainingTable } from '../baseline/trainingTable';
import { NoteList } from '../record/noteList';
import { EmptyWindowError } from '../window/emptyWindowError';
import { type Comparison, judgeWindow, type WindowAnalysis } from './judgeWindow';

/**
 * Compares table files with a baseline. Columns match by name; if the format has no header, by position. Throws a UserError
 * for files that cannot be read or have other columns, and an `EmptyWindowError` if they have no row.
 */
export async function analyzeTable(reading: TableReading, comparison: Comparison): Promise<WindowAnalysis> {
  const { constraints, schema } = comparison;
  const features = new Map(constraints.features.map((feature) => [feature.name, feature]));
  const names = [...features.keys()];
  const input = names.map((name) => ({ name, type: 'String' as const }));
  // Baselines that are older than the registry have no schema.
  const columns: CaptureSchema = { version: 'v1', output: [], input, ...schema };
  const domainOf = (name: string) => features.get(name)?.string_constraints?.domains;
  const table = new TrainingTable(columns, domainOf, reading.format.header, 'the baseline');
  await readTable(reading, table, names);
  if (table.problems.length > 0) throw new UserError(table.problems.join('\n'));
  const { kept: rejects, count: rejectCount, rows: rejectedRows, causes: rejectCauses } = table.rejects;
  const { rows, columns: profiles, headerRows } = table.finish();
  const notes = { ...new NoteList().notes, headerRows };
  const seen = { rejects, rejectCount, rejectedRows, rejectCauses, truncatedFiles: [], ...notes };
  const files = reading.files.length;
  if (rows === 0) throw new EmptyWindowError(files, seen);
  return judgeWindow({ rows, files, columns: profiles, ...seen }, comparison);
}
