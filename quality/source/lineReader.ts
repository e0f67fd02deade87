const lineFeed = 0x0a;

/** A line without its line feed: `bytes` from `start` up to `end`, valid only until the next one is read. */
export interface LineBytes {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** Counted from 1. */
  readonly line: number;
}

/** Whole lines with their line feeds, which a file's last line may lack; `line` is the number of the first. */
export type LineBlock = LineBytes;

/** Calls `onLine` with each line of a block. Returns the number of lines. */
export function forEachLine({ bytes, start, end, line }: LineBlock, onLine: (line: LineBytes) => void): number {
  let count = 0;
  for (let from = start; from < end; count++) {
    const lineEnd = bytes.indexOf(lineFeed, from);
    const to = lineEnd < 0 || lineEnd >= end ? end : lineEnd;
    onLine({ bytes, start: from, end: to, line: line + count });
    from = to + 1;
  }
  return count;
}

/**
 * Cuts pieces of bytes into blocks of whole lines, about as large as the pieces. It keeps one line at most, and skips lines
 * that are longer than `maxBytes`.
 */
export class LineReader {
  /** The line that is not complete yet. */
  private rest = Buffer.alloc(0);
  private restSize = 0;
  private tooLong = false;
  private line = 1;

  /** `onBlock` gets each block and returns its number of lines. `onLongLine` gets the number of a line that is too long. */
  constructor(
    private readonly maxBytes: number,
    private readonly onBlock: (block: LineBlock) => number,
    private readonly onLongLine: (line: number) => void,
  ) {}

  push(piece: Uint8Array): void {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    let start = 0;
    if (this.restSize > 0 || this.tooLong) {
      start = bytes.indexOf(lineFeed) + 1;
      if (start > 0) {
        this.keep(bytes, 0, start - 1);
        this.finish();
      }
    }
    const end = bytes.lastIndexOf(lineFeed) + 1;
    if (end > start) this.handleLines(bytes, start, end);
    this.keep(bytes, Math.max(start, end), bytes.length);
  }

  /** Hands out the last line, which has no line feed. */
  end(): void {
    if (this.restSize > 0 || this.tooLong) this.finish();
  }

  /** Forgets the incomplete line, because no more bytes can be read. Returns its number. */
  abandon(): number {
    this.restSize = 0;
    this.tooLong = false;
    return this.line;
  }

  private handleLines(bytes: Buffer, start: number, end: number): void {
    const block = { bytes, start, end, line: this.line };
    if (end - start <= this.maxBytes) {
      this.line += this.onBlock(block);
      return;
    }
    this.line += forEachLine(block, (line) => {
      if (line.end - line.start > this.maxBytes) this.onLongLine(line.line);
      else this.onBlock({ ...line, end: Math.min(line.end + 1, end) });
    });
  }

  private keep(bytes: Buffer, start: number, end: number): void {
    const size = this.restSize + end - start;
    if (this.tooLong || size > this.maxBytes) {
      this.tooLong = true;
      this.restSize = 0;
      return;
    }
    if (size > this.rest.length) {
      const larger = Buffer.allocUnsafeSlow(Math.min(Math.max(2 * size, 1 << 12), this.maxBytes));
      this.rest.copy(larger, 0, 0, this.restSize);
      this.rest = larger;
    }
    bytes.copy(this.rest, this.restSize, start, end);
    this.restSize = size;
  }

  private finish(): void {
    const { rest, restSize } = this;
    const wasTooLong = this.tooLong;
    this.abandon();
    if (wasTooLong) this.onLongLine(this.line);
    else this.onBlock({ bytes: rest, start: 0, end: restSize, line: this.line });
    this.line += 1;
  }
}
