import { Kernel, type RowRun } from '../kernel/kernel';
import type { KernelColumn, ValueType } from '../kernel/kernelColumn';
import { distinctEstimate } from './distinctEstimate';

/** Of a column's numbers, in row order. */
export interface Moments {
  /** A running double sum. */
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** Of the population, by Welford's update. */
  readonly standardDeviation: number;
}

/**
 * What a column's statistics need, added value by value in row order. Its memory does not grow with the rows. The result
 * does not depend on the pieces in which the rows come.
 */
export class ColumnAccumulator {
  private readonly column: KernelColumn;

  /** `trackedValues` are counted however many other values there are. */
  constructor(trackedValues: Iterable<string> = [], kernel = new Kernel()) {
    this.column = kernel.newColumn(trackedValues);
  }

  /** Adds one value by its text; null is a missing value. */
  addText(text: string | null): void {
    this.column.addText(text);
  }

  /** Adds a run of the kernel's rows, one field of each row to each column. An empty field is a missing value. */
  static addRun(columns: readonly ColumnAccumulator[], { width, start, end }: RowRun): void {
    for (let i = 0; i < width; i++) columns[i]?.column.addFields(start + i, end, width);
  }

  get missing(): number {
    return this.column.missing;
  }

  /** The number of values of each type. */
  get types(): Readonly<Record<ValueType, number>> {
    return this.column.types;
  }

  get moments(): Moments {
    const { sum, count, min, max, m2 } = this.column.moments;
    return { sum, min, max, standardDeviation: Math.sqrt(m2 / count) };
  }

  /** Levels of the sketch, lowest first, each in arrival order. */
  get levels(): number[][] {
    return this.column.levels;
  }

  /** Whether there were too many values to count each: more than 4,096. */
  get overflowed(): boolean {
    return this.column.hasOverflowed;
  }

  /** Rows by value: of all values, or of the tracked ones when there were too many. */
  get valueCounts(): Map<string, number> {
    return this.column.rowsByText;
  }

  /** The number of distinct values: an estimate when there were too many to count each. Equal numbers are one value. */
  get distinctCount(): number {
    const { registers } = this.column;
    return registers ? distinctEstimate(registers) : this.column.countedDistinct;
  }
}
