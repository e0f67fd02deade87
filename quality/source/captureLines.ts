import { isAscii, isUtf8 } from 'node:buffer';
import type { Reject } from '../../contract/modelMonitorFiles';
import type { CaptureSource } from './captureSource';
import { eachLine, type LineBlock, type LineBytes, LineReader } from './lineReader';
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

/** What happens to the lines of files. */
interface LineUse<Source extends CaptureSource> {
  /** Gets a line that is not blank. What it throws becomes a reject. */
  readonly use: (line: LineBytes, source: Source) => void;
  readonly reject: (reject: Reject) => void;
  /** Takes lines many at a time, hands those that it leaves to `each`, in their order, and says how many lines there were. */
  readonly block?: (block: LineBlock, each: (line: LineBytes) => void) => number;
}

/**
 * Hands out every line that is not blank, in the files' order, and says how many files there were. A line that is no
 * UTF-8 or too long, and what can't be unpacked becomes a reject with its place and reason. A file that can't be opened
 * or read makes it throw: that is no fault of the data.
 */
export async function readCaptureLines<Source extends CaptureSource>(
  args: LineUse<Source> & {
    sources: Iterable<Source> | AsyncIterable<Source>;
    onProgress?: ((progress: CaptureProgress) => void) | undefined;
  },
): Promise<number> {
  const { sources, onProgress } = args;
  const progress = { files: 0, bytes: 0 };
  for await (const source of sources) {
    const stored = async function* () {
      for await (const piece of source.open()) {
        progress.bytes += piece.length;
        yield piece;
        onProgress?.(progress);
      }
    };
    await new FileLines(source, args).read(stored());
    progress.files += 1;
    onProgress?.(progress);
  }
  return progress.files;
}

/** The lines of one file. */
class FileLines<Source extends CaptureSource> {
  /** Most captures are ASCII: then no line has to be looked at by itself. */
  private ascii = true;
  private readonly reader = new LineReader(
    longestLine,
    (block) => this.takeBlock(block),
    (line) => this.refuse(line, `the line has more than ${longestLine} bytes, which is no capture`),
  );

  constructor(
    private readonly source: Source,
    private readonly lines: LineUse<Source>,
  ) {}

  async read(stored: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      for await (const piece of unpackedPieces(stored)) {
        const before = this.ascii;
        const pure = isAscii(piece);
        // The first line of this piece may have begun in the one before.
        this.ascii = before && pure;
        this.reader.push(piece);
        this.ascii = pure;
      }
      this.ascii = false;
      this.reader.end();
    } catch (error) {
      if (!(error instanceof GzipError)) throw error;
      this.refuse(
        this.reader.abandon(),
        `the gzip data can't be unpacked from here on (${error.message}); the lines before this one count`,
      );
    }
  }

  private takeBlock(block: LineBlock): number {
    const { lines } = this;
    const each = (line: LineBytes) => this.take(line);
    // Whole lines are UTF-8 when the block is: no character holds a line feed.
    if (lines.block && (this.ascii || isText(block))) return lines.block(block, each);
    return eachLine(block, each);
  }

  private take(found: LineBytes): void {
    const line = found.line === 1 ? withoutMark(found) : found;
    if (!this.ascii && !isText(line)) this.refuse(line.line, 'the line is not UTF-8 text');
    else if (!isBlank(line)) {
      try {
        this.lines.use(line, this.source);
      } catch (error) {
        this.refuse(line.line, error instanceof Error ? error.message : String(error));
      }
    }
  }

  private refuse(line: number, reason: string): void {
    this.lines.reject({ file: this.source.file, line, reason: `${reason}.` });
  }
}

function isText({ bytes, start, end }: LineBytes): boolean {
  return isUtf8(bytes.subarray(start, end));
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
