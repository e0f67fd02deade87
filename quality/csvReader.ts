import { FieldCells } from './fieldCells';

const [comma, quote, lineFeed, carriageReturn] = [0x2c, 0x22, 0x0a, 0x0d];
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** So many fields are read before they are taken: enough for many rows, few enough to stay in a processor's cache. */
const fieldsTogether = 2048;

/** Some records of a CSV, valid only until the next ones are read. */
export interface CsvRecords {
  readonly bytes: Buffer;
  /** Their fields, without their quotes, one record after the other. */
  readonly cells: FieldCells;
  readonly count: number;
  /** Record i has the fields from `firsts[i]` up to `firsts[i + 1]`. */
  readonly firsts: Uint32Array;
  /** The line on which each begins, counted from 1. */
  readonly lines: readonly number[];
}

/**
 * Reads a CSV in UTF-8 piece by piece, as RFC 4180 has it: fields in quotes may hold commas, line breaks and doubled
 * quotes; lines end in LF, CRLF or CR; blank lines are nothing. Records may differ in their number of fields.
 */
export class CsvReader {
  /** What is left of the pieces so far: the record that is not at its end yet. */
  private rest: Buffer = Buffer.alloc(0);
  private readonly cells = new FieldCells();
  /** The records that are at their end, but not taken yet. */
  private count = 0;
  private firsts = new Uint32Array(64);
  private lines: number[] = [];
  private recordStart = 0;
  /** Where the field begins that is not at its end yet, and where it ended when its closing quote was read. */
  private fieldStart = 0;
  private quotedEnd = -1;
  private line = 1;
  private recordLine = 1;
  private atStart = true;

  /** `take` gets the records, some at a time. */
  constructor(private readonly take: (records: CsvRecords) => void) {}

  /**
   * Takes the next piece, whose bytes it may change. Throws an Error with one clause when it is no CSV, after the records
   * before that were taken.
   */
  push(piece: Buffer): void {
    this.read(this.rest.length > 0 ? Buffer.concat([this.rest, piece]) : piece, false);
  }

  /** Takes the last record. Throws as `push` does. */
  end(): void {
    this.read(this.rest, true);
  }

  private read(bytes: Buffer, last: boolean): void {
    try {
      this.scan(bytes, last);
    } finally {
      this.takeRecords(bytes);
    }
    if (!last) this.keep(bytes);
  }

  private scan(bytes: Buffer, last: boolean): void {
    if (this.atStart) {
      if (!last && bytes.length < byteOrderMark.length) {
        return;
      }
      this.atStart = false;
      if (bytes.subarray(0, 3).equals(byteOrderMark)) this.fieldStart = 3;
    }
    const { length } = bytes;
    let i = this.begin(bytes, this.fieldStart);
    while (i < length) {
      const byte = bytes[i] as number;
      if (byte > comma) {
        i += 1;
      } else if (byte === comma) {
        this.field(i);
        i = this.begin(bytes, i + 1);
      } else if (byte === lineFeed || byte === carriageReturn) {
        if (byte === carriageReturn && i + 1 === length && !last) break;
        i = this.begin(bytes, this.record(bytes, i));
      } else if (byte === quote) {
        const next = this.quoted(bytes, i, last);
        if (next === undefined) break;
        i = next;
      } else {
        i += 1;
      }
    }
    if (last && (this.cells.count > this.first || this.fieldStart < length)) this.record(bytes, length);
  }

  /** Begins a field: reads it when it is a short number; where it stopped. */
  private begin(bytes: Buffer, start: number): number {
    const i = this.cells.number(bytes, start);
    const stop = i < bytes.length ? bytes[i] : quote;
    if (stop !== comma && stop !== lineFeed && stop !== carriageReturn) this.cells.unreadNumber();
    return i;
  }

  /** Ends a field before `end`. */
  private field(end: number): void {
    this.cells.field(this.fieldStart, this.quotedEnd < 0 ? end : this.quotedEnd);
    this.quotedEnd = -1;
    this.fieldStart = end + 1;
  }

  /** Ends a record before the line break at `end`; where the next one begins. */
  private record(bytes: Buffer, end: number): number {
    const blank = this.cells.count === this.first && this.fieldStart === end;
    const crlf = bytes[end] === carriageReturn && bytes[end + 1] === lineFeed;
    this.field(end);
    if (blank) this.cells.count -= 1;
    else this.endRecord();
    if (this.cells.count >= fieldsTogether) this.takeRecords(bytes);
    this.line += 1;
    this.recordLine = this.line;
    this.fieldStart = end + (crlf ? 2 : 1);
    this.recordStart = this.fieldStart;
    return this.fieldStart;
  }

  /** The first field of the record that is not at its end. */
  private get first(): number {
    return this.firsts[this.count] as number;
  }

  private endRecord(): void {
    this.lines[this.count] = this.recordLine;
    this.count += 1;
    if (this.count === this.firsts.length) {
      const firsts = new Uint32Array(2 * this.count);
      firsts.set(this.firsts);
      this.firsts = firsts;
    }
    this.firsts[this.count] = this.cells.count;
  }

  private takeRecords(bytes: Buffer): void {
    const { cells, count, firsts, lines, first } = this;
    if (count === 0) return;
    this.count = 0;
    this.take({ bytes, cells, count, firsts, lines });
    cells.drop(first);
  }

  /** Reads a field in quotes from its opening one; where it ends, or undefined when more bytes are needed to tell. */
  private quoted(bytes: Buffer, open: number, last: boolean): number | undefined {
    if (open !== this.fieldStart || this.quotedEnd >= 0) {
      throw new Error(
        `line ${this.line}: a quote inside a value; put the whole value in quotes and double those inside`,
      );
    }
    let close = bytes.indexOf(quote, open + 1);
    let doubled = false;
    while (close >= 0 && bytes[close + 1] === quote) {
      doubled = true;
      close = bytes.indexOf(quote, close + 2);
    }
    if (close < 0 || close + 1 === bytes.length) {
      if (!last) return undefined;
      if (close < 0) throw new Error(`line ${this.recordLine}: a quote is opened and never closed`);
    }
    const next = bytes[close + 1];
    // A CR at the end may be half of a CRLF.
    if (next === carriageReturn && close + 2 === bytes.length && !last) return undefined;
    if (next !== undefined && next !== comma && next !== lineFeed && next !== carriageReturn) {
      throw new Error(`line ${this.line}: text after a closing quote; double the quotes inside a value`);
    }
    this.line += lineBreaks(bytes, open + 1, close);
    this.fieldStart = open + 1;
    this.quotedEnd = doubled ? withoutDoubling(bytes, open + 1, close) : close;
    return close + 1;
  }

  /** Keeps the record that is not at its end. */
  private keep(bytes: Buffer): void {
    const from = this.recordStart;
    this.rest = bytes.subarray(from);
    const { starts, ends, count } = this.cells;
    for (let i = 0; i < count; i++) {
      (starts[i] as number) -= from;
      (ends[i] as number) -= from;
    }
    this.fieldStart -= from;
    this.recordStart = 0;
  }
}

/** LF, CRLF and CR between two places. */
function lineBreaks(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) {
    if (bytes[i] === lineFeed || (bytes[i] === carriageReturn && bytes[i + 1] !== lineFeed)) count += 1;
  }
  return count;
}

/** Moves the bytes of a field over the first one of each two quotes; where it ends then. */
function withoutDoubling(bytes: Buffer, start: number, end: number): number {
  let to = start;
  for (let i = start; i < end; i++) {
    if (bytes[i] === quote) i += 1;
    bytes[to++] = bytes[i] as number;
  }
  return to;
}
