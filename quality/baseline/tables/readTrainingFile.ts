import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import type { CaptureSchema } from '../../../contract/captureSchema';
import type { Sla } from '../../../contract/sla';
import { UserError } from '../../../contract/userError';
import { baselineOf, type DerivedBaseline } from '../deriveBaseline';
import { TrainingTable } from '../trainingTable';
import { withParquetFile } from './parquetFile';

/** How far a long read is. */
export interface ReadingProgress {
  readonly rows: number;
  /** Of the file as it lies on disk, 0..1; undefined where that is not known. */
  readonly share?: number;
}

/** Large enough that a read costs nothing, small enough to stay in a processor's cache. */
const pieceSize = 1 << 18;

type OnProgress = (progress: ReadingProgress) => void;

interface File {
  readonly path: string;
  readonly size: number;
}

/** How a file's first bytes tell its form. */
const forms = [
  { name: 'Parquet', magic: 'PAR1', read: readParquet },
  { name: 'gzip', magic: '\x1f\x8b', read: (file, table, onProgress) => readCsv(file, table, onProgress, true) },
  { name: 'CSV', magic: '', read: (file, table, onProgress) => readCsv(file, table, onProgress, false) },
] as const satisfies readonly {
  name: string;
  magic: string;
  read: (file: File, table: TrainingTable, onProgress: OnProgress) => Promise<void>;
}[];

/**
 * The baseline of a training window on disk, of any size: CSV, also gzipped, or Parquet. Columns are matched with the
 * schema by the file's names; with `header` false by their place, and a CSV begins with a row. A UserError says when
 * the file can't be opened.
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
  const { size, start } = await openable(path);
  const form = forms.find(({ magic }) => start.startsWith(magic)) ?? forms[2];
  const table = new TrainingTable(path, schema, sla, header);
  try {
    await form.read({ path, size }, table, onProgress);
  } catch (error) {
    table.refuse(form.name, error);
  }
  return baselineOf(table.finished(), schema, sla);
}

async function openable(path: string): Promise<{ size: number; start: string }> {
  try {
    const handle = await open(path);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
      return { size: (await handle.stat()).size, start: buffer.toString('latin1', 0, bytesRead) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${(error as Error).message})`);
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
  const pieces = gzipped ? unpacked(stored, createGunzip({ chunkSize: pieceSize })) : stored;
  for await (const piece of pieces) {
    reader.push(piece as Buffer);
    onProgress({ rows: table.rows, share: stored.bytesRead / size });
  }
  reader.end();
}

/** A read that fails must end what reads from it: `pipe` alone would leave it waiting. */
function unpacked(stored: Readable, unpacking: Gunzip): Readable {
  return pipeline(stored, unpacking, () => undefined);
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
