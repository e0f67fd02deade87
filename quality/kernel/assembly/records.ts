import {
  BACKSLASH,
  BLANK,
  CARRIAGE_RETURN,
  COMMA,
  EQUALS,
  FALS_WORD,
  LETTER_E,
  LETTER_N,
  LINE_FEED,
  MINUS,
  NULL_WORD,
  PLUS,
  POINT,
  QUOTE,
  TAB,
  TRUE_WORD,
  ZERO,
} from './bytes';
import { cells } from './cells';

/**
 * Holes of a template: CSV of a side, a string that no row depends on, a side in base64, the input's one number above the
 * output's, or, from here on, a scalar of a body of JSON: twice its field, and one more for the input.
 */
const OUTPUT: i32 = 0;
const INPUT: i32 = 1;
const OTHER: i32 = 2;
const ENCODED: i32 = 4;
const SCALARS: i32 = 6;

/** Templates that are tried, the one that fitted last first. */
const MOST_TEMPLATES: i32 = 8;
/** A line with more fields is left to whoever can refuse it. */
const MOST_FIELDS: i32 = 1 << 22;

/** How a scan ended. */
export const READ: i32 = 0;
export const FULL: i32 = 1;
export const UNUSUAL: i32 = 2;
/** As unusual, but its bytes were changed: nothing can be learnt from them here. */
export const SPOILT: i32 = 3;

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
  /** Where its base64 lies that is not decoded yet; 0 where there is none. */
  private encoded: usize = 0;
  private encodedEnd: usize = 0;

  clear(): void {
    this.count = 0;
    this.rows = 0;
    this.encoded = 0;
  }

  /** Notes a string of base64; where its closing quote is, or 0 when it is none. */
  note(from: usize, end: usize): usize {
    this.encoded = from;
    this.encodedEnd = endOfBase64(from, end);
    return this.encodedEnd;
  }

  /**
   * Reads the base64 that was noted, and decodes it where it lies: CSV, or JSON of a template. False when it is anything
   * else, or not in ASCII.
   */
  readEncoded(json: Template | null): bool {
    if (this.encoded === 0) return true;
    const end = decodeBase64(this.encoded, this.encodedEnd);
    return json === null ? this.readText(this.encoded, end) : json.readText(this.encoded, end);
  }

  /** Reads the rows of a text, which ends where it says; lines end in LF, CRLF or CR. */
  private readText(from: usize, end: usize): bool {
    let start = from;
    for (let at = from; at < end; at++) {
      const byte = load<u8>(at);
      if (byte === COMMA) {
        this.field(start, at);
        start = at + 1;
      } else if (byte === LINE_FEED || byte === CARRIAGE_RETURN) {
        // A blank row is nothing, and so is what lies between CR and LF.
        this.row(start, at);
        start = at + 1;
      } else if (byte === QUOTE || byte >= 0x80 || (byte < BLANK && byte !== TAB)) {
        return false;
      }
      if (this.count > MOST_FIELDS) return false;
    }
    this.row(start, end);
    return true;
  }

  /** Makes rows whose fields are still to be put, of which row i ends before the field `rowEnds[i]`. */
  lay(rowEnds: StaticArray<i32>): void {
    this.clear();
    for (let i = 0; i < rowEnds.length; i++) {
      this.endRow(unchecked(rowEnds[i]));
    }
    while (this.room < this.count) this.grow();
  }

  put(field: i32, start: usize, end: usize): void {
    const place = this.places + ((<usize>field) << 3);
    store<u32>(place, <u32>start);
    store<u32>(place, <u32>end, 4);
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
    if (this.count === this.room) this.grow();
    this.put(this.count, start, end);
    this.count += 1;
  }

  /** Ends a row with the field before `end`; a blank one is nothing. */
  private row(start: usize, end: usize): void {
    if (start === end && this.count === this.firstOf(this.rows)) return;
    this.field(start, end);
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
  private parts: StaticArray<usize>;
  private lengths: StaticArray<usize>;
  private holes: StaticArray<i32>;
  hasOutput: bool = false;
  hasInput: bool = false;
  /** Of a side that is JSON, where each row ends. */
  private outputRows: StaticArray<i32> = new StaticArray<i32>(0);
  private inputRows: StaticArray<i32> = new StaticArray<i32>(0);
  /** Of a side that is JSON in base64, the template of its text. */
  outputText: Template | null = null;
  inputText: Template | null = null;
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
    if (hole === OUTPUT || hole === ENCODED + OUTPUT) this.hasOutput = true;
    if (hole === INPUT || hole === ENCODED + INPUT) this.hasInput = true;
    this.filled += 1;
  }

  /** Says that a side is JSON, and where a row of it ends; in their order. */
  addRow(side: i32, end: i32): void {
    const rows = side === OUTPUT ? this.outputRows : this.inputRows;
    const more = new StaticArray<i32>(rows.length + 1);
    for (let i = 0; i < rows.length; i++) more[i] = rows[i];
    more[rows.length] = end;
    if (side === OUTPUT) {
      this.outputRows = more;
      this.hasOutput = true;
    } else {
      this.inputRows = more;
      this.hasInput = true;
    }
  }

  /** Reads a line into the sides; where the next line begins, or 0 when it is not of this template. */
  read(line: usize, end: usize): usize {
    let at = line;
    const holes = this.holes;
    output.lay(this.outputRows);
    input.lay(this.inputRows);
    for (let i = 0; i < holes.length; i++) {
      at = this.behind(at, end, i);
      if (at === 0) return 0;
      const hole = unchecked(holes[i]);
      if (hole >= SCALARS) {
        at = scalar.readEscaped(at, end);
        putScalar(hole);
      } else if (hole >= ENCODED) {
        at = (hole & 1) === OUTPUT ? output.note(at, end) : input.note(at, end);
      } else if (hole === OTHER) {
        at = endOfString(at, end);
      } else {
        at = hole === OUTPUT ? output.read(at, end) : input.read(at, end);
      }
      if (at === 0) return 0;
    }
    at = this.behind(at, end, holes.length);
    if (at === 0) return 0;
    if (load<u8>(at) === CARRIAGE_RETURN) at += 1;
    return at < end && load<u8>(at) === LINE_FEED ? at + 1 : 0;
  }

  /** Reads a text of JSON, all of whose holes are scalars; false when it is not of this template. */
  readText(start: usize, end: usize): bool {
    let at = start;
    const holes = this.holes;
    for (let i = 0; i < holes.length; i++) {
      at = this.behind(at, end, i);
      if (at === 0) return false;
      at = scalar.read(at, end);
      if (at === 0) return false;
      putScalar(unchecked(holes[i]));
    }
    return this.behind(at, end, holes.length) === end;
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

/** Where a string of base64 is closed; 0 when it is none. */
function endOfBase64(start: usize, end: usize): usize {
  let at = start;
  while (at < end && sextet(at) < NO_SEXTET) at += 1;
  for (let padding = 0; padding < 2 && at < end && load<u8>(at) === EQUALS; padding++) at += 1;
  return at < end && load<u8>(at) === QUOTE && ((at - start) & 3) === 0 ? at : 0;
}

/** Decodes base64 where it lies; where its bytes end. */
function decodeBase64(start: usize, end: usize): usize {
  let to = start;
  for (let at = start; at < end; at += 4) {
    const bits = (sextet(at) << 18) | (sextet(at + 1) << 12) | ((sextet(at + 2) & 63) << 6) | (sextet(at + 3) & 63);
    const count: usize = load<u8>(at + 2) === EQUALS ? 1 : load<u8>(at + 3) === EQUALS ? 2 : 3;
    store<u8>(to, <u8>(bits >> 16));
    store<u8>(to + 1, <u8>(bits >> 8));
    if (count === 3) store<u8>(to + 2, <u8>bits);
    to += count;
  }
  return to;
}

/** The six bits that a character of base64 stands for. */
function sextet(at: usize): u32 {
  return unchecked(sextets[load<u8>(at)]);
}

const NO_SEXTET: u32 = 64;
const sextets = sextetsOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');

function sextetsOf(alphabet: string): StaticArray<u8> {
  const found = new StaticArray<u8>(256);
  for (let i = 0; i < 256; i++) found[i] = <u8>NO_SEXTET;
  for (let i = 0; i < alphabet.length; i++) found[alphabet.charCodeAt(i)] = <u8>i;
  return found;
}

/** A value of JSON that is no container. */
class Scalar {
  /** Where its text is, without quotes; of `null` nothing. */
  start: usize = 0;
  end: usize = 0;

  /** Reads one that stands in a string of JSON, so that its quotes are escaped; where it ends, as `read` says it. */
  readEscaped(at: usize, end: usize): usize {
    if (load<u8>(at) !== BACKSLASH || load<u8>(at + 1) !== QUOTE) return this.readPlain(at);
    const close = this.readString(at + 2, end, BACKSLASH);
    return close < end && load<u8>(close + 1) === QUOTE ? close + 2 : 0;
  }

  /** Reads one of a text in ASCII; where it ends, or 0 when none is there, or anything in it is escaped. */
  read(at: usize, end: usize): usize {
    if (load<u8>(at) !== QUOTE) return this.readPlain(at);
    const close = this.readString(at + 1, end, QUOTE);
    for (let i = this.start; i < close; i++) if (load<u8>(i) >= 0x80 || load<u8>(i) === BACKSLASH) return 0;
    return close < end ? close + 1 : 0;
  }

  /** Where a string ends that a byte ends; `end` when it does not, or has what none may hold. */
  private readString(from: usize, end: usize, closing: u8): usize {
    let at = from;
    while (at < end && load<u8>(at) !== closing) {
      if (load<u8>(at) === QUOTE || load<u8>(at) < BLANK) return end;
      at += 1;
    }
    this.start = from;
    this.end = at;
    return at;
  }

  private readPlain(at: usize): usize {
    this.start = at;
    this.end = at;
    if (isWord(at, NULL_WORD)) return at + 4;
    if (isWord(at, TRUE_WORD)) this.end = at + 4;
    else if (isWord(at, FALS_WORD) && load<u8>(at + 4) === LETTER_E) this.end = at + 5;
    else this.end = endOfNumber(at);
    return this.end;
  }
}

const scalar = new Scalar();

/** Puts the scalar that was read last where its hole says. */
function putScalar(hole: i32): void {
  const side = (hole & 1) === OUTPUT ? output : input;
  side.put((hole - SCALARS) >> 1, scalar.start, scalar.end);
}

function isWord(at: usize, word: u32): bool {
  return load<u32>(at) === word;
}

/** Where a number of JSON ends; 0 when there is none. */
function endOfNumber(start: usize): usize {
  let at = load<u8>(start) === MINUS ? start + 1 : start;
  const first = at;
  at = endOfDigits(at);
  if (at === first || (load<u8>(first) === ZERO && at > first + 1)) return 0;
  if (load<u8>(at) === POINT) {
    const decimals = at + 1;
    at = endOfDigits(decimals);
    if (at === decimals) return 0;
  }
  if ((load<u8>(at) | 0x20) === LETTER_E) {
    at += 1;
    if (load<u8>(at) === PLUS || load<u8>(at) === MINUS) at += 1;
    const exponent = at;
    at = endOfDigits(exponent);
    if (at === exponent) return 0;
  }
  return at;
}

function endOfDigits(start: usize): usize {
  let at = start;
  while (<u32>load<u8>(at) - ZERO <= 9) at += 1;
  return at;
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
  /** Whether bytes of the line were decoded that is unusual after all. */
  private spoilt: bool = false;

  /** Tries this template from now on, first. There may be eight. */
  learn(template: Template): void {
    this.templates[this.count] = template;
    this.toFront(this.count);
    this.count += 1;
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
      if (next === 0) return this.spoilt ? SPOILT : UNUSUAL;
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
    this.spoilt = false;
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
    this.spoilt = true;
    if (!output.readEncoded(template.outputText) || !input.readEncoded(template.inputText)) return false;
    const rows = template.hasInput ? input.rows : output.rows;
    // Another number of rows is an error, or a column of predictions.
    if (rows === 0 || (template.hasOutput && output.rows !== rows)) return false;
    for (let row = 0; row < rows; row++) {
      if (output.widthOf(row) + input.widthOf(row) > this.mostColumns) return false;
    }
    this.row = 0;
    this.rows = rows;
    this.spoilt = false;
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
