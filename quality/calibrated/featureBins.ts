import type { FeatureBins } from '../../contract/calibration';
import type { FeatureValues } from './featureValues';

export type NumericBins = Extract<FeatureBins, { kind: 'numeric' }>;

/** Bins of a numeric feature with many values, each with the same share of the baseline's rows. */
const targetBins = 200;

/**
 * Where a baseline's feature is cut: at quantiles of all its rows, ties included. A value with at least a bin's share of the
 * rows is a bin of its own. Edges lie half way between two values, so that they are the same for any engine that counts.
 */
export function featureBins(values: FeatureValues): FeatureBins | undefined {
  if (values.kind === 'category') {
    const byRows = [...values.categories].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    return byRows.length === 0 ? undefined : { kind: 'category', categories: byRows.map(([value]) => value) };
  }
  const { numbers } = values;
  const [first] = numbers;
  if (!first) return undefined;
  const [common] = numbers.reduce((most, entry) => (entry[1] > most[1] ? entry : most), first);
  const known = knownNumbers(numbers);
  return { kind: 'numeric', edges: withOuterEdges(quantileEdges(numbers), numbers, known), common, known };
}

/** Distinct numbers of a baseline up to which each is known by itself, and no other number. */
const fewNumbers = 30;

/** Share of a baseline's range by which the known range is wider on both sides: a season moves measurements beyond their range. */
const widerRange = 0.5;

function knownNumbers(numbers: readonly (readonly [number, number])[]): NumericBins['known'] {
  const values = numbers.map(([value]) => value);
  if (values.length <= fewNumbers) return { values };
  const [low, high] = [values[0] ?? 0, values.at(-1) ?? 0];
  const margin = (high - low) * widerRange;
  const range = { low: Math.max(low - margin, -Number.MAX_VALUE), high: Math.min(high + margin, Number.MAX_VALUE) };
  return hasRepeatedNumbers(numbers) ? { ...range, listed: values } : range;
}

/** Share of rows with a rare number below which a baseline lists its numbers. */
const rareShare = 0.01;

/**
 * Whether nearly all rows have a number that repeats, as readings of an instrument in its steps do. A number between them is
 * then as new as a new category. The share of rows whose number occurs once estimates the share of rows to come with a new
 * number (Good 1953, https://doi.org/10.1093/biomet/40.3-4.237). One item of a sketch stands for many rows, so that numbers of
 * fewer than a thousandth of the rows count as rare too.
 */
function hasRepeatedNumbers(numbers: readonly (readonly [number, number])[]): boolean {
  const all = numbers.reduce((sum, [, rows]) => sum + rows, 0);
  const least = Math.max(2, all / 1000);
  const rare = numbers.reduce((sum, [, rows]) => sum + (rows < least ? rows : 0), 0);
  return rare <= rareShare * all;
}

/** Bins on each side between a baseline's values and the end of the known range: a trend fills one after the other. */
const outerBins = 10;

function withOuterEdges(
  edges: readonly number[],
  numbers: readonly (readonly [number, number])[],
  known: NumericBins['known'],
): number[] {
  if ('values' in known) return [...edges];
  const { low, high } = known;
  const [least, greatest] = [numbers[0]?.[0] ?? low, numbers.at(-1)?.[0] ?? high];
  const between = (from: number, to: number) =>
    Array.from({ length: outerBins }, (_, i) => from + ((to - from) * (i + 0.5)) / outerBins);
  const all = [...between(low, least), ...edges, ...between(greatest, high)];
  return all.filter((edge, i) => Number.isFinite(edge) && (i === 0 || edge > (all[i - 1] ?? edge)));
}

function quantileEdges(numbers: readonly (readonly [number, number])[]): number[] {
  const step = numbers.reduce((sum, [, rows]) => sum + rows, 0) / targetBins;
  const edges: number[] = [];
  let filled = 0;
  for (const [i, [value, rows]] of numbers.entries()) {
    const before = numbers[i - 1]?.[0];
    if (before !== undefined && (filled >= step || (filled > 0 && rows >= step))) {
      edges.push(halfWay(before, value));
      filled = 0;
    }
    filled += rows;
  }
  return edges;
}

/** Without overflow. */
const halfWay = (low: number, high: number) => low + (high / 2 - low / 2);
