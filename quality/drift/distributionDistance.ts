import { chiSquaredPValue } from './chiSquaredPValue';
import { WeightedSketch } from './weightedSketch';

/** Levels of a KLL sketch, lowest first. */
type SketchLevels = readonly (readonly number[])[];
/** Rows by category. */
export type CategoryCounts = ReadonlyMap<string, number>;

/** `1.8` is the container's constant; n and m are the total weights of the two sides. */
function robustDistance(distance: number, n: number, m: number): number {
  return Math.max(0, distance - 1.8 * Math.sqrt((n + m) / (n * m)));
}

/** Shared buffers: a comparison ends before the next one begins. */
const [leftSketch, rightSketch] = [new WeightedSketch(), new WeightedSketch()];

const sumOf = (weights: ReadonlyMap<unknown, number>) => [...weights.values()].reduce((sum, weight) => sum + weight, 0);

/** The largest gap between two sketches' cumulative shares, 0..1; undefined if a side is empty. */
export function numericDistance(a: SketchLevels, b: SketchLevels, method: 'Robust' | 'Simple'): number | undefined {
  const [left, right] = [leftSketch.load(a), rightSketch.load(b)];
  const [n, m] = [left.total, right.total];
  if (n === 0 || m === 0) return undefined;
  let i = 0;
  let j = 0;
  let weightA = 0;
  let weightB = 0;
  let gap = 0;
  // At the end of one side its share is 1, and the other side's share can only come closer.
  while (i < left.count && j < right.count) {
    const x = left.values[i] as number;
    const y = right.values[j] as number;
    if (x <= y) weightA += left.weights[i++] as number;
    if (y <= x) weightB += right.weights[j++] as number;
    const distance = Math.abs(weightA / n - weightB / m);
    if (distance > gap) gap = distance;
  }
  return method === 'Robust' ? robustDistance(gap, n, m) : gap;
}

/** The largest gap of one category's share, 0..1; undefined if a side has no rows. */
export function categoricalDistance(
  a: CategoryCounts,
  b: CategoryCounts,
  method: 'Robust' | 'Simple',
): number | undefined {
  const [n, m] = [sumOf(a), sumOf(b)];
  if (n === 0 || m === 0) return undefined;
  let gap = 0;
  for (const value of new Set([...a.keys(), ...b.keys()])) {
    gap = Math.max(gap, Math.abs((a.get(value) ?? 0) / n - (b.get(value) ?? 0) / m));
  }
  return method === 'Robust' ? robustDistance(gap, n, m) : gap;
}

/** `1 - p` of the chi-squared test that both sides have the same distribution; undefined if a side has no rows. */
export function chiSquaredDistance(a: CategoryCounts, b: CategoryCounts): number | undefined {
  const [n, m] = [sumOf(a), sumOf(b)];
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
