import { bisectRight, range } from 'd3-array';
import type { NumericalStatistics } from '../../contract/modelMonitorFiles';
import type { NumericBucket } from './featureDistribution';

/** Two histograms on the same edges. */
interface SketchBuckets {
  readonly before: readonly NumericBucket[];
  readonly after: readonly NumericBucket[];
  /** Whether the outermost buckets include the values beyond them. */
  readonly outerOpen: boolean;
}

type Side = NumericalStatistics | undefined;

/** Values of a sketch in ascending order, with the number of rows that each represents. */
interface WeightedValues {
  readonly values: readonly number[];
  readonly weights: readonly number[];
  readonly total: number;
}

const buckets = 20;
/** Maximum range of whole numbers that get one bucket each. */
const maxWholeNumbers = 30;
/** Share of a side's rows beyond each end of the axis, when outliers would squeeze all other values into one bar. */
const tail = 0.005;
/** Ratio of the whole range to the bulk from which the ends of the axis are cut. */
const cutRatio = 4;

/**
 * Computes the histograms of two sketches on common edges; exact below 2,050 rows, like the sketches. A side without
 * values has empty buckets. Undefined if a side has values but no sketch, or if the range is not finite.
 */
export function sketchBuckets(before: Side, after: Side, whole: boolean): SketchBuckets | undefined {
  const filled = [before, after].filter((side) => side !== undefined);
  const sketches = filled.map(weightValues);
  if (sketches.length === 0 || sketches.some((sketch) => sketch === undefined)) return undefined;
  const lower = Math.min(...filled.map(({ min }) => min));
  const upper = Math.max(...filled.map(({ max }) => max));
  if (!Number.isFinite(upper - lower)) return undefined;
  const known = sketches.filter((sketch) => sketch !== undefined);
  const inner = [
    Math.min(...known.map((sketch) => quantile(sketch, tail))),
    Math.max(...known.map((sketch) => quantile(sketch, 1 - tail))),
  ] as const;
  const bulk = inner[1] - inner[0];
  const outerOpen = bulk > 0 && upper - lower > cutRatio * bulk;
  const edges = outerOpen ? edgesBetween(...inner, whole) : edgesBetween(lower, upper, whole);
  const countSide = (side: Side) => countInBuckets(edges, side && weightValues(side));
  return { before: countSide(before), after: countSide(after), outerOpen };
}

function weightValues({ distribution }: NumericalStatistics): WeightedValues | undefined {
  const levels = distribution?.kll.sketch.data;
  if (!levels) return undefined;
  const items = levels.flatMap((level, height) => level.map((value) => [value, 2 ** height] as const));
  items.sort(([a], [b]) => a - b);
  const weights = items.map(([, weight]) => weight);
  return { values: items.map(([value]) => value), weights, total: weights.reduce((sum, weight) => sum + weight, 0) };
}

/** The smallest value at or below which a share of the rows lies. */
function quantile({ values, weights, total }: WeightedValues, share: number): number {
  let rows = 0;
  const at = weights.findIndex((weight) => {
    rows += weight;
    return rows >= share * total;
  });
  return values[at === -1 ? values.length - 1 : at] ?? 0;
}

function edgesBetween(lower: number, upper: number, whole: boolean): number[] {
  if (whole && upper - lower <= maxWholeNumbers && Math.max(Math.abs(lower), Math.abs(upper)) < 2 ** 50) {
    return range(upper - lower + 2).map((i) => lower - 0.5 + i);
  }
  return range(buckets + 1).map((i) => lower + ((upper - lower) * i) / buckets);
}

/** Counts values in buckets; values beyond the edges count in the outermost ones. */
function countInBuckets(edges: readonly number[], sketch: WeightedValues | undefined): NumericBucket[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  sketch?.values.forEach((value, i) => {
    const at = Math.min(Math.max(bisectRight(edges, value) - 1, 0), counts.length - 1);
    counts[at] = (counts[at] ?? 0) + (sketch.weights[i] ?? 0);
  });
  return counts.map((count, i) => ({ lower: edges[i] ?? 0, upper: edges[i + 1] ?? 0, count }));
}
