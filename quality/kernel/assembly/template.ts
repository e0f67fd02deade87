import { decodeBase64 } from './base64';
import { BACKSLASH, BLANK, CARRIAGE_RETURN, LINE_FEED, QUOTE } from './bytes';
import { scalar } from './scalar';
import { input, output, Side } from './side';

/**
 * Holes of a template: CSV of a side, a string that no row depends on, a side in base64, the input's one number above the
 * output's, or, from here on, a scalar of a body of JSON: twice its field, and one more for the input.
 */
const OUTPUT: i32 = 0;
const INPUT: i32 = 1;
const OTHER: i32 = 2;
const ENCODED: i32 = 4;
const SCALARS: i32 = 6;

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

/**
 * Decodes what a side noted of base64, where it lies, and reads it: CSV, or JSON of a template. False when it is anything
 * else, or not in ASCII.
 */
export function readEncoded(side: Side, json: Template | null): bool {
  if (side.encoded === 0) return true;
  const end = decodeBase64(side.encoded, side.encodedEnd);
  return json === null ? side.readText(side.encoded, end) : json.readText(side.encoded, end);
}

/** Puts the scalar that was read last where its hole says. */
function putScalar(hole: i32): void {
  const side = (hole & 1) === OUTPUT ? output : input;
  side.put((hole - SCALARS) >> 1, scalar.start, scalar.end);
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
