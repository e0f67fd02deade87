import { stat } from 'node:fs/promises';
import { unreadable } from '../../../contract/userError';
import type { TrainingTable } from '../trainingTable';
import { checkCsvStart } from './csvStart';
import { jsonReader } from './jsonReader';
import { openTable, readText, type TextReader } from './openTable';
import { withParquetFile } from './parquetFile';
import { clauseOf, TableError, type TableFile, type TableFormat } from './tableFile';

/** Progress of a long read. */
export interface ReadingProgress {
  readonly rows: number;
  /** Share of all files, 0..1. */
  readonly share: number;
}

export interface TableReading {
  readonly files: readonly TableFile[];
  readonly format: TableFormat;
  /** Called after each piece. */
  readonly onProgress?: ((progress: ReadingProgress) => void) | undefined;
}

/** A file that is being read, and where it is put. */
interface Reading {
  readonly path: string;
  readonly table: TrainingTable;
  readonly format: TableFormat;
  /** Reports the share of this file, 0..1. */
  readonly report: (share: number) => void;
}

/**
 * Adds the rows of files of any size to a table: CSV, JSON lines, JSON arrays, each also gzipped, and Parquet. `names` are the
 * columns to expect, in order. Throws a UserError if a file cannot be opened. Other problems are the table's.
 */
export async function readTable(
  { files, format, onProgress }: TableReading,
  table: TrainingTable,
  names: readonly string[] | undefined,
): Promise<void> {
  const sizes = await Promise.all(files.map(sizeOf));
  const total = Math.max(
    1,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  let before = 0;
  for (const [i, { name, path }] of files.entries()) {
    const size = sizes[i] ?? 0;
    const share = (part: number) => Math.min(1, (before + part * size) / total);
    const report = (part: number) => onProgress?.({ rows: table.rows, share: share(part) });
    table.beginFile(name);
    try {
      await readFile({ path, table, format, report }, names);
    } catch (error) {
      table.refuse(clauseOf(error));
    }
    if (table.problems.length > 0) return;
    before += size;
  }
}

async function sizeOf({ name, path }: TableFile): Promise<number> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) throw new Error('it is a folder');
    return stats.size;
  } catch (error) {
    throw unreadable(name, error);
  }
}

async function readFile(reading: Reading, names: readonly string[] | undefined): Promise<void> {
  const { path, table, format, report } = reading;
  const open = await openTable(path, format);
  if (open.kind === 'parquet') return readParquet(reading);
  if (open.kind === 'csv') checkCsvStart(open.start, names, format);
  const reader = open.kind === 'csv' ? csvReader(reading) : jsonReader(open.layout, table);
  await readText(open, reader, (share) => {
    report(share);
    return table.problems.length === 0;
  });
}

function csvReader({ table, format }: Reading): TextReader {
  const reader = table.csvReader(format.separator);
  const named = (work: () => void) => {
    try {
      work();
    } catch (error) {
      throw new TableError(`is not valid CSV (${clauseOf(error)})`);
    }
  };
  return { push: (piece) => named(() => reader.push(piece)), end: () => named(() => reader.end()) };
}

async function readParquet({ path, table, report }: Reading): Promise<void> {
  await withParquetFile(path, async ({ names, groups }) => {
    if (!table.setColumns(names)) return;
    const total = groups.reduce((sum, { rows }) => sum + rows, 0);
    let before = 0;
    for (const { rows, readColumn } of groups) {
      for (const place of names.keys()) {
        await readColumn(place, (text) => table.addValue(place, text));
        if (table.isWatching(place)) {
          const texts: (string | null)[] = [];
          await readColumn(place, (text) => texts.push(text));
          table.findWrongValue(place, texts, before + 1);
        }
        report((before + (rows * (place + 1)) / names.length) / Math.max(1, total));
      }
      before += rows;
      table.rows += rows;
    }
    report(1);
  });
}
