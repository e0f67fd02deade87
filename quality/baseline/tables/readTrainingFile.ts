import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import type { CaptureSchema } from '../../../contract/captureSchema';
import type { Sla } from '../../../contract/sla';
import { unreadable } from '../../../contract/userError';
import { baselineOf, type DerivedBaseline } from '../deriveBaseline';
import { TrainingTable } from '../trainingTable';
import { withParquetFile } from './parquetFile';

/** Progress of a long read. */
export interface ReadingProgress {
  readonly rows: number;
  /** Share of the file, 0..1. */
  readonly share: number;
}

/** Large enough to make reads cheap, small enough for a processor's cache. */
const pieceSize = 1 << 18;

type OnProgress = (progress: ReadingProgress) => void;

interface File {
  readonly path: string;
  readonly size: number;
}

/** Formats by the first bytes of a file. */
const formats = [
  { name: 'Parquet', magic: 'PAR1', read: readParquet },
  { name: 'gzip', magic: '\x1f\x8b', read: (file, table, onProgress) => readCsv(file, table, onProgress, true) },
  { name: 'CSV', magic: '', read: (file, table, onProgress) => readCsv(file, table, onProgress, false) },
] as const satisfies readonly {
  name: string;
  magic: string;
  read: (file: File, table: TrainingTable, onProgress: OnProgress) => Promise<void>;
}[];

/**
 * Derives a baseline from a training file of any size: CSV, optionally gzipped, or Parquet. Columns match the schema by name.
 * If `header` is false, they match by position, and a CSV has no header row. Throws a UserError if the file cannot be opened.
 */
export async function readTrainingFile(args: {
  file: string;
  header: boolean;
  schema: CaptureSchema;
  sla: Sla;
  /** Called after each piece. */
  onProgress?: (progress: ReadingProgress) => void;
}): Promise<DerivedBaseline> {
  const { file: path, header, schema, sla, onProgress = () => undefined } = args;
  const { size, start } = await readStart(path);
  const format = formats.find(({ magic }) => start.startsWith(magic)) ?? formats[2];
  const table = new TrainingTable(path, schema, sla, header);
  try {
    await format.read({ path, size }, table, onProgress);
  } catch (error) {
    table.refuse(format.name, error);
  }
  return baselineOf(table.finish(), schema, sla);
}

async function readStart(path: string): Promise<{ size: number; start: string }> {
  try {
    const handle = await open(path);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
      return { size: (await handle.stat()).size, start: buffer.toString('latin1', 0, bytesRead) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function readCsv(
  { path, size }: File,
  table: TrainingTable,
  onProgress: OnProgress,
  gzipped: boolean,
): Promise<void> {
  const stored = createReadStream(path, { highWaterMark: pieceSize });
  const reader = table.csvReader();
  const pieces = gzipped ? unzip(stored, createGunzip({ chunkSize: pieceSize })) : stored;
  for await (const piece of pieces) {
    reader.push(piece as Buffer);
    onProgress({ rows: table.rows, share: stored.bytesRead / size });
  }
  reader.end();
}

/** `pipe` alone would leave the reader waiting when reading the file fails. */
function unzip(stored: Readable, gunzip: Gunzip): Readable {
  return pipeline(stored, gunzip, () => undefined);
}

async function readParquet({ path }: File, table: TrainingTable, onProgress: OnProgress): Promise<void> {
  await withParquetFile(path, async ({ names, groups }) => {
    if (!table.setColumns(names)) return;
    const total = groups.reduce((sum, { rows }) => sum + rows, 0);
    for (const { rows, readColumn } of groups) {
      for (const place of names.keys()) {
        await readColumn(place, (text) => table.addValue(place, text));
        onProgress({ rows: table.rows, share: (table.rows + (rows * (place + 1)) / names.length) / total });
      }
      table.rows += rows;
    }
    onProgress({ rows: table.rows, share: 1 });
  });
}
