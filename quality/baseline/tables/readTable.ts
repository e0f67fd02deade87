import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { unreadable } from '../../../contract/userError';
import { forEachLine, LineReader } from '../../source/lineReader';
import { GzipError, unpackedPieces } from '../../source/unpackedPieces';
import type { JsonRow, TrainingTable } from '../trainingTable';
import { checkCsvStart } from './csvStart';
import { refuseForeignFile } from './fileKinds';
import { JsonCutter, readJsonRow } from './jsonRows';
import { withParquetFile } from './parquetFile';
import { TableError, type TableFile, type TableFormat } from './tableFile';
import { utf8Pieces } from './utf8Pieces';

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

/** Large enough to make reads cheap, small enough for a processor's cache. */
const pieceSize = 1 << 18;
/** Bytes by which a file's kind is told. */
const startBytes = 1 << 16;
const maxLineBytes = 1 << 27;
/** Rows of JSON that are handed on at a time. */
const jsonBatch = 1000;

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

/** A clause for a person: the words of decompressors and parsers are not shown. */
function clauseOf(error: unknown): string {
  if (error instanceof GzipError) return 'is damaged or cut off (gzip); copy or pack it again';
  return error instanceof Error ? error.message : String(error);
}

async function readFile(reading: Reading, names: readonly string[] | undefined): Promise<void> {
  const { path, format } = reading;
  const stored = await readStart(createReadStream(path, { end: 3 }));
  if (stored.toString('latin1') === 'PAR1') return readParquet(reading);
  const start = await readStart(unpackedPieces(createReadStream(path, { highWaterMark: startBytes })));
  if (start.toString('latin1', 0, 4) === 'PAR1') throw new TableError('is gzipped Parquet; unpack it');
  refuseForeignFile(start.subarray(0, 1 << 12), format.encoding);
  const read = readerOf(await textStart(start, format.encoding), names, reading);
  let readBytes = 0;
  const total = await stat(path).then(({ size }) => Math.max(1, size));
  const open = () => unpackedPieces(countBytes(createReadStream(path, { highWaterMark: pieceSize })));
  async function* countBytes(pieces: AsyncIterable<Uint8Array>) {
    for await (const piece of pieces) {
      readBytes += piece.length;
      yield piece;
    }
  }
  for await (const piece of utf8Pieces(open, format.encoding)) {
    read.push(piece);
    reading.report(readBytes / total);
    if (reading.table.problems.length > 0) return;
  }
  read.end();
  reading.report(1);
}

/** The first bytes. */
async function readStart(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    parts.push(piece);
    size += piece.length;
    if (size >= startBytes) break;
  }
  return Buffer.concat(parts).subarray(0, startBytes);
}

/** The beginning of the text; bytes that are not text are found when they are read. */
async function textStart(start: Buffer, encoding = 'utf-8'): Promise<string> {
  try {
    return new TextDecoder(encoding).decode(start);
  } catch {
    return start.toString();
  }
}

interface TextReader {
  push(piece: Buffer): void;
  end(): void;
}

function readerOf(start: string, names: readonly string[] | undefined, { table, format }: Reading): TextReader {
  const json = format.separator === undefined ? jsonLayout(start) : undefined;
  if (json) {
    if (!format.header && start.trimStart().startsWith('{')) {
      throw new TableError('is JSON with the column names in each row; omit --no-header');
    }
    return jsonReader(json, table);
  }
  checkCsvStart(start, names, format);
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

type JsonLayout = 'lines' | 'array' | 'values';

/** How the rows of a JSON text stand; undefined for another text. */
function jsonLayout(start: string): JsonLayout | undefined {
  const text = start.trimStart();
  if (/^\[\s*[[{]/.test(text)) return 'array';
  if (/^\[\s*(?:["\d\-\]]|null|true|false)/.test(text)) return 'lines';
  if (!/^\{\s*["}]/.test(text)) return undefined;
  const [first = ''] = text.split(/\r?\n/, 1);
  try {
    JSON.parse(first);
    return 'lines';
  } catch {
    // A first line that is cut off, or not JSON: a brace alone begins a value over several lines.
    return /^\{\s*$/.test(first) || !first.trimEnd().endsWith('}') ? 'values' : 'lines';
  }
}

function jsonReader(layout: JsonLayout, table: TrainingTable): TextReader {
  let batch: JsonRow[] = [];
  const flush = () => {
    table.addJsonRows(batch);
    batch = [];
  };
  const add = (json: string, line: number) => {
    try {
      batch.push(readJsonRow(json, line));
    } catch (error) {
      table.rejectLine(line, `${clauseOf(error)}.`);
    }
    if (batch.length >= jsonBatch) flush();
  };
  const cutter = layout === 'lines' ? lineCutter(table, add) : new JsonCutter(layout === 'array' ? 1 : 0, add);
  const end = () => {
    cutter.end();
    flush();
    table.endJson();
  };
  return { push: (piece) => cutter.push(piece), end };
}

function lineCutter(table: TrainingTable, add: (json: string, line: number) => void): TextReader {
  const addLine = (bytes: Buffer, line: number) => {
    const json = bytes.toString();
    if (json.trim() !== '') add(json, line);
  };
  return new LineReader(
    maxLineBytes,
    (block) => forEachLine(block, ({ bytes, start, end, line }) => addLine(bytes.subarray(start, end), line)),
    (line) => table.rejectLine(line, `the line has more than ${maxLineBytes} bytes.`),
  );
}

async function readParquet(reading: Reading): Promise<void> {
  try {
    await readParquetGroups(reading);
  } catch (error) {
    if (error instanceof TableError) throw error;
    throw new TableError('is damaged, cut short or of a kind of Parquet that cannot be read; write it again');
  }
}

async function readParquetGroups({ path, table, report }: Reading): Promise<void> {
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
