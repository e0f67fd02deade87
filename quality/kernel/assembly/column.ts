import { ValueCode } from './codes';
import { TextCounts } from './counts';
import { hashOfBytes, hashOfDouble, newRegisters, register } from './distinct';
import { Moments } from './moments';
import { lastValue, readValue } from './numbers';
import { Sketch } from './sketch';

/** Numbers that are added together. */
const PENDING: i32 = 512;

/** What a column's statistics need, added value by value in row order. Its memory does not grow with the rows. */
export class Column {
  missing: f64 = 0;
  integral: f64 = 0;
  fractional: f64 = 0;
  boolean: f64 = 0;
  string: f64 = 0;
  texts: TextCounts = new TextCounts();
  moments: Moments = new Moments();
  sketch: Sketch = new Sketch();
  /** Registers of the estimate; 0 until there are too many values to count each. */
  registers: usize = 0;
  private pending: usize = heap.alloc((<usize>PENDING) << 3);
  private pendingCount: i32 = 0;

  /** Adds one value of this type. */
  add(start: usize, end: usize, type: i32, value: f64): void {
    this.texts.add(start, end);
    this.count(type);
    if (type < ValueCode.BOOLEAN) this.number(value);
    else if (this.texts.overflowed) register(this.openRegisters(), hashOfBytes(start, end));
  }

  /** Adds one number to a column whose values are no longer counted. */
  addNumber(type: i32, value: f64): void {
    this.count(type);
    this.number(value);
  }

  /** Adds the pending numbers. */
  flush(): void {
    const pending = this.pending;
    const pendingCount = this.pendingCount;
    if (pendingCount === 0) return;
    this.moments.add(pending, pendingCount);
    this.sketch.add(pending, pendingCount);
    if (this.texts.overflowed) {
      const registers = this.openRegisters();
      const end = pending + ((<usize>pendingCount) << 3);
      for (let at = pending; at < end; at += 8) register(registers, hashOfDouble(load<f64>(at)));
    }
    this.pendingCount = 0;
  }

  private count(type: i32): void {
    const counts = changetype<usize>(this) + offsetof<Column>('integral') + ((<usize>type) << 3);
    store<f64>(counts, load<f64>(counts) + 1);
  }

  private number(value: f64): void {
    store<f64>(this.pending + ((<usize>this.pendingCount) << 3), value);
    this.pendingCount += 1;
    if (this.pendingCount === PENDING) this.flush();
  }

  /** The registers, at first with all values that were counted; equal numbers are one value. */
  private openRegisters(): usize {
    if (this.registers !== 0) return this.registers;
    this.registers = newRegisters();
    const texts = this.texts;
    for (let value = 0; value < texts.size; value++) {
      if (texts.rowsOf(value) === 0) continue;
      const start = texts.startOf(value);
      const end = start + texts.lengthOf(value);
      const hash = readValue(start, end) < ValueCode.BOOLEAN ? hashOfDouble(lastValue()) : hashOfBytes(start, end);
      register(this.registers, hash);
    }
    return this.registers;
  }
}
