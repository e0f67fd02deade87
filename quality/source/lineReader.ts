const lineFeed = 0x0a;

/** A line without its line feed: `bytes` from `start` up to `end`, valid only until the next one is read. */
export interface LineBytes {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** Counted from 1. */
  readonly line: number;
}

/** Whole lines, each with its line feed but for a file's last one; `line` is the number of the first. */
export type LineBlock = LineBytes;

/** Calls `take` with each line of a block, and says how many there are. */
export function eachLine({ bytes, start, end, line }: LineBlock, take: (line: LineBytes) => void): number {
  let count = 0;
  for (let from = start; from < end; count++) {
    const found = bytes.indexOf(lineFeed, from);
    const to = found < 0 || found >= end ? end : found;
    take({ bytes, start: from, end: to, line: line + count });
    from = to + 1;
  }
  return count;
}

/**
 * Cuts bytes that come in pieces into blocks of whole lines, as large as the pieces are. It holds one line at most, and
 * hands out none that is longer than `longest` bytes.
 */
export class LineReader {
  /** The line that is not at its end yet. */
  private rest = Buffer.alloc(0);
  private restSize = 0;
  private tooLong = false;
  private line = 1;

  /** `take` gets each block, and says how many lines it has; `skip` the number of a line that is too long. */
  constructor(
    private readonly longest: number,
    private readonly take: (block: LineBlock) => number,
    private readonly skip: (line: number) => void,
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
    if (end > start) this.takeLines(bytes, start, end);
    this.keep(bytes, Math.max(start, end), bytes.length);
  }

  /** Takes the last line, which has no line feed. */
  end(): void {
    if (this.restSize > 0 || this.tooLong) this.finish();
  }

  /** Forgets the line that is not at its end, for which no more bytes can be had; its number. */
  abandon(): number {
    this.restSize = 0;
    this.tooLong = false;
    return this.line;
  }

  private takeLines(bytes: Buffer, start: number, end: number): void {
    const block = { bytes, start, end, line: this.line };
    if (end - start <= this.longest) {
      this.line += this.take(block);
      return;
    }
    this.line += eachLine(block, (line) => {
      if (line.end - line.start > this.longest) this.skip(line.line);
      else this.take({ ...line, end: Math.min(line.end + 1, end) });
    });
  }

  private keep(bytes: Buffer, start: number, end: number): void {
    const size = this.restSize + end - start;
    if (this.tooLong || size > this.longest) {
      this.tooLong = true;
      this.restSize = 0;
      return;
    }
    if (size > this.rest.length) {
      const larger = Buffer.allocUnsafeSlow(Math.min(Math.max(2 * size, 1 << 12), this.longest));
      this.rest.copy(larger, 0, 0, this.restSize);
      this.rest = larger;
    }
    bytes.copy(this.rest, this.restSize, start, end);
    this.restSize = size;
  }

  private finish(): void {
    const { rest, restSize } = this;
    const skipped = this.tooLong;
    this.abandon();
    if (skipped) this.skip(this.line);
    else this.take({ bytes: rest, start: 0, end: restSize, line: this.line });
    this.line += 1;
  }
}
