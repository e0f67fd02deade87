import { endOfBase64 } from './base64';
import {
  BACKSLASH,
  BLANK,
  BYTE_ORDER_MARK,
  CARRIAGE_RETURN,
  COMMA,
  LETTER_N,
  LINE_FEED,
  NULL_WORD,
  QUOTE,
  TAB,
} from './bytes';
import { cells } from './cells';

/** A body with more fields is left to the caller, which can reject it. */
const MAX_FIELDS: i32 = 1 << 22;

/** The fields of a body's rows, as places. */
export class Side {
  /** Field i lies from `places[2 i]` up to `places[2 i + 1]` (u32 each). */
  places: usize = heap.alloc(64 << 3);
  count: i32 = 0;
  private room: i32 = 64;
  /** Row i has the fields before `rowEnds[i]` (u32) that no row before it has. */
  rowEnds: usize = heap.alloc(16 << 2);
  rows: i32 = 0;
  private rowRoom: i32 = 16;
  /** Address of base64 that is not decoded yet; 0 if there is none. */
  encoded: usize = 0;
  encodedEnd: usize = 0;
  /** The first column's name; of length 0 if it is not known. */
  name: usize = 0;
  nameLength: usize = 0;
  /** Whether the side has one column: then a blank line is a missing value, except at the end. */
  single: bool = false;
  /** Whether the text `null` in the only column of CSV is a missing value. */
  nullIsMissing: bool = false;

  clear(): void {
    this.count = 0;
    this.rows = 0;
    this.encoded = 0;
  }

  /** Stores the place of a base64 string, to be decoded later. Returns its closing quote; 0 when it is not base64. */
  note(from: usize, end: usize): usize {
    this.encoded = from;
    this.encodedEnd = endOfBase64(from, end);
    return this.encodedEnd;
  }

  /** Reads the rows of CSV without quotes up to `end`; lines end in LF, CRLF or CR. Returns false for anything else. */
  readText(from: usize, end: usize): bool {
    let start = from;
    for (let at = from; at < end; at++) {
      const byte = load<u8>(at);
      if (byte === COMMA) {
        this.field(start, at);
        start = at + 1;
      } else if (byte === LINE_FEED || byte === CARRIAGE_RETURN) {
        // Nothing is between CR and LF.
        if (byte === CARRIAGE_RETURN || at === from || load<u8>(at - 1) !== CARRIAGE_RETURN) this.row(start, at, false);
        start = at + 1;
      } else if (byte === QUOTE || byte >= 0x80 || (byte < BLANK && byte !== TAB)) {
        return false;
      }
      if (this.count > MAX_FIELDS) return false;
    }
    this.row(start, end, true);
    return true;
  }

  /** Makes rows whose fields are put later. Row i ends before the field `rowEnds[i]`. */
  layOut(rowEnds: StaticArray<i32>): void {
    this.clear();
    for (let i = 0; i < rowEnds.length; i++) {
      this.endRow(unchecked(rowEnds[i]));
    }
    while (this.room < this.count) this.grow();
  }

  /** Makes fields missing values. */
  leaveOut(gaps: StaticArray<i32>, at: usize): void {
    for (let i = 0; i < gaps.length; i++) this.put(unchecked(gaps[i]), at, at);
  }

  put(field: i32, start: usize, end: usize): void {
    const place = this.places + ((<usize>field) << 3);
    store<u32>(place, <u32>start);
    store<u32>(place, <u32>end, 4);
  }

  widthOf(row: i32): i32 {
    return this.firstOf(row + 1) - this.firstOf(row);
  }

  /** Whether a row begins with the first column's name. */
  mayBeHeader(row: i32): bool {
    if (this.nameLength === 0 || this.rows === 0) return false;
    const place = this.places + ((<usize>this.firstOf(row)) << 3);
    const start = <usize>load<u32>(place);
    if (<usize>load<u32>(place, 4) - start !== this.nameLength) return false;
    return memory.compare(start, this.name, this.nameLength) === 0;
  }

  /** Hands out the fields of a row. */
  emit(row: i32): void {
    const end = this.places + ((<usize>this.firstOf(row + 1)) << 3);
    for (let place = this.places + ((<usize>this.firstOf(row)) << 3); place < end; place += 8) {
      cells.field(load<u32>(place), load<u32>(place, 4));
    }
  }

  /** A side that the record lacks has no fields in any row. */
  private firstOf(row: i32): i32 {
    return row === 0 || this.rows === 0 ? 0 : load<i32>(this.rowEnds + ((<usize>(row - 1)) << 2));
  }

  /**
   * Reads the rows of a JSON string of CSV. Returns its closing quote; 0 when it begins with a byte order mark, or holds
   * an escape other than `\\n` or a character that JSON does not allow.
   */
  read(from: usize, end: usize): usize {
    this.clear();
    if ((load<u32>(from) & 0xffffff) === BYTE_ORDER_MARK) return 0;
    const comma = i8x16.splat(COMMA);
    const quote = i8x16.splat(QUOTE);
    const backslash = i8x16.splat(BACKSLASH);
    const blank = i8x16.splat(BLANK);
    let start = from;
    for (let block = from; block < end; block += 16) {
      const bytes = v128.load(block);
      const special = v128.or(i8x16.eq(bytes, quote), v128.or(i8x16.eq(bytes, backslash), i8x16.lt_u(bytes, blank)));
      let matches = i8x16.bitmask(v128.or(special, i8x16.eq(bytes, comma)));
      while (matches !== 0) {
        const at = block + ctz(matches);
        matches &= matches - 1;
        if (at >= end) return 0;
        const byte = load<u8>(at);
        if (byte === COMMA) {
          this.field(start, at);
          start = at + 1;
        } else if (byte === QUOTE) {
          this.row(start, at, true);
          return at;
        } else {
          if (byte !== BACKSLASH || load<u8>(at + 1) !== LETTER_N) return 0;
          this.row(start, at, false);
          start = at + 2;
        }
        if (this.count > MAX_FIELDS) return 0;
      }
    }
    return 0;
  }

  private field(start: usize, end: usize): void {
    if (this.count === this.room) this.grow();
    this.put(this.count, start, end);
    this.count += 1;
  }

  /** Ends a row with the field before `end`. A blank line is not a row, unless it is the missing value of the only column. */
  private row(start: usize, end: usize, last: bool): void {
    let to = end;
    if (this.count === this.firstOf(this.rows)) {
      if (start === end && (!this.single || (last && this.rows > 0))) return;
      if (this.nullIsMissing && end - start === 4 && load<u32>(start) === NULL_WORD) to = start;
    }
    this.field(start, to);
    this.endRow(this.count);
  }

  private endRow(fields: i32): void {
    if (this.rows === this.rowRoom) {
      this.rowRoom *= 2;
      this.rowEnds = grown(this.rowEnds, (<usize>this.rows) << 2);
    }
    this.count = fields;
    store<u32>(this.rowEnds + ((<usize>this.rows) << 2), fields);
    this.rows += 1;
  }

  private grow(): void {
    this.places = grown(this.places, (<usize>this.room) << 3);
    this.room *= 2;
  }
}

/** Twice the memory, with the old content. */
function grown(from: usize, bytes: usize): usize {
  const to = heap.alloc(2 * bytes);
  memory.copy(to, from, bytes);
  return to;
}

export const output = new Side();
export const input = new Side();
