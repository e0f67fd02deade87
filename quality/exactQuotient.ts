/** Veltkamp's constant: splits a double into two halves whose products are exact. */
const splitter = 2 ** 27 + 1;
/** Far more than what the steps below may be off by. */
const slack = 2 ** -48;

/**
 * The double next to `(high * 1e9 + low) / divisor`, as reading the decimal text would give; NaN in the rare case that
 * this can't be told. `high` is a whole number up to 1e10, `low` one below 1e9, `divisor` a power of ten up to 1e22. The quotient
 * is computed to twice the digits of a double (Dekker, A Floating-Point Technique for Extending the Available Precision, 1971).
 */
export function exactQuotient(high: number, low: number, divisor: number): number {
  const product = high * 1e9;
  const whole = product + low;
  // `whole + rest` is the exact dividend.
  const carried = whole - product;
  const rest = productError(high, 1e9, product) + (product - (whole - carried) + (low - carried));
  const quotient = whole / divisor;
  const back = quotient * divisor;
  const more = (whole - back - productError(quotient, divisor, back) + rest) / divisor;
  const least = quotient + more * (1 - slack);
  const most = quotient + more * (1 + slack);
  return least === most ? least : Number.NaN;
}

/** What rounding took from `a * b`, exactly. */
function productError(a: number, b: number, product: number): number {
  const aScaled = splitter * a;
  const bScaled = splitter * b;
  const aHigh = aScaled - (aScaled - a);
  const bHigh = bScaled - (bScaled - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
