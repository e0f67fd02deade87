/** Calls back with the text of each value and the line on which it begins. */
type OnValue = (json: string, line: number) => void;

const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const [quote, backslash, lineFeed, comma] = [0x22, 0x5c, 0x0a, 0x2c];
const isBlank = (byte: number) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
/** Bytes of one row: a longer one means that the file is not a table. */
const maxRowBytes = 1 << 27;

/**
 * Cuts JSON into the values at one depth: 1 for the items of one array, 0 for values one after the other. It keeps one
 * value at most. Text outside them is passed on as a value, to be refused where it is parsed.
 */
export class JsonCutter {
  private kept: Buffer[] = [];
  private keptBytes = 0;
  private depth = 0;
  private line = 1;
  private startLine = 1;
  private inString = false;
  private escaped = false;

  constructor(
    private readonly itemDepth: 0 | 1,
    private readonly onValue: OnValue,
  ) {}

  push(piece: Buffer): void {
    let start = 0;
    for (let i = 0; i < piece.length; i++) {
      const byte = piece[i] as number;
      if (byte === lineFeed) this.line += 1;
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (byte === backslash) this.escaped = true;
        else if (byte === quote) this.inString = false;
        continue;
      }
      if (byte === quote) this.inString = true;
      const wasAt = this.depth;
      if (byte === openBrace || byte === openBracket) this.depth += 1;
      else if (byte === closeBrace || byte === closeBracket) this.depth -= 1;
      const between = wasAt === this.itemDepth && this.depth === wasAt && (byte === comma || isBlank(byte));
      const opensList = this.itemDepth === 1 && wasAt === 0 && this.depth === 1;
      const endsList = this.itemDepth === 1 && wasAt === 1 && this.depth === 0;
      if (between || opensList || endsList) {
        this.take(piece.subarray(start, i));
        this.finish();
        start = i + 1;
      } else if (this.depth === this.itemDepth && wasAt > this.depth) {
        this.take(piece.subarray(start, i + 1));
        this.finish();
        start = i + 1;
      } else if (start === i && this.keptBytes === 0) this.startLine = this.line;
    }
    this.take(piece.subarray(start));
  }

  /** Reads what follows the last value. Throws an Error with one clause if it is cut off. */
  end(): void {
    this.finish();
    if (this.depth !== 0 || this.inString) throw new Error(`line ${this.line}: the JSON ends before it is complete`);
  }

  private take(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.kept.push(Buffer.from(bytes));
    this.keptBytes += bytes.length;
    if (this.keptBytes > maxRowBytes)
      throw new Error(`line ${this.startLine}: the row has more than ${maxRowBytes} bytes`);
  }

  private finish(): void {
    if (this.keptBytes === 0) return;
    const json = Buffer.concat(this.kept).toString();
    this.kept = [];
    this.keptBytes = 0;
    if (json.trim() !== '') this.onValue(json, this.startLine);
  }
}
