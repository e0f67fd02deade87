import { REGISTER_COUNT, ValueCode } from './assembly/codes';
import { type KernelInstance, kllParameters } from './program/kernelInstance';
import type { Address, Column } from './program/kernelProgram';

/** What a value's text looks like. `Boolean` counts in the metrics alone: a column of them is String. */
export type ValueType = 'Integral' | 'Fractional' | 'Boolean' | 'String';

/** A counted value, as a place in the kernel's memory. */
interface CountedValue {
  readonly start: Address;
  readonly end: Address;
  readonly rows: number;
}

/** A column of a kernel: what its statistics need, added value by value in row order. */
export class KernelColumn {
  static readonly sketchParameters = kllParameters;
  private readonly column: Column;

  constructor(
    private readonly instance: KernelInstance,
    trackedTexts: Iterable<string>,
  ) {
    const { program } = instance;
    this.column = program.newColumn();
    for (const text of trackedTexts) {
      const { start, end } = instance.write(text);
      program.track(this.column, start, end);
    }
  }

  /** Adds one value by its text; null is a missing value. */
  addText(text: string | null): void {
    const { instance, column } = this;
    if (text === null) {
      instance.program.addMissing(column);
      return;
    }
    const { start, end } = instance.write(text);
    instance.program.addText(column, start, end);
  }

  /** Adds each `step`th field of the kernel's rows from `first` on, before `end`. An empty field is a missing value. */
  addFields(first: number, end: number, step: number): void {
    this.instance.program.addFields(this.column, first, end, step);
  }

  get missing(): number {
    return this.counts[0] as number;
  }

  /** The number of values of each type. */
  get types(): Readonly<Record<ValueType, number>> {
    const counts = this.counts.subarray(1);
    return {
      Integral: counts[ValueCode.INTEGRAL] as number,
      Fractional: counts[ValueCode.FRACTIONAL] as number,
      Boolean: counts[ValueCode.BOOLEAN] as number,
      String: counts[ValueCode.STRING] as number,
    };
  }

  /** Of the numbers, in row order: running sum, count, extremes, and the population's variance times the count. */
  get moments(): { sum: number; count: number; min: number; max: number; m2: number } {
    const { instance, column } = this;
    const [sum = 0, count = 0, min = 0, max = 0, , m2 = 0] = instance.doubles(instance.program.momentsOf(column), 6);
    return { sum, count, min, max, m2 };
  }

  /** Levels of the sketch, lowest first, each in arrival order. */
  get levels(): number[][] {
    const { instance, column } = this;
    const { program } = instance;
    return Array.from({ length: program.levelCountOf(column) }, (_, level) =>
      Array.from(instance.doubles(program.levelItemsOf(column, level), program.levelSizeOf(column, level))),
    );
  }

  /** Whether there were too many values to count each: more than 4,096, or 64 MB of them. */
  get hasOverflowed(): boolean {
    return this.instance.program.hasOverflowed(this.column) !== 0;
  }

  /** Rows by text: of all values, or of the tracked ones after an overflow. */
  get rowsByText(): Map<string, number> {
    const { bytes } = this.instance;
    const rowsByText = new Map<string, number>();
    for (const { start, end, rows } of this.values()) {
      const text = bytes.toString('utf8', start, end);
      // Bytes that are not UTF-8 may decode to the same text.
      rowsByText.set(text, (rowsByText.get(text) ?? 0) + rows);
    }
    return rowsByText;
  }

  /** The number of distinct values, if each was counted. Equal numbers are one value. */
  get countedDistinct(): number {
    const { program, bytes } = this.instance;
    const distinct = new Set<number | string>();
    for (const { start, end } of this.values()) {
      const isNumber = program.readValue(start, end) < ValueCode.BOOLEAN;
      distinct.add(isNumber ? program.lastValue() : bytes.toString('latin1', start, end));
    }
    return distinct.size;
  }

  /** HyperLogLog registers of the distinct values; undefined while each value is counted. */
  get registers(): Uint8Array | undefined {
    const at = this.instance.program.registersOf(this.column);
    return at === 0 ? undefined : this.instance.bytes.subarray(at, at + REGISTER_COUNT);
  }

  /** Missing values first, then the values of each type in the order of `ValueCode`. */
  private get counts(): Float64Array {
    return this.instance.doubles(this.instance.program.countsOf(this.column), ValueCode.STRING + 2);
  }

  /** The counted values that occurred, in the order of their first rows. */
  private *values(): Generator<CountedValue> {
    const { column } = this;
    const { program } = this.instance;
    for (let i = 0; i < program.valueCountOf(column); i++) {
      const rows = program.valueRowsOf(column, i);
      const start = program.valueStartOf(column, i);
      if (rows > 0) yield { start, end: start + program.valueLengthOf(column, i), rows };
    }
  }
}
