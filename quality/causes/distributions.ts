/** Values with their weights, ascending. */
export type Numbers = readonly (readonly [value: number, weight: number])[];
/** Weights by category. */
export type Categories = ReadonlyMap<string, number>;

export const weightOf = (numbers: Numbers) => numbers.reduce((sum, [, weight]) => sum + weight, 0);
export const rowsOf = (categories: Categories) => [...categories.values()].reduce((sum, rows) => sum + rows, 0);

/** Kolmogorov and Smirnov's distance: the largest gap between two cumulative distributions, 0..1. */
export function numberDistance(a: Numbers, b: Numbers): number {
  const [rowsA, rowsB] = [weightOf(a), weightOf(b)];
  let [i, j, shareA, shareB, largest] = [0, 0, 0, 0, 0];
  while (i < a.length || j < b.length) {
    const value = Math.min(a[i]?.[0] ?? Number.POSITIVE_INFINITY, b[j]?.[0] ?? Number.POSITIVE_INFINITY);
    while (i < a.length && (a[i]?.[0] ?? 0) <= value) shareA += (a[i++]?.[1] ?? 0) / rowsA;
    while (j < b.length && (b[j]?.[0] ?? 0) <= value) shareB += (b[j++]?.[1] ?? 0) / rowsB;
    largest = Math.max(largest, Math.abs(shareA - shareB));
  }
  return largest;
}

/** Distance of two samples of these sizes from one distribution, exceeded by 5 % of them (Smirnov, 1948). */
export function numberNoise(rowsA: number, rowsB: number): number {
  return 1.36 * Math.sqrt(1 / rowsA + 1 / rowsB);
}

/** Total variation distance: half the sum of the differences of all shares, 0..1. */
export function categoryDistance(a: Categories, b: Categories): number {
  const [rowsA, rowsB] = [rowsOf(a), rowsOf(b)];
  const values = new Set([...a.keys(), ...b.keys()]);
  return (
    [...values].reduce((sum, value) => sum + Math.abs((a.get(value) ?? 0) / rowsA - (b.get(value) ?? 0) / rowsB), 0) / 2
  );
}

/** Twice the mean distance of two samples from one distribution, by the mean of a normal variable's absolute value. */
export function categoryNoise(a: Categories, rowsB: number): number {
  const rowsA = rowsOf(a);
  const variance = (share: number) => share * (1 - share) * (1 / rowsA + 1 / rowsB);
  return [...a.values()].reduce((sum, rows) => sum + Math.sqrt((2 / Math.PI) * variance(rows / rowsA)), 0);
}

/** A mixture: `share` of the rows from `b`, the others from `a`. */
export function mixNumbers(a: Numbers, b: Numbers, share: number): Numbers {
  const [rowsA, rowsB] = [weightOf(a), weightOf(b)];
  return [
    ...a.map(([value, weight]) => [value, ((1 - share) * weight) / rowsA] as const),
    ...b.map(([value, weight]) => [value, (share * weight) / rowsB] as const),
  ].sort(([x], [y]) => x - y);
}

/** The value below which a share of the weight is. */
export function quantile(numbers: Numbers, share: number): number {
  const limit = share * weightOf(numbers);
  let seen = 0;
  for (const [value, weight] of numbers) {
    seen += weight;
    if (seen >= limit) return value;
  }
  return numbers.at(-1)?.[0] ?? 0;
}

/** At most `points` values of equal weight that stand for all. */
export function thinOut(numbers: Numbers, points = 200): Numbers {
  if (numbers.length <= points) return numbers;
  const total = weightOf(numbers);
  const thinned: [number, number][] = [];
  let [seen, next] = [0, 0.5];
  for (const [value, weight] of numbers) {
    seen += weight;
    while (next <= points && (seen / total) * points >= next) {
      thinned.push([value, total / points]);
      next += 1;
    }
  }
  return thinned;
}
