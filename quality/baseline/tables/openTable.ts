import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { unpackedPieces } from '../../source/unpackedPieces';
import { refuseForeignFile } from './fileKinds';
import { TableError, type TableFormat } from './tableFile';
import { countBreaks, utf8Pieces } from './utf8Pieces';

/** How rows stand in a JSON text: one a line, as the items of one array, or one after the other over several lines. */
export type JsonLayout = 'lines' | 'array' | 'values';

/** A text, unpacked. */
export interface OpenText {
  /** Its beginning. */
  readonly start: string;
  /** All of it in UTF-8, with the share of the file that was read, 0..1. */
  readonly pieces: () => AsyncGenerator<{ readonly bytes: Buffer; readonly share: number }>;
}

export type OpenTable =
  | { readonly kind: 'parquet' }
  | ({ readonly kind: 'csv' } & OpenText)
  | ({ readonly kind: 'json'; readonly layout: JsonLayout } & OpenText);

/** What takes a text piece by piece. */
export interface TextReader {
  push(piece: Buffer): void;
  end(): void;
}

/** Large enough to make reads cheap, small enough for a processor's cache. */
const pieceSize = 1 << 18;
/** Bytes by which a file's kind is told, enough for a wide header. */
const startBytes = 1 << 20;

/** Tells the kind of a file by its content. Throws a TableError for one that is not a table. */
export async function openTable(path: string, format: TableFormat): Promise<OpenTable> {
  const isParquet = (start: Buffer) => start.toString('latin1', 0, 4) === 'PAR1';
  if (isParquet(await readStart(createReadStream(path, { end: 3 })))) return { kind: 'parquet' };
  const start = await readStart(unpackedPieces(createReadStream(path, { highWaterMark: pieceSize })));
  if (isParquet(start)) throw new TableError('is gzipped Parquet; unpack it');
  refuseForeignFile(start.subarray(0, 1 << 12), format.encoding);
  const text = { start: textStart(start, format.encoding), pieces: () => textPieces(path, format) };
  const layout = format.separator === undefined ? jsonLayout(text.start) : undefined;
  if (layout === undefined) return { kind: 'csv', ...text };
  if (!format.header && text.start.trimStart().startsWith('{')) {
    throw new TableError('is JSON with the column names in each row; omit --no-header');
  }
  return { kind: 'json', layout, ...text };
}

/** Reads a text to its end, or until `goesOn` returns false; it gets the share of the file that was read. */
export async function readText(
  { pieces }: OpenText,
  reader: TextReader,
  goesOn: (share: number) => boolean,
): Promise<void> {
  for await (const { bytes, share } of pieces()) {
    reader.push(bytes);
    if (!goesOn(share)) return;
  }
  reader.end();
  goesOn(1);
}

async function* textPieces(path: string, { encoding }: TableFormat): ReturnType<OpenText['pieces']> {
  const { size } = await stat(path);
  let read = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of createReadStream(path, { highWaterMark: pieceSize })) {
      read += (piece as Buffer).length;
      yield piece as Buffer;
    }
  }
  for await (const bytes of utf8Pieces(() => unpackedPieces(counted()), encoding)) {
    if (bytes.includes(0))
      throw await nulError(() => utf8Pieces(() => unpackedPieces(createReadStream(path)), encoding));
    yield { bytes, share: read / size };
  }
}

/** Names the line of the first NUL character, for which the file is read once more. */
async function nulError(open: () => AsyncIterable<Buffer>): Promise<TableError> {
  let line = 1;
  for await (const bytes of open()) {
    const at = bytes.indexOf(0);
    line += countBreaks(bytes.subarray(0, at < 0 ? bytes.length : at));
    if (at >= 0) break;
  }
  return new TableError(`line ${line} has a NUL character, which no text has; write the file again, or remove it`);
}

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

/** The beginning as a text. Bytes and encodings that are invalid are named when the file is read. */
function textStart(start: Buffer, encoding = 'utf-8'): string {
  try {
    return new TextDecoder(encoding).decode(start);
  } catch {
    return start.toString();
  }
}

/** The layout of a JSON text; undefined for another text. */
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
    // Of a value over several lines the first does not end with a brace.
    return first.trimEnd().endsWith('}') || first.length === text.length ? 'lines' : 'values';
  }
}
