import type { ReadingPlan } from '../record/readingPlan';
import { CsvReader } from './csvReader';
import { KernelColumn } from './kernelColumn';
import { KernelInstance } from './program/kernelInstance';
import { TemplateReader } from './templateReader';

/** Consecutive rows with the same number of fields. */
export interface RowRun {
  /** Fields of each row. */
  readonly width: number;
  /** Fields of all rows: from `start` on, before `end`. */
  readonly start: number;
  readonly end: number;
  /** The line on which each row begins, counted from 1. */
  readonly lines: Float64Array;
}

/**
 * The part of the monitor's arithmetic that every value goes through, as a WebAssembly program: fields, numbers, counts,
 * moments and sketches. Each plan of a file or window has its own kernel, whose memory is freed with it.
 */
export class Kernel {
  private readonly instance = new KernelInstance();

  /** A column. `trackedTexts` are counted however many other values there are. */
  newColumn(trackedTexts: Iterable<string> = []): KernelColumn {
    return new KernelColumn(this.instance, trackedTexts);
  }

  /** A CSV reader. It calls `onRows` when some records are in this kernel as rows, which are gone afterwards. */
  csvReader(onRows: () => void, separator = ','): CsvReader {
    return new CsvReader(this.instance, onRows, separator);
  }

  /** A reader of capture records; rows with more than `maxColumns` are left out. */
  templateReader(plan: ReadingPlan, maxColumns: number): TemplateReader {
    return new TemplateReader(this.instance, plan, maxColumns);
  }

  /** The rows from the row `from` on, in runs of one width. The memory may grow between two runs. */
  *runs(from = 0): Generator<RowRun> {
    const { program } = this.instance;
    const { buffer } = program.memory;
    const count = program.rowCount();
    // Copied, since growing moves the memory. Row i has the fields from `firsts[i]` up to `firsts[i + 1]`.
    const firsts = new Uint32Array(buffer, program.firstsOfRows(), count + 1).slice();
    const lines = new Float64Array(buffer, program.linesOfRows(), count).slice();
    const widthOf = (row: number) => (firsts[row + 1] as number) - (firsts[row] as number);
    for (let row = from; row < count; ) {
      const [first, width] = [row, widthOf(row)];
      while (row < count && widthOf(row) === width) row += 1;
      const [start, end] = [firsts[first] as number, firsts[row] as number];
      yield { width, start, end, lines: lines.subarray(first, row) };
    }
  }

  /** The text of a field of the current rows. */
  fieldText(field: number): string {
    const bounds = this.instance.program.boundsOfField(field);
    const { bytes } = this.instance;
    return bytes.toString('utf8', bytes.readUInt32LE(bounds), bytes.readUInt32LE(bounds + 4));
  }
}
