const lineFeed = 0x0a;

/** A line without its line feed: `bytes` from `start` up to `end`, valid only until the next one is read. */
export interface LineBytes {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** Counted from 1. */
  readonly line: number;
}

/** Cuts bytes that come in pieces into lines. It holds one line at most, and none that is longer than `longest` bytes. */
export class LineReader {
  /** The line that is not at its end yet. */
  private rest = Buffer.alloc(0);
  private restSize = 0;
  private tooLong = false;
  private line = 1;

  /** `take` gets each line; `skip` the number of one that is too long, in whose place it stands. */
  constructor(
    private readonly longest: number,
    private readonly take: (line: LineBytes) => void,
    private readonly skip: (line: number) => void,
  ) {}

  push(piece: Uint8Array): void {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      if (this.restSize > 0 || this.tooLong || end - start > this.longest) {
        this.keep(bytes, start, end);
        this.finish();
      } else {
        this.take({ bytes, start, end, line: this.line });
      }
      this.line += 1;
      start = end + 1;
    }
    this.keep(bytes, start, bytes.length);
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
  }
}
