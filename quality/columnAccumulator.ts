import { CellReader, firstNonNumeric, unread, type ValueType, valueTypes } from './cellReader';
import { DistinctEstimate, hashOfBytes, hashOfDouble } from './distinctEstimate';
import type { FieldCells } from './fieldCells';
import { KllSketch } from './kllSketch';
import { Moments } from './moments';
import { TextCounts } from './textCounts';

/** Numbers that wait to be taken together: loops over an array are several times faster than calls a value. */
const pendingSize = 512;

const cell = new CellReader();
let scratch = Buffer.alloc(1 << 12);

/**
 * What a column's statistics need, taken value by value in row order. Its memory does not grow with the rows. How the
 * rows come in, in one go or in pieces, changes nothing.
 */
export class ColumnAccumulator {
  missing = 0;
  readonly texts: TextCounts;
  private readonly ofNumbers = { moments: new Moments(), sketch: new KllSketch() };
  private readonly typeCounts = new Float64Array(valueTypes.length);
  private readonly pending = new Float64Array(pendingSize);
  private pendingCount = 0;
  /** Only once there are too many values to count each. */
  private estimate?: DistinctEstimate;

  /** `watched` values are counted however many others there are. */
  constructor(watched?: Iterable<string>) {
    this.texts = new TextCounts(watched);
  }

  /** Takes one value, from its text. */
  addText(text: string | null): void {
    if (text === null) {
      this.missing += 1;
      return;
    }
    if (3 * text.length > scratch.length) scratch = Buffer.alloc(6 * text.length);
    this.addBytes(scratch, 0, scratch.write(text));
  }

  /** Takes one value, from its text's UTF-8 bytes. */
  addBytes(bytes: Buffer, start: number, end: number): void {
    const type = cell.read(bytes, start, end);
    this.add(bytes, start, end, type, cell.value);
  }

  /** Takes field `i` of a record: a missing value where it is empty. */
  addCell(bytes: Buffer, { starts, ends, types, values }: FieldCells, i: number): void {
    const start = starts[i] as number;
    const end = ends[i] as number;
    const type = types[i] as number;
    if (start === end) this.missing += 1;
    else if (type === unread) this.addBytes(bytes, start, end);
    else this.add(bytes, start, end, type, values[i] as number);
  }

  /** Takes each `step`th field from `first` on, before `end`. */
  addCells(bytes: Buffer, cells: FieldCells, first: number, end: number, step: number): void {
    if (!this.texts.closed) {
      for (let i = first; i < end; i += step) this.addCell(bytes, cells, i);
      return;
    }
    // Most fields of such a column are numbers, and of a number nothing else is needed.
    const { types, values } = cells;
    const { typeCounts, pending } = this;
    for (let i = first; i < end; i += step) {
      const type = types[i] as number;
      if (type >= firstNonNumeric) {
        this.addCell(bytes, cells, i);
        continue;
      }
      (typeCounts[type] as number) += 1;
      pending[this.pendingCount++] = values[i] as number;
      if (this.pendingCount === pendingSize) this.flush();
    }
  }

  private add(bytes: Buffer, start: number, end: number, type: number, value: number): void {
    this.texts.add(bytes, start, end);
    (this.typeCounts[type] as number) += 1;
    if (type < firstNonNumeric) {
      this.pending[this.pendingCount++] = value;
      if (this.pendingCount === pendingSize) this.flush();
    } else if (this.texts.overflowed) {
      this.distinct.add(hashOfBytes(bytes, start, end));
    }
  }

  /** How many values look like what. */
  get types(): Readonly<Record<ValueType, number>> {
    const counts = valueTypes.map((type, i) => [type, this.typeCounts[i]]);
    return Object.fromEntries(counts) as Record<ValueType, number>;
  }

  /** Moments and sketch of the values that are numbers. */
  get numbers(): { readonly moments: Moments; readonly sketch: KllSketch } {
    this.flush();
    return this.ofNumbers;
  }

  /** How many different values there are: an estimate when there were too many to count each. Equal numbers are one. */
  get distinctCount(): number {
    this.flush();
    if (this.texts.overflowed) return this.distinct.count;
    return new Set(Array.from(this.texts.seen(), keyOf)).size;
  }

  private get distinct(): DistinctEstimate {
    if (this.estimate) return this.estimate;
    this.estimate = new DistinctEstimate();
    for (const bytes of this.texts.seen()) {
      const key = keyOf(bytes);
      this.estimate.add(typeof key === 'number' ? hashOfDouble(key) : hashOfBytes(bytes, 0, bytes.length));
    }
    return this.estimate;
  }

  private flush(): void {
    const { pending, pendingCount: count } = this;
    if (count === 0) return;
    this.ofNumbers.moments.add(pending, count);
    this.ofNumbers.sketch.add(pending, count);
    if (this.texts.overflowed) {
      const { distinct } = this;
      for (let i = 0; i < count; i++) distinct.add(hashOfDouble(pending[i] as number));
    }
    this.pendingCount = 0;
  }
}

function keyOf(bytes: Buffer): number | string {
  return cell.read(bytes, 0, bytes.length) < firstNonNumeric ? cell.value : bytes.toString('latin1');
}
