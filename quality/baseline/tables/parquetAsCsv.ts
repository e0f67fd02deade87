import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CaptureSource } from '../../source/captureSource';
import { precededBy, readBytes } from '../../source/unpackedPieces';
import { withParquetFile } from './parquetFile';
import { clauseOf, TableError } from './tableFile';

/**
 * A source as it is, or a Parquet file as CSV: with a header if each of its columns is among `names`, else by position.
 * A Parquet file is copied to a temporary file, as its columns are read one after the other. Reading throws a TableError that
 * names a file that cannot be read.
 */
export function parquetAsCsv(source: CaptureSource, names: ReadonlySet<string>): CaptureSource {
  return { file: source.file, open: () => piecesOf(source, names) };
}

async function* piecesOf({ file, open }: CaptureSource, names: ReadonlySet<string>): AsyncGenerator<Uint8Array> {
  const stored = open();
  const pieces = Symbol.asyncIterator in stored ? stored[Symbol.asyncIterator]() : stored[Symbol.iterator]();
  try {
    const first = await readBytes(pieces, 4);
    const all = precededBy(first, pieces);
    if (Buffer.from(first).toString('latin1', 0, 4) !== 'PAR1') return yield* all;
    const folder = mkdtempSync(join(tmpdir(), 'parquet-'));
    try {
      const path = join(folder, 'file');
      await pipeline(all, createWriteStream(path));
      yield* await csvOf(path, names);
    } catch (error) {
      throw error instanceof TableError ? new TableError(`${file}: ${clauseOf(error)}`) : error;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  } finally {
    await pieces.return?.();
  }
}

/** The lines of a Parquet file, those of a row group together. */
async function csvOf(path: string, known: ReadonlySet<string>): Promise<readonly Buffer[]> {
  const pieces: Buffer[] = [];
  await withParquetFile(path, async ({ names, groups }) => {
    if (names.every((name) => known.has(name))) pieces.push(Buffer.from(`${names.map(csvCell).join(',')}\n`));
    for (const { rows, readColumn } of groups) {
      const lines = Array.from({ length: rows }, (): string[] => []);
      for (const place of names.keys()) {
        let row = 0;
        await readColumn(place, (text) => lines[row++]?.push(csvCell(text ?? '')));
      }
      pieces.push(Buffer.from(lines.map((cells) => `${cells.join(',')}\n`).join('')));
    }
  });
  return pieces;
}

const csvCell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
