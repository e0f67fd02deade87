import { exactQuotient } from './exactQuotient';

/** What a value's text looks like; `Boolean` only counts in the metrics: a column of them is String. */
export const valueTypes = ['Integral', 'Fractional', 'Boolean', 'String'] as const;
export type ValueType = (typeof valueTypes)[number];
/** Places in `valueTypes`: a number a value is several times faster to count by than a name. */
export const [integral, fractional] = [0, 1] as const;
const [boolean, string] = [2, 3];
/** Stands for the type of a value that nobody looked at yet. */
export const unread = 255;
/** From here on a type is no number. */
export const firstNonNumeric = boolean;

const [plus, minus, point, blank] = [0x2b, 0x2d, 0x2e, 0x20];
const zero = 0x30;
/** Powers of ten that a double holds exactly. */
export const powersOfTen = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
/** Up to so many digits make a whole number that a double holds exactly, and up to so many one that two doubles do. */
const [exactDigits, lowDigits] = [15, 9];
export const pairDigits = 19;

/**
 * Reads one value from its whole UTF-8 text: `3` is Integral, `3.0` and `3e2` Fractional, `5.`, `.5` and `NaN` text. A
 * blank may stand before the number or after its sign. A number beyond a double's range is text too, because no
 * statistic could hold it.
 */
export class CellReader {
  /** The double that the text read last stands for, when it is Integral or Fractional. */
  value = 0;

  /** The type of the text from `start` up to `end`, by its place in `valueTypes`. */
  read(bytes: Buffer, start: number, end: number): number {
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
      if (decimals === 0) return string;
    }
    if (i === end && wholeDigits + decimals <= exactDigits) {
      // Two exact doubles: one division rounds as reading the text would.
      const size = decimals === 0 ? whole : whole / (powersOfTen[decimals] as number);
      this.value = sign === minus ? -size : size;
      return decimals === 0 ? integral : fractional;
    }
    const digits = i === end ? wholeDigits + decimals : Number.POSITIVE_INFINITY;
    const size = digits <= pairDigits ? decimalOf(bytes, first, end, digits, decimals) : Number.NaN;
    if (Number.isNaN(size)) return this.long(bytes, start, end, first, i, decimals > 0);
    this.value = sign === minus ? -size : size;
    return decimals === 0 ? integral : fractional;
  }

  /** A number with many digits, or what follows digits, from `rest` on. */
  private long(bytes: Buffer, start: number, end: number, first: number, rest: number, point: boolean): number {
    if (rest < end && !isExponent(bytes, rest, end)) return string;
    const size = Number(bytes.toString('latin1', first, end));
    if (!Number.isFinite(size)) return string;
    this.value = bytes[start] === minus ? -size : size;
    return point || rest < end ? fractional : integral;
  }
}

/**
 * The number that so many digits are, from 10 up to 19, the last `decimals` of them after the point, which also lies
 * between `start` and `end`. NaN where only the platform's own reading can tell.
 */
export function decimalOf(bytes: Buffer, start: number, end: number, digits: number, decimals: number): number {
  let high = 0;
  let low = 0;
  let i = start;
  for (let left = digits - lowDigits; left > 0; i++) {
    const digit = (bytes[i] as number) - zero;
    // The decimal point.
    if (digit < 0) continue;
    high = high * 10 + digit;
    left -= 1;
  }
  for (; i < end; i++) {
    const digit = (bytes[i] as number) - zero;
    if (digit >= 0) low = (low * 10 + digit) | 0;
  }
  const divisor = powersOfTen[decimals] as number;
  return digits <= exactDigits ? (high * 1e9 + low) / divisor : exactQuotient(high, low, divisor);
}

/** `e5`, `E+5`, `e-05` up to the end. */
function isExponent(bytes: Buffer, start: number, end: number): boolean {
  if (((bytes[start] as number) | 0x20) !== 0x65) return false;
  const sign = bytes[start + 1];
  const first = sign === minus || sign === plus ? start + 2 : start + 1;
  for (let i = first; i < end; i++) {
    const digit = (bytes[i] as number) - zero;
    if (digit < 0 || digit > 9) return false;
  }
  return first < end;
}

function textType(bytes: Buffer, start: number, end: number): number {
  // Most texts are told by their length or first letter.
  const word = end - start === 4 ? 'true' : end - start === 5 ? 'false' : undefined;
  if (!word || bytes[start] !== word.charCodeAt(0)) return string;
  return bytes.toString('latin1', start, end) === word ? boolean : string;
}
