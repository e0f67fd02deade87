/**
 * How many different values were taken into registers of HyperLogLog: a whole number. With few values it counts the
 * empty registers, which is nearer, as Flajolet's paper does. Of 2^14 registers the standard error is 0.8 %.
 */
export function distinctEstimate(registers: Uint8Array): number {
  const { length } = registers;
  let sum = 0;
  let empty = 0;
  for (const register of registers) {
    sum += 2 ** -register;
    if (register === 0) empty += 1;
  }
  const bias = 0.7213 / (1 + 1.079 / length);
  const raw = (bias * length * length) / sum;
  if (raw <= 2.5 * length && empty > 0) return Math.round(length * Math.log(length / empty));
  // 32 bits run into each other when there are hundreds of millions of values.
  const all = 2 ** 32;
  return Math.round(raw <= all / 30 ? raw : -all * Math.log(1 - Math.min(raw / all, 0.999_999)));
}
