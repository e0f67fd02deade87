import { extent, range } from 'd3-array';
import type { NumericBucket } from './featureDistribution';

/** Two histograms on the same edges. */
interface CommonBuckets {
  /** One more than there are buckets; empty without values. */
  readonly edges: readonly number[];
  /** Share of all rows per bucket, 0..1. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Whether counts were spread over new edges, as if values were uniform within a bucket. */
  readonly spread: boolean;
}

/** Number of buckets for two histograms with different edges. */
const spreadBuckets = 20;

/** Values are clamped to it, so that the difference of two values stays finite. */
const maxMagnitude = 1e300;

function total(buckets: readonly NumericBucket[]): number {
  return buckets.reduce((sum, bucket) => sum + bucket.count, 0);
}

/** Returns the share of each count; all zero without rows. */
function shares(counts: readonly number[]): number[] {
  const sum = counts.reduce((a, b) => a + b, 0);
  return counts.map((count) => (sum === 0 ? 0 : count / sum));
}

function sameEdges(a: readonly NumericBucket[], b: readonly NumericBucket[]): boolean {
  return a.length === b.length && a.every((bucket, i) => bucket.lower === b[i]?.lower && bucket.upper === b[i]?.upper);
}

/** Share of a bucket inside `[lower, upper)`; a bucket of width 0 is inside exactly one interval. */
function overlap(bucket: NumericBucket, lower: number, upper: number, last: boolean): number {
  const width = bucket.upper - bucket.lower;
  if (width <= 0) return bucket.lower >= lower && (bucket.lower < upper || last) ? 1 : 0;
  return Math.max(0, Math.min(bucket.upper, upper) - Math.max(bucket.lower, lower)) / width;
}

function countsOn(edges: readonly number[], buckets: readonly NumericBucket[]): number[] {
  return range(edges.length - 1).map((i) =>
    buckets.reduce((sum, bucket) => {
      const [lower = 0, upper = 0] = [edges[i], edges[i + 1]];
      return sum + bucket.count * overlap(bucket, lower, upper, i === edges.length - 2);
    }, 0),
  );
}

function clampBucket({ lower, upper, count }: NumericBucket): NumericBucket {
  const clamp = (value: number) => Math.min(maxMagnitude, Math.max(-maxMagnitude, value));
  return { lower: clamp(lower), upper: clamp(upper), count };
}

/** Puts two histograms on the same edges, as shares of their rows. */
export function commonBuckets(old: readonly NumericBucket[], current: readonly NumericBucket[]): CommonBuckets {
  const [before, after] = [old.map(clampBucket), current.map(clampBucket)];
  const filled = [before, after].filter((buckets) => total(buckets) > 0);
  const [reference] = filled;
  if (!reference) return { edges: [], before: [], after: [], spread: false };
  const [lower = 0, upper = 0] = extent(filled.flat().flatMap((bucket) => [bucket.lower, bucket.upper]));
  const wide = isWide(lower, upper);
  const kept = wide && filled.every((buckets) => sameEdges(reference, buckets));
  const edges = kept
    ? [...reference.map((bucket) => bucket.lower), upper]
    : wide
      ? evenEdges(lower, upper)
      : edgesAround(lower, upper);
  return {
    edges,
    before: shares(kept && total(before) > 0 ? before.map((b) => b.count) : countsOn(edges, before)),
    after: shares(kept && total(after) > 0 ? after.map((b) => b.count) : countsOn(edges, after)),
    spread: !kept && wide,
  };
}

/**
 * Whether an axis between the two has room for more than rounding errors. Without the floor, edges such as 5e-324 and
 * 1e-323 would do, whose ticks are so close that d3 cannot count them: their number overflows.
 */
function isWide(lower: number, upper: number): boolean {
  return upper - lower > 1e-9 * Math.max(Math.abs(lower), Math.abs(upper), 1e-100);
}

function evenEdges(lower: number, upper: number): number[] {
  return range(spreadBuckets + 1).map((i) => lower + ((upper - lower) * i) / spreadBuckets);
}

/** The edges of one bucket around values that are all the same. */
function edgesAround(lower: number, upper: number): number[] {
  const margin = Math.max(0.5, Math.abs(upper) / 100);
  return [lower - margin, upper + margin];
}
