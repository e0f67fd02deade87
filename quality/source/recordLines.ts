import { isJson } from '../json/isJson';
import { precededBy } from './unpackedPieces';

type Pieces = AsyncIterable<Uint8Array>;

/** Bytes by which it is told how records stand, enough for the first line of most files. */
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
    const all = precededBy(start, rest);
    if (isOnePerLine(start.toString('utf8', 0, startBytes))) yield* all;
    else {
      const cutter = new RecordCutter();
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

/** Keys by which a record is known, of which one follows its brace. */
const firstKey = '\\s*"(?:captureData|eventMetadata|eventVersion|groundTruthData)"';
const [inArray, overLines] = [new RegExp(`^\\[\\s*\\{${firstKey}`), new RegExp(`^\\{\\s*\\n${firstKey}`)];
const nextRecord = new RegExp(`\\}\\s*\\{${firstKey}`);

/** Whether each record stands on one line, as they should, or the file is not one of records. */
function isOnePerLine(start: string): boolean {
  // The byte order mark counts as white space.
  const text = start.trimStart();
  const line = (text.split('\n', 1)[0] ?? '').trimEnd();
  const hasComma = line.endsWith('},') && isJson(line.slice(0, -1));
  return !(inArray.test(text) || overLines.test(text) || nextRecord.test(line) || hasComma);
}

/** Puts each object of a JSON text that stands in no other one on a line of its own, byte by byte. */
class RecordCutter {
  /** Braces and brackets that are open in the present object; 0 outside of one. */
  private depth = 0;
  private inString = false;
  private isEscaped = false;
  /** Line feeds that were taken out of the present object; they follow it, so that later lines keep their numbers. */
  private removedLines = 0;
  /** Whether something else than white space stands on the current line; a byte order mark does not count. */
  private hasText = false;
  private output = Buffer.alloc(0);
  private size = 0;

  /** The bytes that stand for the next piece. They are valid until the next call. */
  cut(piece: Uint8Array): Uint8Array {
    const most = 2 * piece.length + this.removedLines + 1;
    if (this.output.length < most) this.output = Buffer.allocUnsafe(most);
    this.size = 0;
    for (const byte of piece) {
      if (this.inString) this.putInString(byte);
      else if (this.depth === 0) this.putOutside(byte);
      else this.putInObject(byte);
    }
    return this.output.subarray(0, this.size);
  }

  private putInString(byte: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === backslash) this.isEscaped = true;
    else if (byte === quote) this.inString = false;
    this.write(byte);
  }

  /** Arrays around objects, and commas between them, are left out. */
  private putOutside(byte: number): void {
    if (byte === lineFeed) this.endLine();
    else if (byte === openBrace) {
      if (this.hasText) this.endLine();
      this.depth = 1;
      this.write(byte);
    } else if (byte === openBracket || byte === closeBracket || byte === comma) this.write(blank);
    else {
      if (byte === quote) this.inString = true;
      if (byte > blank && byte < 0x80) this.hasText = true;
      this.write(byte === carriageReturn ? blank : byte);
    }
  }

  private putInObject(byte: number): void {
    if (byte === quote) this.inString = true;
    if (byte === openBrace || byte === openBracket) this.depth += 1;
    if (byte === closeBrace || byte === closeBracket) this.depth -= 1;
    if (byte === lineFeed) this.removedLines += 1;
    this.write(byte === lineFeed || byte === carriageReturn ? blank : byte);
    if (this.depth > 0) return;
    this.hasText = true;
    for (; this.removedLines > 0; this.removedLines--) this.endLine();
  }

  private endLine(): void {
    this.hasText = false;
    this.write(lineFeed);
  }

  private write(byte: number): void {
    this.output[this.size] = byte;
    this.size += 1;
  }
}
