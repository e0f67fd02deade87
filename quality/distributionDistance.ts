import { chiSquaredPValue } from './chiSquaredPValue';

/** Levels of a KLL sketch, lowest first. */
type SketchLevels = readonly (readonly number[])[];
/** Rows by category. */
export type CategoryCounts = ReadonlyMap<string, number>;

/** `1.8` is the container's constant; n and m are the weights of the two sides. */
function robust(distance: number, n: number, m: number): number {
  return Math.max(0, distance - 1.8 * Math.sqrt((n + m) / (n * m)));
}

/** Distinct values in ascending order, and the weight of the highest level that holds each. */
interface WeightedValues {
  readonly values: Float64Array;
  readonly weights: Float64Array;
  readonly count: number;
  readonly total: number;
}

/** Without what no sketch holds, but a file may: a value that is not equal to itself would never be merged. */
function finite(items: Float64Array): Float64Array {
  return items.every(Number.isFinite) ? items : items.filter(Number.isFinite);
}

/** Sorts each level and merges them: typed arrays, as two baselines may have hundreds of features to compare. */
function weightedValues(levels: SketchLevels): WeightedValues {
  const none = { values: new Float64Array(), weights: new Float64Array(), count: 0, total: 0 };
  return levels.reduce(
    (below: WeightedValues, items, level) => withLevelAbove(below, finite(new Float64Array(items)).sort(), 2 ** level),
    none,
  );
}

/** Merges a level's sorted items into those of the levels below it, whose weight they take away. */
function withLevelAbove(below: WeightedValues, items: Float64Array, weight: number): WeightedValues {
  const size = below.count + items.length;
  const [values, weights] = [new Float64Array(size), new Float64Array(size)];
  let i = 0;
  let j = 0;
  let count = 0;
  let total = 0;
  while (i < below.count || j < items.length) {
    const x = i < below.count ? (below.values[i] as number) : Number.POSITIVE_INFINITY;
    const y = j < items.length ? (items[j] as number) : Number.POSITIVE_INFINITY;
    const added = x < y ? (below.weights[i] as number) : weight;
    values[count] = Math.min(x, y);
    weights[count] = added;
    count += 1;
    total += added;
    if (x <= y) i += 1;
    while (y <= x && items[j] === y) j += 1;
  }
  return { values, weights, count, total };
}

const total = (weights: ReadonlyMap<unknown, number>) => [...weights.values()].reduce((sum, weight) => sum + weight, 0);

/** The largest gap between two sketches' cumulative shares, 0..1; undefined when a side holds nothing. */
export function numericDistance(a: SketchLevels, b: SketchLevels, method: 'Robust' | 'Simple'): number | undefined {
  const [left, right] = [weightedValues(a), weightedValues(b)];
  const [n, m] = [left.total, right.total];
  if (n === 0 || m === 0) return undefined;
  let i = 0;
  let j = 0;
  let belowA = 0;
  let belowB = 0;
  let gap = 0;
  while (i < left.count || j < right.count) {
    const x = i < left.count ? (left.values[i] as number) : Number.POSITIVE_INFINITY;
    const y = j < right.count ? (right.values[j] as number) : Number.POSITIVE_INFINITY;
    if (x <= y) belowA += left.weights[i++] as number;
    if (y <= x) belowB += right.weights[j++] as number;
    gap = Math.max(gap, Math.abs(belowA / n - belowB / m));
  }
  return method === 'Robust' ? robust(gap, n, m) : gap;
}

/** The largest gap of one category's share, 0..1; undefined when a side has no rows. */
export function categoricalDistance(
  a: CategoryCounts,
  b: CategoryCounts,
  method: 'Robust' | 'Simple',
): number | undefined {
  const [n, m] = [total(a), total(b)];
  if (n === 0 || m === 0) return undefined;
  let gap = 0;
  for (const value of new Set([...a.keys(), ...b.keys()])) {
    gap = Math.max(gap, Math.abs((a.get(value) ?? 0) / n - (b.get(value) ?? 0) / m));
  }
  return method === 'Robust' ? robust(gap, n, m) : gap;
}

/** `1 - p` of the chi-squared test that both sides come from one distribution; undefined when a side has no rows. */
export function chiSquaredDistance(a: CategoryCounts, b: CategoryCounts): number | undefined {
  const [n, m] = [total(a), total(b)];
  if (n === 0 || m === 0) return undefined;
  const values = [...new Set([...a.keys(), ...b.keys()])];
  let statistic = 0;
  for (const value of values) {
    const [left, right] = [a.get(value) ?? 0, b.get(value) ?? 0];
    const expectedLeft = ((left + right) * n) / (n + m);
    const expectedRight = ((left + right) * m) / (n + m);
    if (expectedLeft === 0 || expectedRight === 0) continue;
    statistic += (left - expectedLeft) ** 2 / expectedLeft + (right - expectedRight) ** 2 / expectedRight;
  }
  return values.length < 2 ? 0 : 1 - chiSquaredPValue(statistic, values.length - 1);
}
