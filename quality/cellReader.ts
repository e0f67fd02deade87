/** What a value's text looks like; `Boolean` only counts in the metrics: a column of them is String. */
export type ValueType = 'Integral' | 'Fractional' | 'Boolean' | 'String';

const [plus, minus, point, blank] = [0x2b, 0x2d, 0x2e, 0x20];
const zero = 0x30;
/** Powers of ten that a double holds exactly. */
const powers = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
/** Up to so many digits make a whole number that a double holds exactly. */
const exactDigits = 15;

/**
 * Reads one value from its whole UTF-8 text: `3` is Integral, `3.0` and `3e2` Fractional, `5.`, `.5` and `NaN` text. A
 * blank may stand before the number or after its sign. A number beyond a double's range is text too, because no
 * statistic could hold it.
 */
export class CellReader {
  /** The double that the text read last stands for, when it is Integral or Fractional. */
  value = 0;

  /** The type of the text from `start` up to `end`. */
  read(bytes: Uint8Array, start: number, end: number): ValueType {
    let i = start;
    const sign = bytes[i];
    if (sign === minus || sign === plus) i += 1;
    if (i < end && bytes[i] === blank) i += 1;
    const first = i;
    let whole = 0;
    let digit = 0;
    for (; i < end; i++) {
      digit = (bytes[i] as number) - zero;
      if (digit < 0 || digit > 9) break;
      whole = whole * 10 + digit;
    }
    const wholeDigits = i - first;
    if (wholeDigits === 0) return textType(bytes, start, end);
    let decimals = 0;
    if (i < end && bytes[i] === point) {
      const from = ++i;
      for (; i < end; i++) {
        digit = (bytes[i] as number) - zero;
        if (digit < 0 || digit > 9) break;
        whole = whole * 10 + digit;
      }
      decimals = i - from;
      if (decimals === 0) return 'String';
    }
    if (i === end && wholeDigits + decimals <= exactDigits) {
      // Two exact doubles: one division rounds as reading the text would.
      const size = decimals === 0 ? whole : whole / (powers[decimals] as number);
      this.value = sign === minus ? -size : size;
      return decimals === 0 ? 'Integral' : 'Fractional';
    }
    return this.long(bytes, start, end, first, i, decimals > 0);
  }

  /** A number with many digits, or what follows digits, from `rest` on. */
  private long(bytes: Uint8Array, start: number, end: number, first: number, rest: number, point: boolean): ValueType {
    if (rest < end && !isExponent(bytes, rest, end)) return 'String';
    const size = Number(textOf(bytes, first, end));
    if (!Number.isFinite(size)) return 'String';
    this.value = bytes[start] === minus ? -size : size;
    return point || rest < end ? 'Fractional' : 'Integral';
  }
}

/** The text of UTF-8 bytes. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8', start, end);
}

/** `e5`, `E+5`, `e-05` up to the end. */
function isExponent(bytes: Uint8Array, start: number, end: number): boolean {
  if (((bytes[start] as number) | 0x20) !== 0x65) return false;
  const sign = bytes[start + 1];
  const first = sign === minus || sign === plus ? start + 2 : start + 1;
  for (let i = first; i < end; i++) {
    const digit = (bytes[i] as number) - zero;
    if (digit < 0 || digit > 9) return false;
  }
  return first < end;
}

function textType(bytes: Uint8Array, start: number, end: number): ValueType {
  const length = end - start;
  if (length !== 4 && length !== 5) return 'String';
  const text = textOf(bytes, start, end);
  return text === 'true' || text === 'false' ? 'Boolean' : 'String';
}
