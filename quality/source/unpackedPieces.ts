import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** Large enough that a piece costs nothing, small enough to stay in a processor's cache. */
const pieceSize = 1 << 18;

/** Gzip data that is damaged or cut off. The message is one clause. */
export class GzipError extends Error {
  override readonly name = 'GzipError';
}

/** The pieces of a file that may be gzipped, which its first two bytes tell, unpacked a piece at a time. */
export async function* unpackedPieces(pieces: Pieces): AsyncGenerator<Uint8Array> {
  const { first, all } = await withFirstBytes(pieces, 2);
  if (first[0] !== 0x1f || first[1] !== 0x8b) {
    yield* all;
    return;
  }
  // A read that fails must end what reads from it: `pipe` alone would leave it waiting.
  const unpacked = pipeline(
    Readable.from(all, { objectMode: false }),
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

/** The first bytes of pieces of any size, and all pieces, from the first on. */
async function withFirstBytes(pieces: Pieces, count: number): Promise<{ first: Uint8Array; all: Pieces }> {
  const read = iteratorOf(pieces);
  const held: Uint8Array[] = [];
  let size = 0;
  while (size < count) {
    const { done, value } = await read.next();
    if (done) break;
    held.push(value);
    size += value.length;
  }
  const first = held.length === 1 && held[0] ? held[0] : Buffer.concat(held);
  return { first, all: following(first, read) };
}

function iteratorOf(pieces: Pieces): AsyncIterator<Uint8Array> | Iterator<Uint8Array> {
  return Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
}

async function* following(
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array> | Iterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (first.length > 0) yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    // What reads a file must be able to close it.
    await rest.return?.();
  }
}
