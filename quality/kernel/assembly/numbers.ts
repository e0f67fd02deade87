import { BLANK, FALS_WORD, LETTER_E, MINUS, PLUS, POINT, TRUE_WORD, ZERO } from './bytes';
import { ValueCode } from './codes';

/** Numbers of digits up to which a whole number fits exactly into a double, and into 64 bits. */
const EXACT_DIGITS: usize = 15;
const WORD_DIGITS: usize = 19;

/** Powers of ten that a double holds exactly. */
const POWERS: StaticArray<f64> = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
];

/** The platform's own reading of a decimal text, for the rare one that needs more than two doubles. */
declare function decimal(start: usize, end: usize): f64;

/** The double that the text read last stands for, when it is a number. */
let read: f64 = 0;

export function lastValue(): f64 {
  return read;
}

/**
 * The type of the text from `start` up to `end`: `3` is Integral, `3.0` and `3e2` Fractional, `5.`, `.5` and `NaN` text. A
 * blank may stand before the number or after its sign. A number beyond a double's range is text too, because no
 * statistic could hold it. Up to 16 bytes behind the text must be there to be looked at.
 */
export function readValue(start: usize, end: usize): i32 {
  let i = start;
  const sign = load<u8>(i);
  if ((sign === MINUS || sign === PLUS) && i < end) i += 1;
  if (i < end && load<u8>(i) === BLANK) i += 1;
  const first = i;
  let digits: u64 = 0;
  while (i < end) {
    const digit = <u32>load<u8>(i) - ZERO;
    if (digit > 9) break;
    digits = digits * 10 + digit;
    i += 1;
  }
  const whole = i - first;
  if (whole === 0) return textType(start, end);
  let decimals: usize = 0;
  if (i < end && load<u8>(i) === POINT) {
    i += 1;
    const from = i;
    while (i < end) {
      const digit = <u32>load<u8>(i) - ZERO;
      if (digit > 9) break;
      digits = digits * 10 + digit;
      i += 1;
    }
    decimals = i - from;
    if (decimals === 0) return ValueCode.STRING;
  }
  if (i < end && !isExponent(i, end)) return ValueCode.STRING;
  let size = NaN;
  if (i === end && whole + decimals <= EXACT_DIGITS) {
    // Two exact doubles: one division rounds as reading the text would.
    size = <f64>digits / unchecked(POWERS[<i32>decimals]);
  } else if (i === end && whole + decimals <= WORD_DIGITS) {
    size = decimals === 0 ? <f64>digits : exactQuotient(digits, unchecked(POWERS[<i32>decimals]));
  }
  // Only the platform's parser can decide.
  if (isNaN(size)) size = decimal(first, end);
  if (size === Infinity) return ValueCode.STRING;
  read = sign === MINUS ? -size : size;
  return decimals === 0 && i === end ? ValueCode.INTEGRAL : ValueCode.FRACTIONAL;
}

/** `e5`, `E+5`, `e-05` up to the end. */
function isExponent(start: usize, end: usize): bool {
  if ((load<u8>(start) | 0x20) !== LETTER_E) return false;
  let first = start + 1;
  if (first < end && (load<u8>(first) === MINUS || load<u8>(first) === PLUS)) first += 1;
  for (let i = first; i < end; i++) if (<u32>load<u8>(i) - ZERO > 9) return false;
  return first < end;
}

function textType(start: usize, end: usize): i32 {
  const length = end - start;
  if (length === 4 && load<u32>(start) === TRUE_WORD) return ValueCode.BOOLEAN;
  if (length === 5 && load<u32>(start) === FALS_WORD && load<u8>(start + 4) === LETTER_E) return ValueCode.BOOLEAN;
  return ValueCode.STRING;
}

/** Veltkamp's constant: splits a double into two halves whose products are exact. */
const SPLITTER: f64 = 134217729;
/** Far more than what the steps below may be off by: 2^-48. */
const SLACK: f64 = 3.552713678800501e-15;

/**
 * The double next to `digits / divisor`, as reading the decimal text would give; NaN in the rare case that this can't be
 * told. `digits` has up to 19 digits, `divisor` is a power of ten that a double holds. The quotient is computed to
 * twice the digits of a double (Dekker, A Floating-Point Technique for Extending the Available Precision, 1971).
 */
function exactQuotient(digits: u64, divisor: f64): f64 {
  // `whole + rest` is the exact dividend: the nearest double, and what it is off by.
  const whole = <f64>digits;
  const rest = <f64>(<i64>(digits - <u64>whole));
  const quotient = whole / divisor;
  const back = quotient * divisor;
  const more = (whole - back - productError(quotient, divisor, back) + rest) / divisor;
  const least = quotient + more * (1 - SLACK);
  const most = quotient + more * (1 + SLACK);
  return least === most ? least : NaN;
}

/** What rounding took from `a * b`, exactly. */
function productError(a: f64, b: f64, product: f64): f64 {
  const aScaled = SPLITTER * a;
  const bScaled = SPLITTER * b;
  const aHigh = aScaled - (aScaled - a);
  const bHigh = bScaled - (bScaled - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
