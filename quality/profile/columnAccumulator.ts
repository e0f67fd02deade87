import { type Address, Kernel, type RowRun } from '../kernel/kernel';
import { distinctEstimate } from './distinctEstimate';
import { firstNonNumeric, type ValueType, valueTypes } from './valueTypes';

/** Registers of the estimate of different values. */
const registerCount = 1 << 14;

/** Of a column's numbers, taken in row order. */
export interface Moments {
  /** A running double sum. */
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** Of the population, by Welford's update. */
  readonly standardDeviation: number;
}

/**
 * What a column's statistics need, taken value by value in row order. Its memory does not grow with the rows. How the
 * rows come in, in one go or in pieces, changes nothing.
 */
export class ColumnAccumulator {
  private readonly column: Address;

  /** `watched` values are counted however many others there are. */
  constructor(
    watched: Iterable<string> = [],
    private readonly kernel = new Kernel(),
  ) {
    const { program } = kernel;
    this.column = program.newColumn();
    for (const text of watched) {
      const { start, end } = kernel.write(text);
      program.watch(this.column, start, end);
    }
  }

  /** Takes one value, from its text. */
  addText(text: string | null): void {
    const { kernel, column } = this;
    if (text === null) {
      kernel.program.addMissing(column);
      return;
    }
    const { start, end } = kernel.write(text);
    kernel.program.addText(column, start, end);
  }

  /** Takes each `step`th field of the kernel's rows from `first` on, before `end`: a missing value where one is empty. */
  private addFields(first: number, end: number, step: number): void {
    this.kernel.program.addFields(this.column, first, end, step);
  }

  /** Gives each of a row's columns its fields of a run of the kernel's rows. */
  static addRun(columns: readonly ColumnAccumulator[], { width, start, end }: RowRun): void {
    for (let i = 0; i < width; i++) columns[i]?.addFields(start + i, end, width);
  }

  get missing(): number {
    return this.counts[0] as number;
  }

  /** How many values look like what. */
  get types(): Readonly<Record<ValueType, number>> {
    const { counts } = this;
    return Object.fromEntries(valueTypes.map((type, i) => [type, counts[i + 1]])) as Record<ValueType, number>;
  }

  get moments(): Moments {
    const { kernel, column } = this;
    const [sum = 0, count = 0, min = 0, max = 0, , m2 = 0] = kernel.doubles(kernel.program.momentsOf(column), 6);
    return { sum, min, max, standardDeviation: Math.sqrt(m2 / count) };
  }

  /** Levels of the sketch, lowest first, each in arrival order. */
  get levels(): number[][] {
    const { kernel, column } = this;
    const { program } = kernel;
    return Array.from({ length: program.levelCountOf(column) }, (_, level) =>
      Array.from(kernel.doubles(program.levelItemsOf(column, level), program.levelSizeOf(column, level))),
    );
  }

  /** Whether there were too many values to count each: more than 4,096. */
  get overflowed(): boolean {
    return this.kernel.program.hasOverflowed(this.column) !== 0;
  }

  /** Rows by value: of all values, or of the watched ones when there were too many. */
  get valueCounts(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { start, end, rows } of this.values()) {
      const text = this.kernel.bytes.toString('utf8', start, end);
      // Bytes that are no UTF-8 may read as the same text.
      counts.set(text, (counts.get(text) ?? 0) + rows);
    }
    return counts;
  }

  /** How many different values there are: an estimate when there were too many to count each. Equal numbers are one. */
  get distinctCount(): number {
    const { kernel, column } = this;
    const { program } = kernel;
    const registers = program.registersOf(column);
    if (registers !== 0) return distinctEstimate(kernel.bytes.subarray(registers, registers + registerCount));
    const keys = new Set<number | string>();
    for (const { start, end } of this.values()) {
      const numeric = program.readValue(start, end) < firstNonNumeric;
      keys.add(numeric ? program.lastValue() : kernel.bytes.toString('latin1', start, end));
    }
    return keys.size;
  }

  /** Missing values, and those of each type. */
  private get counts(): Float64Array {
    return this.kernel.doubles(this.kernel.program.countsOf(this.column), 1 + valueTypes.length);
  }

  /** The values that were counted and seen, in the order in which they came. */
  private *values(): Generator<{ start: Address; end: Address; rows: number }> {
    const { column } = this;
    const { program } = this.kernel;
    for (let i = 0; i < program.valueCountOf(column); i++) {
      const rows = program.valueRowsOf(column, i);
      const start = program.valueStartOf(column, i);
      if (rows > 0) yield { start, end: start + program.valueLengthOf(column, i), rows };
    }
  }
}
