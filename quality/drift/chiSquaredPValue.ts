/**
 * The probability of a chi-squared statistic of at least this size: the regularized upper gamma function
 * Q(degrees / 2, statistic / 2), by its series or its continued fraction (Abramowitz and Stegun 6.5.29 and 6.5.31).
 */
export function chiSquaredPValue(statistic: number, degreesOfFreedom: number): number {
  const a = degreesOfFreedom / 2;
  const x = statistic / 2;
  if (x <= 0) return 1;
  const front = Math.exp(-x + a * Math.log(x) - logGamma(a));
  return x < a + 1 ? 1 - front * series(a, x) : front * fraction(a, x);
}

const precision = 1e-15;

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < 10_000 && Math.abs(term) > Math.abs(sum) * precision; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Lentz's evaluation; `tiny` keeps a denominator from being zero. */
function fraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 10_000; i += 1) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / (an * d + b || tiny);
    c = b + an / c || tiny;
    const delta = d * c;
    h *= delta;
    if (Math.abs(delta - 1) < precision) break;
  }
  return h;
}

/** Logarithm of the gamma function of a half-integer, by its recurrence. */
function logGamma(a: number): number {
  const whole = Number.isInteger(a);
  let result = whole ? 0 : Math.log(Math.PI) / 2;
  for (let z = whole ? 1 : 0.5; z < a; z += 1) result += Math.log(z);
  return result;
}
