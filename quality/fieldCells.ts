import { decimalOf, fractional, integral, pairDigits, powersOfTen, unread } from './cellReader';

const [minus, point, zero] = [0x2d, 0x2e, 0x30];
/** A number of up to so many digits is read in one go: 32 bits hold them. One of more is read once its end is known. */
const quickDigits = 9;

/** Fields of CSV, one after the other, as places in the bytes that they lie in. */
export class FieldCells {
  /** Field i lies from `starts[i]` up to `ends[i]`. */
  starts = new Int32Array(32);
  ends = new Int32Array(32);
  /** The type of a field that was read on the way, by its place in `valueTypes`; else `unread`. */
  types = new Uint8Array(32);
  /** The number that such a field is. */
  values = new Float64Array(32);
  count = 0;

  /**
   * Reads the field that begins at `start` if it begins with a number: its bytes have to be looked at anyway.
   * Where it stopped. When that is not the field's end, the caller must say so by `unreadNumber`.
   */
  number(bytes: Buffer, start: number): number {
    const { length } = bytes;
    const { count, types } = this;
    types[count] = unread;
    const first = start < length && bytes[start] === minus ? start + 1 : start;
    let i = first;
    let whole = 0;
    for (; i < length; i++) {
      const digit = (bytes[i] as number) - zero;
      if (digit < 0 || digit > 9) break;
      whole = (whole * 10 + digit) | 0;
    }
    const digits = i - first;
    if (digits === 0) return i;
    let type: number = integral;
    let decimals = 0;
    if (i < length && bytes[i] === point) {
      const from = ++i;
      for (; i < length; i++) {
        const digit = (bytes[i] as number) - zero;
        if (digit < 0 || digit > 9) break;
        whole = (whole * 10 + digit) | 0;
      }
      decimals = i - from;
      if (decimals === 0) return i;
      type = fractional;
    }
    const all = digits + decimals;
    if (all > pairDigits) return i;
    const size =
      all > quickDigits ? decimalOf(bytes, first, i, all, decimals) : whole / (powersOfTen[decimals] as number);
    // Its bytes don't tell.
    if (Number.isNaN(size)) return i;
    this.values[count] = first > start ? -size : size;
    types[count] = type;
    return i;
  }

  /** More follows what looked like a number. */
  unreadNumber(): void {
    this.types[this.count] = unread;
  }

  /** Forgets the first `count` fields. */
  drop(count: number): void {
    // The field that comes next may have been read already.
    for (const array of [this.starts, this.ends, this.types, this.values]) array.copyWithin(0, count, this.count + 1);
    this.count -= count;
  }

  /** Ends a field. There is always room for the one that comes next. */
  field(start: number, end: number): void {
    const { count } = this;
    this.starts[count] = start;
    this.ends[count] = end;
    this.count = count + 1;
    if (this.count < this.starts.length) return;
    this.starts = grown(this.starts);
    this.ends = grown(this.ends);
    this.types = grown(this.types);
    this.values = grown(this.values);
  }
}

function grown<T extends Int32Array | Uint8Array | Float64Array>(array: T): T {
  const larger = new (array.constructor as new (size: number) => T)(2 * array.length);
  larger.set(array);
  return larger;
}
