import { headerOf } from './csvStart';
import { type JsonSink, jsonReader } from './jsonReader';
import { openTable, readText } from './openTable';
import { withParquetFile } from './parquetFile';
import { TableError, type TableFile, type TableFormat } from './tableFile';

/**
 * The column names of a table, in file order: those of its header, or all keys of JSON rows, for which the file is read.
 * Columns without names are `_c0`, `_c1`, ..., as in Model Monitor. Throws a TableError for a file that is not a table.
 */
export async function readNames({ path }: TableFile, format: TableFormat): Promise<readonly string[]> {
  const table = await openTable(path, format);
  if (table.kind === 'parquet') return parquetNames(path);
  if (table.kind === 'csv') {
    const names = headerOf(table.start, format);
    return format.header ? names : numbered(names.length);
  }
  const names = new Set<string>();
  let width = 0;
  let firstReject: string | undefined;
  const sink: JsonSink = {
    addJsonRows: (rows) => {
      for (const { values } of rows) {
        if (Array.isArray(values)) width = Math.max(width, values.length);
        else for (const name of Object.keys(values)) names.add(name);
      }
    },
    rejectLine: (line, reason) => {
      firstReject ??= `line ${line}: ${reason.replace(/\.$/, '')}`;
    },
    endJson: () => undefined,
  };
  await readText(table, jsonReader(table.layout, sink), () => true);
  if (names.size === 0 && width === 0 && firstReject !== undefined) throw new TableError(firstReject);
  return names.size > 0 ? [...names] : numbered(width);
}

async function parquetNames(path: string): Promise<readonly string[]> {
  let names: readonly string[] = [];
  await withParquetFile(path, async (file) => {
    names = file.names;
  });
  return names;
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `_c${i}`);
}
