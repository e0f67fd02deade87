/**
 * The distinct values of a KLL sketch in ascending order, each with the weight of the highest level that holds it. Its
 * buffers are reused by the next sketch: two baselines may have hundreds of sketches to compare.
 */
export class WeightedSketch {
  values = new Float64Array(0);
  weights = new Float64Array(0);
  count = 0;
  /** The sum of the weights. */
  total = 0;
  private items = new Float64Array(0);
  private spareValues = new Float64Array(0);
  private spareWeights = new Float64Array(0);

  /** Loads a sketch's levels, lowest first; the items of a level may be in any order. */
  load(levels: readonly (readonly number[])[]): this {
    const size = levels.reduce((sum, items) => sum + items.length, 0);
    if (size > this.values.length) {
      this.values = new Float64Array(2 * size);
      this.weights = new Float64Array(2 * size);
      this.items = new Float64Array(2 * size);
      this.spareValues = new Float64Array(2 * size);
      this.spareWeights = new Float64Array(2 * size);
    }
    this.count = 0;
    this.total = 0;
    // From the top: these levels are small, and their weight is the one that counts.
    for (let level = levels.length - 1; level >= 0; level--) {
      this.mergeLevel(this.sortLevel(levels[level] ?? []), 2 ** level);
    }
    return this;
  }

  /** Leaves out values that a sketch never holds but a file may: NaN is not equal to itself and would never be merged. */
  private sortLevel(level: readonly number[]): Float64Array {
    const { items } = this;
    let count = 0;
    for (const item of level) if (Number.isFinite(item)) items[count++] = item;
    return items.subarray(0, count).sort();
  }

  /** Merges in the values of a level that no level above it holds. */
  private mergeLevel(items: Float64Array, weight: number): void {
    const { values, weights, spareValues, spareWeights, count: held } = this;
    const { length } = items;
    let [i, count, total] = [0, 0, this.total];
    let last = Number.NaN;
    for (let j = 0; j < length; j++) {
      const item = items[j] as number;
      while (i < held && (values[i] as number) <= item) {
        last = values[i] as number;
        spareValues[count] = last;
        spareWeights[count++] = weights[i++] as number;
      }
      if (item === last) continue;
      spareValues[count] = item;
      spareWeights[count++] = weight;
      total += weight;
      last = item;
    }
    spareValues.set(values.subarray(i, held), count);
    spareWeights.set(weights.subarray(i, held), count);
    count += held - i;
    Object.assign(this, {
      values: spareValues,
      weights: spareWeights,
      spareValues: values,
      spareWeights: weights,
      count,
      total,
    });
  }
}
