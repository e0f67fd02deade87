import { decodeBase64 } from './base64';
import { BACKSLASH, BLANK, CARRIAGE_RETURN, LINE_FEED, QUOTE } from './bytes';
import { Placeholder, SideCode } from './codes';
import { scalar } from './scalar';
import { input, output, Side } from './side';

/** What records have in common, byte by byte: the parts before, between and after the placeholders (`recordTemplate.ts`). */
export class Template {
  /** Addresses of the parts; one more than the placeholders. */
  private parts: StaticArray<usize>;
  private lengths: StaticArray<usize>;
  private placeholders: StaticArray<i32>;
  hasOutput: bool = false;
  hasInput: bool = false;
  /** Of a JSON side: the field before which each row ends. */
  private outputRows: StaticArray<i32> = new StaticArray<i32>(0);
  private inputRows: StaticArray<i32> = new StaticArray<i32>(0);
  /** Of a side that is JSON in base64: the template of the decoded text. */
  outputText: Template | null = null;
  inputText: Template | null = null;
  /** Fields of a JSON side that no placeholder fills. */
  private outputGaps: StaticArray<i32> = new StaticArray<i32>(0);
  private inputGaps: StaticArray<i32> = new StaticArray<i32>(0);
  /** Records whose rows were handed out. */
  records: f64 = 0;
  private filled: i32 = 0;

  constructor(placeholders: i32) {
    this.parts = new StaticArray<usize>(placeholders + 1);
    this.lengths = new StaticArray<usize>(placeholders + 1);
    this.placeholders = new StaticArray<i32>(placeholders);
  }

  /** Adds a part, and the placeholder after it unless the part is the last. */
  add(from: usize, length: usize, placeholder: i32): void {
    const part = heap.alloc(length + 16);
    memory.copy(part, from, length);
    unchecked((this.parts[this.filled] = part));
    unchecked((this.lengths[this.filled] = length));
    if (this.filled < this.placeholders.length) unchecked((this.placeholders[this.filled] = placeholder));
    if (placeholder === Placeholder.CSV + SideCode.OUTPUT || placeholder === Placeholder.BASE64 + SideCode.OUTPUT)
      this.hasOutput = true;
    if (placeholder === Placeholder.CSV + SideCode.INPUT || placeholder === Placeholder.BASE64 + SideCode.INPUT)
      this.hasInput = true;
    this.filled += 1;
  }

  /** Marks a side as JSON and adds the end of its next row. */
  addRow(side: i32, end: i32): void {
    const more = extended(side === SideCode.OUTPUT ? this.outputRows : this.inputRows, end);
    if (side === SideCode.OUTPUT) {
      this.outputRows = more;
      this.hasOutput = true;
    } else {
      this.inputRows = more;
      this.hasInput = true;
    }
  }

  /** Adds a field of a JSON side that is always missing. */
  addGap(side: i32, field: i32): void {
    if (side === SideCode.OUTPUT) this.outputGaps = extended(this.outputGaps, field);
    else this.inputGaps = extended(this.inputGaps, field);
  }

  /** Reads a line into the sides. Returns where the next line begins; 0 when the line does not match. */
  read(line: usize, end: usize): usize {
    let at = line;
    const placeholders = this.placeholders;
    output.layOut(this.outputRows);
    input.layOut(this.inputRows);
    output.leaveOut(this.outputGaps, line);
    input.leaveOut(this.inputGaps, line);
    for (let i = 0; i < placeholders.length; i++) {
      at = this.endOfPart(at, end, i);
      if (at === 0) return 0;
      const placeholder = unchecked(placeholders[i]);
      if (placeholder >= Placeholder.SCALAR) {
        at = scalar.readEscaped(at, end);
        putScalar(placeholder);
      } else if (placeholder >= Placeholder.BASE64) {
        at = (placeholder & 1) === SideCode.OUTPUT ? output.note(at, end) : input.note(at, end);
      } else if (placeholder === Placeholder.STRING) {
        at = endOfString(at, end);
      } else if (placeholder === Placeholder.SKIPPED) {
        at = scalar.readEscaped(at, end);
      } else {
        at = placeholder === Placeholder.CSV + SideCode.OUTPUT ? output.read(at, end) : input.read(at, end);
      }
      if (at === 0) return 0;
    }
    at = this.endOfPart(at, end, placeholders.length);
    if (at === 0) return 0;
    if (load<u8>(at) === CARRIAGE_RETURN) at += 1;
    return at < end && load<u8>(at) === LINE_FEED ? at + 1 : 0;
  }

  /** Reads a JSON text whose placeholders are all scalars. Returns false when the text does not match. */
  readText(start: usize, end: usize): bool {
    let at = start;
    const placeholders = this.placeholders;
    for (let i = 0; i < placeholders.length; i++) {
      at = this.endOfPart(at, end, i);
      if (at === 0) return false;
      at = scalar.read(at, end);
      if (at === 0) return false;
      const placeholder = unchecked(placeholders[i]);
      if (placeholder !== Placeholder.SKIPPED) putScalar(placeholder);
    }
    return this.endOfPart(at, end, placeholders.length) === end;
  }

  /** Where a part that begins here ends; 0 when other bytes are here. */
  private endOfPart(at: usize, end: usize, i: i32): usize {
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
 * Decodes a side's base64 in place and reads it: as CSV, or as JSON that matches a template. Returns false when it is
 * anything else, or not ASCII.
 */
export function readEncoded(side: Side, json: Template | null): bool {
  if (side.encoded === 0) return true;
  const end = decodeBase64(side.encoded, side.encodedEnd);
  return json === null ? side.readText(side.encoded, end) : json.readText(side.encoded, end);
}

function extended(numbers: StaticArray<i32>, next: i32): StaticArray<i32> {
  const more = new StaticArray<i32>(numbers.length + 1);
  for (let i = 0; i < numbers.length; i++) more[i] = numbers[i];
  more[numbers.length] = next;
  return more;
}

/** Stores the scalar that was read last as the field of its placeholder. */
function putScalar(placeholder: i32): void {
  const side = (placeholder & 1) === SideCode.OUTPUT ? output : input;
  side.put((placeholder - Placeholder.SCALAR) >> 1, scalar.start, scalar.end);
}

/** The closing quote of a string without escapes; else 0. */
function endOfString(start: usize, end: usize): usize {
  for (let at = start; at < end; at++) {
    const byte = load<u8>(at);
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH || byte < BLANK) return 0;
  }
  return 0;
}
