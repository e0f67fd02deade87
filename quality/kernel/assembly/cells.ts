import { ValueCode } from './codes';
import { Column } from './column';
import { lastValue, readValue } from './numbers';

/** Fields that are read before they are handed out: enough for many rows, few enough for a processor's cache. */
const BATCH: i32 = 2048;

/** A field: where it begins and ends (u32 each), the number that it is (f64), and its type (u32). */
const FIELD_SIZE: usize = 24;
const END: usize = 4;
const VALUE: usize = 8;
const TYPE: usize = 16;

/** Rows that were read and not handed out yet, as fields one after the other. */
class Cells {
  /** Address of the next field, and the end of the room for fields. */
  private next: usize = 0;
  private limit: usize = 0;
  private first: usize = 0;
  /** Row i has the fields from `firsts[i]` up to `firsts[i + 1]` (u32 each), and begins on line `lines[i]` (f64). */
  firsts: usize = 0;
  lines: usize = 0;
  rows: i32 = 0;
  private rowRoom: i32 = 0;

  constructor() {
    this.growFields(2 * <usize>BATCH);
    this.growRows(64);
    store<u32>(this.firsts, 0);
  }

  get full(): bool {
    return this.count >= BATCH;
  }

  get count(): i32 {
    return <i32>((this.next - this.first) / FIELD_SIZE);
  }

  /** Fields of the incomplete row. */
  get open(): i32 {
    return this.count - this.firstOpen;
  }

  private get firstOpen(): i32 {
    return load<i32>(this.firsts + ((<usize>this.rows) << 2));
  }

  at(i: i32): usize {
    return this.first + <usize>i * FIELD_SIZE;
  }

  field(start: usize, end: usize): void {
    if (this.next === this.limit) this.growFields(2 * <usize>this.count);
    const field = this.next;
    this.next = field + FIELD_SIZE;
    store<u32>(field, <u32>start);
    store<u32>(field, <u32>end, END);
    if (start === end) return;
    store<u32>(field, <u32>readValue(start, end), TYPE);
    store<f64>(field, lastValue(), VALUE);
  }

  endRow(line: f64): void {
    store<f64>(this.lines + ((<usize>this.rows) << 3), line);
    this.rows += 1;
    if (this.rows === this.rowRoom) this.growRows(2 * this.rowRoom);
    store<u32>(this.firsts + ((<usize>this.rows) << 2), this.count);
  }

  /** Forgets the complete rows; the bytes of the incomplete one have moved down by so many. */
  drop(moved: usize): void {
    const open = <usize>this.open * FIELD_SIZE;
    memory.copy(this.first, this.at(this.firstOpen), open);
    this.next = this.first + open;
    this.rows = 0;
    for (let field = this.first; field < this.next; field += FIELD_SIZE) {
      store<u32>(field, load<u32>(field) - <u32>moved);
      store<u32>(field, load<u32>(field, END) - <u32>moved, END);
    }
  }

  private growFields(room: usize): void {
    const fields = heap.alloc(room * FIELD_SIZE);
    const used = this.next - this.first;
    memory.copy(fields, this.first, used);
    this.first = fields;
    this.next = fields + used;
    this.limit = fields + room * FIELD_SIZE;
  }

  private growRows(room: i32): void {
    const firsts = heap.alloc((<usize>room) << 2);
    const lines = heap.alloc((<usize>room) << 3);
    memory.copy(firsts, this.firsts, (<usize>this.rowRoom) << 2);
    memory.copy(lines, this.lines, (<usize>this.rowRoom) << 3);
    this.firsts = firsts;
    this.lines = lines;
    this.rowRoom = room;
  }
}

export const cells = new Cells();

/** Adds each `step`th field from `first` on, before `end`, to a column: an empty field as a missing value. */
export function addFields(column: Column, first: i32, end: i32, step: i32): void {
  const stride = <usize>step * FIELD_SIZE;
  const last = cells.at(end);
  for (let field = cells.at(first); field < last; field += stride) {
    const start = <usize>load<u32>(field);
    const to = <usize>load<u32>(field, END);
    const type = load<i32>(field, TYPE);
    if (start === to) column.missing += 1;
    // Only the number is needed once values are no longer counted.
    else if (column.texts.closed && type < ValueCode.BOOLEAN) column.addNumber(type, load<f64>(field, VALUE));
    else column.add(start, to, type, load<f64>(field, VALUE));
  }
}
