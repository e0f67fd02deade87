import { parse } from 'csv-parse/sync';
import type { InferredType } from '../../contract/modelMonitorFiles';
import { UserError } from '../../contract/userError';
import { columnStatistics } from './columnStatistics';

/** A column of a training file, with the type of its values; `Unknown` for a column without values. */
export interface InferredColumn {
  readonly name: string;
  readonly type: InferredType;
}

/** The columns of a training file, a CSV with a header row. Throws a UserError for text that is not valid CSV. */
export function inferColumns(file: string, text: string): InferredColumn[] {
  const [header = [], ...rows] = parseRows(file, text);
  return header.map((name, i) => {
    const values = rows.map((row) => row[i] || null);
    return { name, type: columnStatistics(name, values).statistics.inferred_type };
  });
}

function parseRows(file: string, text: string): string[][] {
  try {
    return parse(text, { bom: true, relaxColumnCount: true });
  } catch (error) {
    throw new UserError(`${file}: is not valid CSV (${error instanceof Error ? error.message : String(error)})`);
  }
}
