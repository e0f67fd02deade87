import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
type PieceIterator = Iterator<Uint8Array> | AsyncIterator<Uint8Array>;

/** Large enough that a piece costs nothing, small enough to stay in a processor's cache. */
const pieceSize = 1 << 18;

/** Gzip data that is damaged or cut off. The message is one clause. */
export class GzipError extends Error {
  override readonly name = 'GzipError';
}

/** The pieces of a file, unpacked if its first two bytes are those of gzip. Closes the file however the reading ends. */
export async function* unpackedPieces(pieces: Pieces): AsyncGenerator<Uint8Array> {
  const stored = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
  try {
    const first = await readBytes(stored, 2);
    const all = precededBy(first, stored);
    if (first[0] === 0x1f && first[1] === 0x8b) yield* gunzipped(all);
    else yield* all;
  } finally {
    await stored.return?.();
  }
}

async function* gunzipped(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  // `pipe` instead of `pipeline` would wait forever after a failed read.
  const unpacked = pipeline(
    Readable.from(pieces, { objectMode: false }),
    createGunzip({ chunkSize: pieceSize }),
    () => undefined,
  );
  try {
    for await (const piece of unpacked) yield piece as Buffer;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw code.startsWith('Z_') ? new GzipError(message) : error;
  }
}

/** The first pieces, of `count` bytes or more unless the file is shorter. */
export async function readBytes(stored: PieceIterator, count: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (let size = 0; size < count; ) {
    const { done, value } = await stored.next();
    if (done) break;
    pieces.push(value);
    size += value.length;
  }
  return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
}

/** Pieces that were read already, and the rest. */
export async function* precededBy(first: Uint8Array, rest: PieceIterator): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
