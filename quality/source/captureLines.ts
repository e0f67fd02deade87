import { isAscii, isUtf8 } from 'node:buffer';
import type { Reject } from '../../contract/modelMonitorFiles';
import type { CaptureSource } from './captureSource';
import { foreignKind } from './foreignKind';
import { forEachLine, type LineBlock, type LineBytes, LineReader } from './lineReader';
import { recordLines } from './recordLines';
import { GzipError, unpackedPieces } from './unpackedPieces';

/** The place of a line. */
export interface LinePlace {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Progress of reading files. */
export interface CaptureProgress {
  /** Files that were read to their end. */
  readonly files: number;
  /** Bytes read, as they are stored. */
  readonly bytes: number;
}

/** Many times what SageMaker captures of one call. Longer lines are rejected unread. */
const maxLineBytes = 1 << 27;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const openingBrace = 0x7b;

/** Handlers of the lines of files. `order` is the file's place among the sources, from 0 on. */
interface LineHandlers<Source extends CaptureSource> {
  /** Gets a line that is not blank. An error becomes a reject. */
  readonly use: (line: LineBytes, source: Source, order: number) => void;
  readonly reject: (reject: Reject, order: number) => void;
  /** Gets the name of a file that cannot be read to its end, after its reject. */
  readonly truncated?: (file: string) => void;
  /** Reads many lines at a time, and passes those that it cannot read to `onLine`, in order. Returns the number of lines. */
  readonly block?: (block: LineBlock, onLine: (line: LineBytes) => void, source: Source, order: number) => number;
}

/**
 * Reads every line that is not blank, in the files' order. Returns the number of files. Lines that are too long or not
 * UTF-8, and gzip data that cannot be unpacked, become rejects with place and reason. Throws when a file cannot be opened
 * or read. However the reading ends, the open file is closed.
 */
export async function readCaptureLines<Source extends CaptureSource>(
  args: LineHandlers<Source> & {
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
    await new FileLines(source, progress.files, args).read(stored());
    progress.files += 1;
    onProgress?.(progress);
  }
  return progress.files;
}

/** The lines of one file. */
class FileLines<Source extends CaptureSource> {
  /** Whether the current lines are ASCII. Most captures are: then no line is checked by itself. */
  private ascii = true;
  private readonly reader = new LineReader(
    maxLineBytes,
    (block) => this.handleBlock(block),
    (line) => this.reject(line, `the line is longer than ${maxLineBytes} bytes`),
  );

  constructor(
    private readonly source: Source,
    private readonly order: number,
    private readonly handlers: LineHandlers<Source>,
  ) {}

  async read(stored: AsyncIterable<Uint8Array>): Promise<void> {
    let isFirst = true;
    try {
      for await (const piece of recordLines(unpackedPieces(stored))) {
        const kind = isFirst ? foreignKind(piece) : undefined;
        if (kind !== undefined) return this.refuse(kind);
        isFirst = false;
        const wasAscii = this.ascii;
        const isPieceAscii = isAscii(piece);
        // The first line of this piece may have begun in the one before.
        this.ascii = wasAscii && isPieceAscii;
        this.reader.push(piece);
        this.ascii = isPieceAscii;
      }
      this.ascii = false;
      this.reader.end();
    } catch (error) {
      if (!(error instanceof GzipError)) throw error;
      this.reject(
        this.reader.abandon(),
        'the gzip data is damaged or cut short from here on; the lines before this one are used',
      );
      this.handlers.truncated?.(this.source.file);
    }
  }

  private refuse(kind: string): void {
    this.reject(1, `the file is ${kind}, not JSON lines in UTF-8; nothing of it is used`);
    this.handlers.truncated?.(this.source.file);
  }

  private handleBlock(block: LineBlock): number {
    const { handlers, source, order } = this;
    const onLine = (line: LineBytes) => this.handleLine(line);
    // If a block of whole lines is UTF-8, so is each line: no character contains a line feed.
    if (handlers.block && (this.ascii || isText(block))) return handlers.block(block, onLine, source, order);
    return forEachLine(block, onLine);
  }

  private handleLine(stored: LineBytes): void {
    // Files that were put together have a mark at the start of each part.
    const line = withoutMark(stored);
    if (!this.ascii && !isText(line)) this.reject(line.line, 'the line is not UTF-8 text');
    else if (!isBlank(line)) {
      try {
        this.handlers.use(line, this.source, this.order);
      } catch (error) {
        this.reject(line.line, error instanceof Error ? error.message : String(error));
      }
    }
  }

  private reject(line: number, reason: string): void {
    this.handlers.reject({ file: this.source.file, line, reason: `${reason}.` }, this.order);
  }
}

function isText({ bytes, start, end }: LineBytes): boolean {
  return isUtf8(bytes.subarray(start, end));
}

function withoutMark(line: LineBytes): LineBytes {
  const { bytes, start, end } = line;
  const hasMark =
    bytes[start] === byteOrderMark[0] && bytes.subarray(start, Math.min(end, start + 3)).equals(byteOrderMark);
  return hasMark ? { ...line, start: line.start + 3 } : line;
}

/** The text of a line. A carriage return at its end counts as white space for JSON and `trim`. */
export function textOfLine({ bytes, start, end }: LineBytes): string {
  return bytes.toString('utf8', start, end);
}

function isBlank(line: LineBytes): boolean {
  return line.bytes[line.start] !== openingBrace && textOfLine(line).trim() === '';
}
