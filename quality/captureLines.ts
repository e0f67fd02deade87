import { isAscii, isUtf8 } from 'node:buffer';
import type { Reject } from '../contract/modelMonitorFiles';
import type { CaptureSource } from './captureSource';
import { type LineBytes, LineReader } from './lineReader';
import { GzipError, unpackedPieces } from './unpackedPieces';

/** Where a line stands. */
export interface LinePlace {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** How far a reading of files is. */
export interface CaptureProgress {
  /** Files that were read to their end. */
  readonly files: number;
  /** Bytes read, as they are stored. */
  readonly bytes: number;
}

/** Many times what SageMaker captures of one call; a longer line is no capture, and is set aside unread. */
const longestLine = 1 << 27;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const openingBrace = 0x7b;

/**
 * Calls `use` with every line that is not blank, in the files' order, and says how many files there were. What it
 * throws, a line that is no UTF-8 or too long, and what can't be unpacked becomes a reject with its place and reason. A file
 * that can't be opened or read makes it throw: that is no fault of the data.
 */
export async function readCaptureLines<Source extends CaptureSource>(args: {
  sources: Iterable<Source> | AsyncIterable<Source>;
  use: (line: LineBytes, source: Source) => void;
  reject: (reject: Reject) => void;
  onProgress?: ((progress: CaptureProgress) => void) | undefined;
}): Promise<number> {
  const { sources, use, reject, onProgress } = args;
  const progress = { files: 0, bytes: 0 };
  for await (const source of sources) {
    const read = async function* () {
      for await (const piece of source.open()) {
        progress.bytes += piece.length;
        yield piece;
        onProgress?.(progress);
      }
    };
    await readLines(source.file, read(), (line) => use(line, source), reject);
    progress.files += 1;
    onProgress?.(progress);
  }
  return progress.files;
}

async function readLines(
  file: string,
  stored: AsyncIterable<Uint8Array>,
  use: (line: LineBytes) => void,
  reject: (reject: Reject) => void,
): Promise<void> {
  const refuse = (line: number, reason: string) => reject({ file, line, reason: `${reason}.` });
  // Most captures are ASCII: then no line has to be looked at by itself.
  let ascii = true;
  const take = (found: LineBytes) => {
    const line = found.line === 1 ? withoutMark(found) : found;
    if (!ascii && !isUtf8(line.bytes.subarray(line.start, line.end))) refuse(line.line, 'the line is not UTF-8 text');
    else if (!isBlank(line)) {
      try {
        use(line);
      } catch (error) {
        refuse(line.line, error instanceof Error ? error.message : String(error));
      }
    }
  };
  const reader = new LineReader(longestLine, take, (line) =>
    refuse(line, `the line has more than ${longestLine} bytes, which is no capture`),
  );
  try {
    for await (const piece of unpackedPieces(stored)) {
      const before = ascii;
      const pure = isAscii(piece);
      // The first line of this piece may have begun in the one before.
      ascii = before && pure;
      reader.push(piece);
      ascii = pure;
    }
    ascii = false;
    reader.end();
  } catch (error) {
    if (!(error instanceof GzipError)) throw error;
    refuse(
      reader.abandon(),
      `the gzip data can't be unpacked from here on (${error.message}); the lines before this one count`,
    );
  }
}

function withoutMark(line: LineBytes): LineBytes {
  const marked = line.bytes.subarray(line.start, Math.min(line.end, line.start + 3)).equals(byteOrderMark);
  return marked ? { ...line, start: line.start + 3 } : line;
}

/** The text of a line; JSON and `trim` take a carriage return at its end for a blank. */
export function textOfLine({ bytes, start, end }: LineBytes): string {
  return bytes.toString('utf8', start, end);
}

function isBlank(line: LineBytes): boolean {
  return line.bytes[line.start] !== openingBrace && textOfLine(line).trim() === '';
}
