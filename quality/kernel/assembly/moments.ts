/** Sum, mean, variance and extremes of numbers, a row at a time as Model Monitor's container does. */
export class Moments {
  /** A running double sum. */
  sum: f64 = 0;
  count: f64 = 0;
  min: f64 = Infinity;
  max: f64 = -Infinity;
  average: f64 = 0;
  /** The population's variance times the count, by Welford's update. */
  m2: f64 = 0;

  /** Adds `count` values, in row order. */
  add(values: usize, count: i32): void {
    let sum = this.sum;
    let n = this.count;
    let min = this.min;
    let max = this.max;
    let average = this.average;
    let m2 = this.m2;
    const end = values + ((<usize>count) << 3);
    for (let at = values; at < end; at += 8) {
      const value = load<f64>(at);
      sum += value;
      n += 1;
      const delta = value - average;
      const deltaN = delta / n;
      average += deltaN;
      m2 += delta * (delta - deltaN);
      if (value < min) min = value;
      if (value > max) max = value;
    }
    this.sum = sum;
    this.count = n;
    this.min = min;
    this.max = max;
    this.average = average;
    this.m2 = m2;
  }
}
