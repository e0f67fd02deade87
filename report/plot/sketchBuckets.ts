import { bisectRight, range } from 'd3-array';
import type { NumericalStatistics } from '../../contract/modelMonitorFiles';
import type { NumericBucket } from './featureDistribution';

/** Two histograms on the same edges. */
interface SketchBuckets {
  readonly before: readonly NumericBucket[];
  readonly after: readonly NumericBucket[];
  /** Whether the outermost buckets include all values beyond them. */
  readonly outerOpen: boolean;
}

type Side = NumericalStatistics | undefined;

/** Values of a sketch in ascending order, with the number of rows of each. */
interface Weighed {
  readonly values: readonly number[];
  readonly weights: readonly number[];
  readonly total: number;
}

const buckets = 20;
/** Maximum range of whole numbers with one bucket each. */
const mostWholeNumbers = 30;
/** Share of a side's rows cut at each end, if a few values would squeeze all others into one bar. */
const tail = 0.005;
/** Ratio of the whole range to the bulk above which the ends are cut. */
const farOff = 4;

/**
 * Histograms of two sketches on common edges; exact below 2,050 rows, as the sketches are. A side without
 * values has empty buckets. Undefined if a side has values but no sketch, or if the range is not finite.
 */
export function sketchBuckets(before: Side, after: Side, whole: boolean): SketchBuckets | undefined {
  const filled = [before, after].filter((side) => side !== undefined);
  const sketches = filled.map(weighed);
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
  const outerOpen = bulk > 0 && upper - lower > farOff * bulk;
  const edges = outerOpen ? edgesBetween(...inner, whole) : edgesBetween(lower, upper, whole);
  const counted = (side: Side) => bucketsOn(edges, side && weighed(side));
  return { before: counted(before), after: counted(after), outerOpen };
}

function weighed({ distribution }: NumericalStatistics): Weighed | undefined {
  const levels = distribution?.kll.sketch.data;
  if (!levels) return undefined;
  const items = levels.flatMap((level, height) => level.map((value) => [value, 2 ** height] as const));
  items.sort(([a], [b]) => a - b);
  const weights = items.map(([, weight]) => weight);
  return { values: items.map(([value]) => value), weights, total: weights.reduce((sum, weight) => sum + weight, 0) };
}

/** Quantile: the smallest value with that share of the rows at or below it. */
function quantile({ values, weights, total }: Weighed, share: number): number {
  let rows = 0;
  const at = weights.findIndex((weight) => {
    rows += weight;
    return rows >= share * total;
  });
  return values[at === -1 ? values.length - 1 : at] ?? 0;
}

function edgesBetween(lower: number, upper: number, whole: boolean): number[] {
  if (whole && upper - lower <= mostWholeNumbers && Math.max(Math.abs(lower), Math.abs(upper)) < 2 ** 50) {
    return range(upper - lower + 2).map((i) => lower - 0.5 + i);
  }
  return range(buckets + 1).map((i) => lower + ((upper - lower) * i) / buckets);
}

/** Counts values beyond the edges in the outermost buckets. */
function bucketsOn(edges: readonly number[], sketch: Weighed | undefined): NumericBucket[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  sketch?.values.forEach((value, i) => {
    const at = Math.min(Math.max(bisectRight(edges, value) - 1, 0), counts.length - 1);
    counts[at] = (counts[at] ?? 0) + (sketch.weights[i] ?? 0);
  });
  return counts.map((count, i) => ({ lower: edges[i] ?? 0, upper: edges[i + 1] ?? 0, count }));
}
