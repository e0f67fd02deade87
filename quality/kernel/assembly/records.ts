import { BACKSLASH, BLANK, CARRIAGE_RETURN, COMMA, LETTER_N, LINE_FEED, QUOTE } from './bytes';
import { cells } from './cells';

/** Holes of a template: CSV of a side, or a string that no row depends on. */
export const OUTPUT: i32 = 0;
export const INPUT: i32 = 1;
export const OTHER: i32 = 2;

/** Templates that are tried, the one that fitted last first. */
const MOST_TEMPLATES: i32 = 8;
/** A line with more fields is left to whoever can refuse it. */
const MOST_FIELDS: i32 = 1 << 22;

/** How a scan ended. */
export const READ: i32 = 0;
export const FULL: i32 = 1;
export const UNUSUAL: i32 = 2;

/** The fields of a body's rows, as places. */
class Side {
  /** Field i lies from `places[2 i]` up to `places[2 i + 1]` (u32 each). */
  places: usize = heap.alloc(64 << 3);
  count: i32 = 0;
  private room: i32 = 64;
  /** Row i has the fields before `rowEnds[i]` (u32) that no row before it has. */
  rowEnds: usize = heap.alloc(16 << 2);
  rows: i32 = 0;
  private rowRoom: i32 = 16;

  clear(): void {
    this.count = 0;
    this.rows = 0;
  }

  widthOf(row: i32): i32 {
    return this.firstOf(row + 1) - this.firstOf(row);
  }

  /** Hands out the fields of a row. */
  emit(row: i32): void {
    const end = this.places + ((<usize>this.firstOf(row + 1)) << 3);
    for (let place = this.places + ((<usize>this.firstOf(row)) << 3); place < end; place += 8) {
      cells.field(load<u32>(place), load<u32>(place, 4));
    }
  }

  /** A side that is not there has no fields in any row. */
  private firstOf(row: i32): i32 {
    return row === 0 || this.rows === 0 ? 0 : load<i32>(this.rowEnds + ((<usize>(row - 1)) << 2));
  }

  /**
   * Reads the rows of a string of JSON from its opening quote on; where its closing one is, or 0 when it holds anything
   * that must be unescaped other than line feeds, or that is not allowed in one.
   */
  read(from: usize, end: usize): usize {
    this.clear();
    const comma = i8x16.splat(COMMA);
    const quote = i8x16.splat(QUOTE);
    const backslash = i8x16.splat(BACKSLASH);
    const blank = i8x16.splat(BLANK);
    let start = from;
    for (let block = from; block < end; block += 16) {
      const bytes = v128.load(block);
      const special = v128.or(i8x16.eq(bytes, quote), v128.or(i8x16.eq(bytes, backslash), i8x16.lt_u(bytes, blank)));
      let found = i8x16.bitmask(v128.or(special, i8x16.eq(bytes, comma)));
      while (found !== 0) {
        const at = block + ctz(found);
        found &= found - 1;
        if (at >= end) return 0;
        const byte = load<u8>(at);
        if (byte === COMMA) {
          this.field(start, at);
          start = at + 1;
        } else if (byte === QUOTE) {
          this.row(start, at);
          return at;
        } else {
          if (byte !== BACKSLASH || load<u8>(at + 1) !== LETTER_N) return 0;
          this.row(start, at);
          start = at + 2;
        }
        if (this.count > MOST_FIELDS) return 0;
      }
    }
    return 0;
  }

  private field(start: usize, end: usize): void {
    if (this.count === this.room) {
      this.room *= 2;
      this.places = grown(this.places, (<usize>this.count) << 3);
    }
    const place = this.places + ((<usize>this.count) << 3);
    this.count += 1;
    store<u32>(place, <u32>start);
    store<u32>(place, <u32>end, 4);
  }

  /** Ends a row with the field before `end`; a blank one is nothing. */
  private row(start: usize, end: usize): void {
    if (start === end && this.count === this.firstOf(this.rows)) return;
    this.field(start, end);
    if (this.rows === this.rowRoom) {
      this.rowRoom *= 2;
      this.rowEnds = grown(this.rowEnds, (<usize>this.rows) << 2);
    }
    store<u32>(this.rowEnds + ((<usize>this.rows) << 2), this.count);
    this.rows += 1;
  }
}

/** Twice the memory, with what was there. */
function grown(from: usize, bytes: usize): usize {
  const to = heap.alloc(2 * bytes);
  memory.copy(to, from, bytes);
  return to;
}

const output = new Side();
const input = new Side();

/** What records have in common, to the byte: what stands before, between and behind the holes. */
export class Template {
  /** Where each part is; one more than the holes. */
  parts: StaticArray<usize>;
  lengths: StaticArray<usize>;
  holes: StaticArray<i32>;
  hasOutput: bool = false;
  hasInput: bool = false;
  private filled: i32 = 0;

  constructor(holes: i32) {
    this.parts = new StaticArray<usize>(holes + 1);
    this.lengths = new StaticArray<usize>(holes + 1);
    this.holes = new StaticArray<i32>(holes);
  }

