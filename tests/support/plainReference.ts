/**
 * The monitor's arithmetic written as plainly as its rules read (docs/monitor/quality.md): no bytes, no typed arrays, no
 * batches. Slow, and what the engine is compared with, to the last bit.
 */

/** A value's type by patterns, and its double by the platform's own reading. */
function readValue(text: string): { type: 'Integral' | 'Fractional' | 'Boolean' | 'String'; value: number } {
  if (text === 'true' || text === 'false') return { type: 'Boolean', value: Number.NaN };
  const value = Number(text.replace(' ', ''));
  if (!/^[+-]? ?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$/.test(text) || !Number.isFinite(value)) {
    return { type: 'String', value: Number.NaN };
  }
  return { type: /^[+-]? ?[0-9]+$/.test(text) ? 'Integral' : 'Fractional', value };
}

/** As Java compares doubles: -0 before 0. */
const ascending = (a: number, b: number) => a - b || Number(Object.is(b, -0)) - Number(Object.is(a, -0));

/** The sketch, row by row. */
function sketchOf(values: readonly number[]): number[][] {
  const levels: number[][] = [[]];
  const compactions: number[] = [0];
  const capacity = (h: number) => 2 * (Math.ceil((2048 * 0.64 ** h) / 2) + 1);
  const held = () => levels.reduce((sum, items) => sum + items.length, 0);
  const room = () => levels.reduce((sum, _, h) => sum + capacity(h), 0);
  for (const value of values) {
    levels[0]?.push(value);
    if (held() <= room()) continue;
    const h = levels.findIndex((items, level) => items.length >= capacity(level));
    const items = levels[h];
    if (!items) continue;
    if (!levels[h + 1]) {
      levels.push([]);
      compactions.push(0);
    }
    const taken = items.splice(0, 2 * Math.floor(items.length / 2)).sort(ascending);
    const first = [0, 1, 1, 0][(compactions[h] ?? 0) % 4] ?? 0;
    taken.forEach((item, i) => {
      if (i % 2 === first) levels[h + 1]?.push(item);
    });
    compactions[h] = (compactions[h] ?? 0) + 1;
  }
  return levels;
}

function momentsOf(values: readonly number[]) {
  let [sum, n, average, m2] = [0, 0, 0, 0];
  for (const value of values) {
    sum += value;
    n += 1;
    const d = value - average;
    const dn = d / n;
    average += dn;
    m2 += d * (d - dn);
  }
  return { sum, mean: sum / n, std_dev: Math.sqrt(m2 / n) };
}

function bucketsOf(levels: readonly (readonly number[])[], min: number, max: number) {
  const bound = (i: number) => min + ((max - min) * i) / 10.0;
  return Array.from({ length: 10 }, (_, i) => {
    const [lower_bound, upper_bound] = [bound(i), bound(i + 1)];
    const inside = (x: number) => x >= lower_bound && (i === 9 ? x <= upper_bound : x < upper_bound);
    const count = levels.reduce((sum, items, h) => sum + 2 ** h * items.filter(inside).length, 0);
    return { lower_bound, upper_bound, count };
  });
}

/** Expected entry of a column in statistics.json, without distinct counts, which are estimates above 4,096 values. */
export function plainStatistics(name: string, column: readonly (string | null)[]) {
  const texts = column.filter((text) => text !== null);
  const presence = {
    num_present: texts.length,
    num_missing: column.length - texts.length,
    completeness: column.length === 0 ? 1 : texts.length / column.length,
  };
  const read = texts.map(readValue);
  const types = new Set(read.map(({ type }) => type));
  if (texts.length > 0 && !types.has('String') && !types.has('Boolean')) {
    const values = read.map(({ value }) => value);
    // The sort is stable: of 0 and -0 the first counts.
    const [min = 0] = [...values].sort((a, b) => a - b);
    const [max = 0] = [...values].sort((a, b) => b - a);
    const data = sketchOf(values);
    const kll = { buckets: bucketsOf(data, min, max), sketch: { parameters: { c: 0.64, k: 2048 }, data } };
    const inferred_type = types.has('Fractional') ? 'Fractional' : 'Integral';
    return {
      name,
      inferred_type,
      common: presence,
      numbers: { ...momentsOf(values), min, max, distribution: { kll } },
    };
  }
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const few = counts.size > 0 && counts.size <= 120;
  return {
    name,
    inferred_type: texts.length === 0 ? 'Unknown' : 'String',
    common: presence,
    ...(few && { categories: counts }),
  };
}

/** Drift of two sketches by its definition: every value is looked up in every level. */
export function plainDistance(a: readonly number[][], b: readonly number[][], method: 'Simple' | 'Robust'): number {
  const weights = (levels: readonly number[][]) => {
    const byValue = new Map<number, number>();
    levels.forEach((items, h) => {
      for (const item of items) byValue.set(item, 2 ** h);
    });
    return byValue;
  };
  const [left, right] = [weights(a), weights(b)];
  const total = (side: Map<number, number>) => [...side.values()].reduce((sum, weight) => sum + weight, 0);
  const [n, m] = [total(left), total(right)];
  let [belowLeft, belowRight, gap] = [0, 0, 0];
  for (const value of [...new Set([...left.keys(), ...right.keys()])].sort((x, y) => x - y)) {
    belowLeft += left.get(value) ?? 0;
    belowRight += right.get(value) ?? 0;
    gap = Math.max(gap, Math.abs(belowLeft / n - belowRight / m));
  }
  return method === 'Simple' ? gap : Math.max(0, gap - 1.8 * Math.sqrt((n + m) / (n * m)));
}
