import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { TableError } from './tableFile';

type Pieces = AsyncIterable<Uint8Array>;

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The text of a file in UTF-8, in pieces that end between two characters. `encoding` is the file's own; without it the file is
 * UTF-8. `open` returns the file's bytes; it is called again to count lines. Throws a TableError that names the line where the
 * bytes are not text of that encoding.
 */
export async function* utf8Pieces(open: () => Pieces, encoding = 'utf-8'): AsyncGenerator<Buffer> {
  const decoder = decoderOf(encoding);
  if (decoder.encoding === 'utf-8') yield* checkedPieces(open);
  else yield* decodedPieces(open(), decoder);
}

/** Throws a TableError for an encoding that has no decoder. */
function decoderOf(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new TableError(
      `--encoding '${encoding}' is unknown; use a name such as windows-1252, iso-8859-2, utf-16le or shift_jis`,
    );
  }
}

async function* decodedPieces(pieces: Pieces, decoder: TextDecoder): AsyncGenerator<Buffer> {
  let line = 1;
  const decode = (bytes?: Uint8Array) => {
    try {
      return Buffer.from(bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode());
    } catch {
      throw new TableError(`is not ${decoder.encoding} from line ${line} or soon after it; use another --encoding`);
    }
  };
  for await (const piece of pieces) {
    const text = decode(piece);
    line += countBreaks(text);
    if (text.length > 0) yield text;
  }
  decode();
}

async function* checkedPieces(open: () => Pieces): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  let checked = 0;
  const check = async (bytes: Buffer) => {
    if (!isUtf8(bytes)) throw await notUtf8(open, checked, bytes);
    checked += bytes.length;
    return bytes;
  };
  for await (const piece of open()) {
    const stored = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    const bytes = rest.length > 0 ? Buffer.concat([rest, stored]) : stored;
    const end = bytes.length - openBytes(bytes);
    rest = Buffer.from(bytes.subarray(end));
    if (end === 0) continue;
    const isMarked = checked === 0 && bytes.subarray(0, 3).equals(byteOrderMark);
    yield (await check(bytes.subarray(0, end))).subarray(isMarked ? 3 : 0);
  }
  if (rest.length > 0) yield await check(rest);
}

/** Bytes at the end that may be the beginning of a character. */
function openBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const size = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return size > back ? back : 0;
  }
  return 0;
}

/** `bytes`, which follow `before` bytes of the file, are not UTF-8. */
async function notUtf8(open: () => Pieces, before: number, bytes: Buffer): Promise<TableError> {
  const at = firstInvalid(bytes);
  const line = (await countLines(open, before)) + countBreaks(bytes.subarray(0, at));
  const start = Math.max(bytes.lastIndexOf('\n', at) + 1, bytes.lastIndexOf('\r', at) + 1, at - 20);
  const text = bytes.toString('utf8', start, at).replace(/^\ufffd+/, '');
  const byte = `byte 0x${(bytes[at] ?? 0).toString(16)}${text === '' ? '' : ` after '${text}'`}`;
  return new TableError(
    `line ${line} is not UTF-8 (${byte}); use --encoding with the file's own encoding, such as windows-1252 for files from Windows or Excel`,
  );
}

async function countLines(open: () => Pieces, bytes: number): Promise<number> {
  let [line, left] = [1, bytes];
  if (left === 0) return line;
  for await (const piece of open()) {
    line += countBreaks(piece.subarray(0, left));
    left -= piece.length;
    if (left <= 0) break;
  }
  return line;
}

/** LF, CRLF and CR. */
export function countBreaks(bytes: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === 0x0a || (bytes[i] === 0x0d && bytes[i + 1] !== 0x0a)) count += 1;
  }
  return count;
}

/** The place of the first byte that begins no character. */
function firstInvalid(bytes: Buffer): number {
  let start = 0;
  for (
    let end = bytes.indexOf('\n');
    end >= 0 && isUtf8(bytes.subarray(start, end));
    end = bytes.indexOf('\n', start)
  ) {
    start = end + 1;
  }
  let at = start;
  for (let size = characterSize(bytes, at); size > 0; size = characterSize(bytes, at)) at += size;
  return at;
}

/** 0 where no character begins. */
function characterSize(bytes: Buffer, at: number): number {
  return [1, 2, 3, 4].find((size) => at + size <= bytes.length && isUtf8(bytes.subarray(at, at + size))) ?? 0;
}
