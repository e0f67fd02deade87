/** Sum, mean, variance and extremes of numbers, a row at a time as Model Monitor's container does. */
export class Moments {
  /** A running double sum. */
  sum = 0;
  count = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  private average = 0;
  private m2 = 0;

  /** Of the population, by Welford's update. */
  get standardDeviation(): number {
    return Math.sqrt(this.m2 / this.count);
  }

  /** Takes the first `count` values, in row order. */
  add(values: Float64Array, count: number): void {
    let { sum, count: n, min, max, average, m2 } = this;
    for (let i = 0; i < count; i++) {
      const value = values[i] as number;
      sum += value;
      n += 1;
      const delta = value - average;
      const deltaN = delta / n;
      average += deltaN;
      m2 += delta * (delta - deltaN);
      if (value < min) min = value;
      if (value > max) max = value;
    }
    Object.assign(this, { sum, count: n, min, max, average, m2 });
  }
}