  /** Adds a part, and the hole behind it where there is one. */
  add(from: usize, length: usize, hole: i32): void {
    const part = heap.alloc(length + 16);
    memory.copy(part, from, length);
    unchecked((this.parts[this.filled] = part));
    unchecked((this.lengths[this.filled] = length));
    if (this.filled < this.holes.length) unchecked((this.holes[this.filled] = hole));
    if (hole === OUTPUT) this.hasOutput = true;
    if (hole === INPUT) this.hasInput = true;
    this.filled += 1;
  }

  /** Reads a line into the sides; where the next line begins, or 0 when it is not of this template. */
  read(line: usize, end: usize): usize {
    let at = line;
    const holes = this.holes;
    for (let i = 0; i < holes.length; i++) {
      at = this.behind(at, end, i);
      if (at === 0) return 0;
      const hole = unchecked(holes[i]);
      if (hole === OTHER) at = endOfString(at, end);
      else at = hole === OUTPUT ? output.read(at, end) : input.read(at, end);
      if (at === 0) return 0;
    }
    at = this.behind(at, end, holes.length);
    if (at === 0) return 0;
    if (load<u8>(at) === CARRIAGE_RETURN) at += 1;
    return at < end && load<u8>(at) === LINE_FEED ? at + 1 : 0;
  }

  /** The place behind a part, if it stands here; else 0. */
  private behind(at: usize, end: usize, i: i32): usize {
    const part = unchecked(this.parts[i]);
    const length = unchecked(this.lengths[i]);
    if (at + length > end) return 0;
    let k: usize = 0;
    for (; k + 8 <= length; k += 8) if (load<u64>(at + k) !== load<u64>(part + k)) return 0;
    for (; k < length; k++) if (load<u8>(at + k) !== load<u8>(part + k)) return 0;
    return at + length;
  }
}

/** The closing quote of a string in which nothing is escaped; else 0. */
function endOfString(start: usize, end: usize): usize {
  for (let at = start; at < end; at++) {
    const byte = load<u8>(at);
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH || byte < BLANK) return 0;
  }
  return 0;
}

/** Reads lines that look like one that was read before; whatever is unusual it leaves alone. */
class Records {
  /** Where to go on: where a line begins. */
  at: usize = 0;
  line: f64 = 1;
  private templates: StaticArray<Template | null> = new StaticArray<Template | null>(MOST_TEMPLATES);
  private count: i32 = 0;
  /** A row of more fields is left alone. */
  mostColumns: i32 = 0;
  /** The rows of the line before this place, of which those from `row` on are not handed out yet. */
  private row: i32 = 0;
  private rows: i32 = 0;

  /** One more template, with so many holes, whose parts are to be added. There may be eight. */
  learn(holes: i32): Template {
    const template = new Template(holes);
    this.templates[this.count] = template;
    this.toFront(this.count);
    this.count += 1;
    return template;
  }

  /** Reads lines up to `end`, each with its line feed, until there are enough rows to take, or a line is unusual. */
  scan(end: usize): i32 {
    while (true) {
      while (this.row < this.rows) {
        if (cells.full) return FULL;
        this.emit();
      }
      if (this.at === end) return READ;
      const next = this.read(this.at, end);
      if (next === 0) return UNUSUAL;
      this.at = next;
      this.line += 1;
    }
  }

  /** Goes on behind a line that was unusual. */
  begin(at: usize, line: f64): void {
    this.at = at;
    this.line = line;
    this.row = 0;
    this.rows = 0;
  }

  /** Reads a line; where the next one begins, or 0 when there is anything unusual about it. */
  private read(line: usize, end: usize): usize {
    for (let i = 0; i < this.count; i++) {
      const template = <Template>unchecked(this.templates[i]);
      const next = template.read(line, end);
      if (next === 0) continue;
      if (i > 0) this.toFront(i);
      return this.takes(template) ? next : 0;
    }
    return 0;
  }

  private takes(template: Template): bool {
    if (!template.hasOutput) output.clear();
    if (!template.hasInput) input.clear();
    const rows = template.hasInput ? input.rows : output.rows;
    // Another number of rows is an error, or a column of predictions.
    if (rows === 0 || (template.hasOutput && output.rows !== rows)) return false;
    for (let row = 0; row < rows; row++) {
      if (output.widthOf(row) + input.widthOf(row) > this.mostColumns) return false;
    }
    this.row = 0;
    this.rows = rows;
    return true;
  }

  /** Hands out the next row of a line, output first. */
  private emit(): void {
    output.emit(this.row);
    input.emit(this.row);
    this.row += 1;
    // Behind the line already.
    cells.endRow(this.line - 1);
  }

  private toFront(i: i32): void {
    const template = unchecked(this.templates[i]);
    for (let k = i; k > 0; k--) unchecked((this.templates[k] = this.templates[k - 1]));
    unchecked((this.templates[0] = template));
  }
}

export const records = new Records();
