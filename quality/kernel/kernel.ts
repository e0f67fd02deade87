import { kernelBytes } from './kernelBytes';
import { capacityOf } from './kllParameters';

/** An address in a kernel's memory, in bytes. */
export type Address = number;

/** What the kernel's program exports; `assembly/index.ts` says what each does. */
interface KernelProgram {
  readonly memory: WebAssembly.Memory;
  inputOf(bytes: number, kept: number): Address;
  allocate(bytes: number): Address;
  readValue(start: Address, end: Address): number;
  lastValue(): number;
  sortDoubles(items: Address, count: number): void;
  newColumn(): Address;
  watch(column: Address, start: Address, end: Address): void;
  addMissing(column: Address): void;
  addText(column: Address, start: Address, end: Address): void;
  addFields(column: Address, first: number, end: number, step: number): void;
  countsOf(column: Address): Address;
  momentsOf(column: Address): Address;
  levelCountOf(column: Address): number;
  levelItemsOf(column: Address, level: number): Address;
  levelSizeOf(column: Address, level: number): number;
  hasOverflowed(column: Address): number;
  registersOf(column: Address): Address;
  valueCountOf(column: Address): number;
  valueRowsOf(column: Address, value: number): number;
  valueStartOf(column: Address, value: number): Address;
  valueLengthOf(column: Address, value: number): number;
  rowCount(): number;
  firstsOfRows(): Address;
  linesOfRows(): Address;
  placeOfField(field: number): Address;
  dropRows(): void;
  beginCsv(at: Address): void;
  scanCsv(end: Address, last: boolean): number;
  keepCsvRow(end: Address): number;
  openFields(): number;
  csvLine(): number;
  csvRowLine(): number;
  limitColumns(most: number): void;
  newTemplate(holes: number): Address;
  learnTemplate(template: Address): void;
  setTemplateText(template: Address, side: number, text: Address): void;
  addTemplatePart(template: Address, from: Address, length: number, hole: number): void;
  addTemplateRow(template: Address, side: number, end: number): void;
  beginRecords(at: Address, line: number): void;
  scanRecords(end: Address): number;
  recordsAt(): Address;
  recordsLine(): number;
}

/** Rows that follow each other and have the same number of fields. */
export interface RowRun {
  /** Fields of each. */
  readonly width: number;
  /** Their fields: from `start` on, before `end`. */
  readonly start: number;
  readonly end: number;
  /** The line on which each begins, counted from 1. */
  readonly lines: Float64Array;
}

/** Rows that were read, valid until the kernel is called again. */
export interface KernelRows {
  readonly count: number;
  /** Row i has the fields from `firsts[i]` up to `firsts[i + 1]`. */
  readonly firsts: Uint32Array;
  /** The line on which each begins, counted from 1. */
  readonly lines: Float64Array;
}

let compiled: WebAssembly.Module | undefined;

/**
 * The part of the monitor's arithmetic that every value goes through, as a WebAssembly program: fields, numbers, counts,
 * moments and sketches. Each reading of a file or window has a kernel of its own, whose memory goes with it.
 */
export class Kernel {
  readonly program: KernelProgram;
  private held: Buffer;
  private scratch: Address = 0;
  private scratchSize = 0;

  constructor() {
    compiled ??= new WebAssembly.Module(Buffer.from(kernelBytes, 'base64'));
    const decimal = (start: Address, end: Address) => Number(this.bytes.toString('latin1', start, end));
    const abort = (): never => {
      throw new Error('the kernel has no memory left');
    };
    const { exports } = new WebAssembly.Instance(compiled, {
      numbers: { decimal },
      sketch: { capacityOf },
      env: { abort },
    });
    this.program = exports as unknown as KernelProgram;
    this.held = Buffer.from(this.program.memory.buffer);
  }

  /** All of its memory; to be asked for again after each call that may need more of it. */
  get bytes(): Buffer {
    const { buffer } = this.program.memory;
    if (this.held.buffer !== buffer) this.held = Buffer.from(buffer);
    return this.held;
  }

  /** Puts bytes behind the `kept` ones of the input, and answers where the input begins. */
  load(bytes: Uint8Array, kept = 0, room = 0): Address {
    const input = this.program.inputOf(kept + bytes.length + room, kept);
    this.bytes.set(bytes, input + kept);
    return input;
  }

  /** Puts a text where the next one will lie too; where it ends. */
  write(text: string): { readonly start: Address; readonly end: Address } {
    const most = 3 * text.length;
    if (most > this.scratchSize || this.scratch === 0) {
      this.scratchSize = 2 * most + 256;
      this.scratch = this.program.allocate(this.scratchSize);
    }
    return { start: this.scratch, end: this.scratch + this.bytes.write(text, this.scratch) };
  }

  get rows(): KernelRows {
    const { program } = this;
    const { buffer } = program.memory;
    const count = program.rowCount();
    return {
      count,
      firsts: new Uint32Array(buffer, program.firstsOfRows(), count + 1),
      lines: new Float64Array(buffer, program.linesOfRows(), count),
    };
  }

  /** The rows from `from` on in runs. What is done with one may make the kernel's memory grow. */
  *runs(from = 0): Generator<RowRun> {
    const { count, ...rows } = this.rows;
    // Copied, since growing moves the memory.
    const [firsts, lines] = [rows.firsts.slice(), rows.lines.slice()];
    const widthOf = (row: number) => (firsts[row + 1] as number) - (firsts[row] as number);
    for (let row = from; row < count; ) {
      const [first, width] = [row, widthOf(row)];
      while (row < count && widthOf(row) === width) row += 1;
      const [start, end] = [firsts[first] as number, firsts[row] as number];
      yield { width, start, end, lines: lines.subarray(first, row) };
    }
  }

  /** The text of a field of these rows. */
  fieldText(field: number): string {
    const place = this.program.placeOfField(field);
    const { bytes } = this;
    return bytes.toString('utf8', bytes.readUInt32LE(place), bytes.readUInt32LE(place + 4));
  }

  /** Sorts ascending, in place, -0 before 0; none may be NaN. */
  sort(items: Float64Array): void {
    const at = this.program.inputOf(items.byteLength, 0);
    this.doubles(at, items.length).set(items);
    this.program.sortDoubles(at, items.length);
    items.set(this.doubles(at, items.length));
  }

  doubles(at: Address, count: number): Float64Array {
    return new Float64Array(this.program.memory.buffer, at, count);
  }
}
