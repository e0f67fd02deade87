import { precededBy } from './unpackedPieces';

type Pieces = AsyncIterable<Uint8Array>;

/** How records stand in a file: one on each line, as the items of an array, or one after the other. */
type RecordLayout = 'lines' | 'array' | 'values';

/** Bytes by which the layout is told, enough for the first line of most files. */
const startBytes = 1 << 16;
const [lineFeed, carriageReturn, blank, comma] = [0x0a, 0x0d, 0x20, 0x2c];
const [quote, backslash] = [0x22, 0x5c];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * The pieces of a file of JSON records with one record on each line: an array, records over several lines and several records on
 * a line are cut. A record keeps the number of its first line; of records on one line the numbers go on.
 */
export async function* recordLines(pieces: Pieces): AsyncGenerator<Uint8Array> {
  const rest = pieces[Symbol.asyncIterator]();
  try {
    const { start, failure } = await readStart(rest);
    const layout = layoutOf(start.toString('utf8', 0, startBytes));
    const all = precededBy(start, rest);
    if (layout === 'lines') yield* all;
    else {
      const cutter = new RecordCutter(layout === 'array' ? 1 : 0);
      for await (const piece of all) yield cutter.cut(piece);
    }
    if (failure !== undefined) throw failure;
  } finally {
    await rest.return?.(undefined);
  }
}

/** The first pieces, and the error that ended them: what was read before it counts. */
async function readStart(pieces: AsyncIterator<Uint8Array>): Promise<{ start: Buffer; failure?: unknown }> {
  const first: Uint8Array[] = [];
  try {
    for (let size = 0; size < startBytes; ) {
      const { done, value } = await pieces.next();
      if (done) break;
      first.push(value);
      size += value.length;
    }
    return { start: Buffer.concat(first) };
  } catch (failure) {
    return { start: Buffer.concat(first), failure };
  }
}

/** Keys of a record, of which the first follows its brace. */
const nextRecord = /\}\s*\{\s*"(?:captureData|eventMetadata|eventVersion|groundTruthData)"/;

function layoutOf(start: string): RecordLayout {
  // The mark counts as white space.
  const text = start.trimStart();
  if (text.startsWith('[')) return 'array';
  const line = (text.split('\n', 1)[0] ?? '').trimEnd();
  if (/^\{\s*\n\s*["}]/.test(text) || nextRecord.test(line)) return 'values';
  return line.endsWith('},') && isJson(line.slice(0, -1)) ? 'values' : 'lines';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Puts each value at one depth of a JSON text on a line of its own, byte by byte. */
class RecordCutter {
  private depth = 0;
  private inString = false;
  private isEscaped = false;
  /** Line feeds that were taken out of the present value; they follow it, so that later lines keep their numbers. */
  private removedLines = 0;
  /** Whether a value stands on the current line. */
  private hasValue = false;
  private output = Buffer.alloc(0);
  private size = 0;

  constructor(private readonly itemDepth: 0 | 1) {}

  /** The bytes that stand for the next piece. They are valid until the next call. */
  cut(piece: Uint8Array): Uint8Array {
    const most = 2 * piece.length + this.removedLines + 1;
    if (this.output.length < most) this.output = Buffer.allocUnsafe(most);
    this.size = 0;
    for (const byte of piece) {
      if (this.inString) this.putInString(byte);
      else this.put(byte);
    }
    return this.output.subarray(0, this.size);
  }

  private putInString(byte: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === backslash) this.isEscaped = true;
    else if (byte === quote) this.inString = false;
    this.write(byte);
  }

  private put(byte: number): void {
    const isOutside = this.depth <= this.itemDepth;
    if (byte === openBrace || byte === openBracket) this.open(byte);
    else if (byte === closeBrace || byte === closeBracket) this.close(byte);
    else if (byte === lineFeed && !isOutside) {
      this.removedLines += 1;
      this.write(blank);
    } else if (byte === lineFeed) this.endLine();
    else if (byte === carriageReturn || (byte === comma && isOutside)) this.write(blank);
    else {
      if (byte === quote) this.inString = true;
      this.write(byte);
    }
  }

  private open(byte: number): void {
    this.depth += 1;
    if (this.depth === this.itemDepth + 1 && this.hasValue) this.endLine();
    this.write(this.depth > this.itemDepth ? byte : blank);
  }

  private close(byte: number): void {
    if (this.depth > this.itemDepth) this.write(byte);
    this.depth = Math.max(0, this.depth - 1);
    if (this.depth !== this.itemDepth) return;
    this.hasValue = true;
    for (; this.removedLines > 0; this.removedLines--) this.endLine();
  }

  private endLine(): void {
    this.hasValue = false;
    this.write(lineFeed);
  }

  private write(byte: number): void {
    this.output[this.size] = byte;
    this.size += 1;
  }
}
