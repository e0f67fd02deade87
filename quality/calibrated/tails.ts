import type { CheckTail, DistributionCheck, Tail } from '../../contract/calibration';
import type { CheckValues } from './featureScores';
import { withoutRowEffect } from './rowEffect';

/** Shares of past windows at which a tail has a point, as far as their number reaches. */
const shares = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];

/**
 * The least rise of a value for one more unit of score. Values are in standard errors, and one that hardly varied in the past
 * would make any other one infinitely unusual.
 */
const leastRise = 0.15;

/**
 * The upper tail of past windows' values, of which as many as `independent` do not depend on each other. Its last point is the
 * highest value, which one of independent + 1 windows reaches. Beyond, it goes on like an exponential distribution through the
 * first and the last point.
 */
export function tailOf(values: readonly number[], independent = values.length): Tail {
  const descending = Float64Array.from(values).sort().reverse();
  const reached = shares.filter((share) => share * independent >= 2);
  const ranks = reached.map((share) => [Math.floor(share * values.length) - 1, share] as const);
  const points: [number, number][] = [];
  for (const [rank, share] of [...ranks, [0, 1 / (independent + 1)] as const]) {
    const score = -Math.log(share);
    const [before, scoreBefore] = points.at(-1) ?? [Number.NEGATIVE_INFINITY, score];
    points.push([Math.max(descending[rank] ?? 0, before + leastRise * (score - scoreBefore)), score]);
  }
  const [first, last]: [Point, Point] = [points[0] ?? [0, 0], points.at(-1) ?? [0, 0]];
  return { points, beyond: Math.max(leastRise, (last[0] - first[0]) / Math.max(last[1] - first[1], 1)) };
}

/** Units of score by which left-out weeks may pass the highest value of the others. */
const usualOvershoot = 1.5;

/**
 * The factor by which a check's tails must rise beyond their last points, so that no left-out window passes them by far. It is
 * 1 for most checks; a check that is constant for weeks and then jumps, such as the share of calm hours, has a large one.
 */
export function stretchOf(leftOut: readonly { readonly value: number; readonly tail: Tail }[]): number {
  const overshoots = leftOut.map(({ value, tail: { points, beyond } }) => (value - (points.at(-1)?.[0] ?? 0)) / beyond);
  return overshoots.reduce((most, overshoot) => Math.max(most, overshoot / usualOvershoot), 1);
}

export function stretchTail({ points, beyond }: Tail, factor: number): Tail {
  return { points, beyond: beyond * factor };
}

/** The tail that has the higher value of two at every score. */
export function higherTail(a: Tail, b: Tail): Tail {
  const scores = [...new Set([...a.points, ...b.points].map(([, score]) => score))].sort((x, y) => x - y);
  const points = scores.map((score): [number, number] => [Math.max(tailValue(score, a), tailValue(score, b)), score]);
  return { points, beyond: Math.max(a.beyond, b.beyond) };
}

/** The highest score: further out, a tail says nothing. Windows of one new regime then have one score. */
export const highestScore = 40;

/** How unusual a value is: -ln of the share of past windows that reach it, linear between two points of the tail. */
function unusualness(value: number, tail: Tail): number {
  const score = along(tail, value, 0);
  return score > 0 ? Math.min(highestScore, score) : 0;
}

/** The value that windows reach with a share: the inverse of the score. */
export function valueAt(share: number, tail: Tail): number {
  return tailValue(-Math.log(share), tail);
}

function tailValue(score: number, tail: Tail): number {
  return along(tail, score, 1);
}

/** The other coordinate of the point of a tail that has one coordinate: 0 is the value, 1 the score. */
function along({ points, beyond }: Tail, at: number, axis: 0 | 1): number {
  const last = points.length - 1;
  let i = 0;
  while (i < last && (points[i] as Point)[axis] < at) i++;
  const high = points[i] as Point;
  const other = axis === 0 ? 1 : 0;
  if (at > high[axis] || last === 0) return high[other] + (at - high[axis]) * (axis === 0 ? 1 / beyond : beyond);
  const [a, b] = [points[Math.max(i, 1) - 1], points[Math.max(i, 1)]] as [Point, Point];
  return a[other] + ((at - a[axis]) * (b[other] - a[other])) / (b[axis] - a[axis]);
}

type Point = Tail['points'][number];

/** The check that is the most unusual, and how much. */
export interface FeatureScore {
  readonly check: DistributionCheck;
  readonly score: number;
}

/** The order of checks with the same score: those that say the most plainly what happened come first. */
const plainestFirst = [
  'nulls',
  'unseen',
  'common',
  'zeros',
  'cardinality',
  'shape',
  'spike',
  'location',
  'mean',
  'scale',
] as const satisfies readonly DistributionCheck[];

/** The tails of a feature's checks. */
export type CheckTails = Readonly<Partial<Record<DistributionCheck, CheckTail>>>;

/** The most unusual check of a feature; undefined if none has a tail. */
export function mostUnusual(values: CheckValues, checks: CheckTails, rows: number): FeatureScore | undefined {
  let most: DistributionCheck | undefined;
  let highest = -1;
  for (const { check, tail, rowEffect, least, leastScore } of inOrder(checks)) {
    const value = values[check];
    if (value === undefined) continue;
    const adjusted = withoutRowEffect(value, rowEffect, rows);
    // Most values lie below the first point, and a tail rises from there.
    if (adjusted <= least && leastScore <= highest) continue;
    const score = unusualness(adjusted, tail);
    if (score <= highest) continue;
    most = check;
    highest = score;
  }
  return most && { check: most, score: highest };
}

interface OrderedCheck extends CheckTail {
  readonly check: DistributionCheck;
  /** The first point of the tail. */
  readonly least: number;
  readonly leastScore: number;
}

const knownOrders = new WeakMap<CheckTails, readonly OrderedCheck[]>();

/** The checks that have a tail, plainest first. A feature's are listed once, as many windows are scored by them. */
function inOrder(checks: CheckTails): readonly OrderedCheck[] {
  let ordered = knownOrders.get(checks);
  if (!ordered) {
    ordered = plainestFirst.flatMap((check) => {
      const of = checks[check];
      if (!of) return [];
      const [least, leastScore] = of.tail.points[0] as Point;
      return [{ check, tail: of.tail, rowEffect: of.rowEffect, least, leastScore }];
    });
    knownOrders.set(checks, ordered);
  }
  return ordered;
}

/** Weeks in which one window is expected to reach a score, by the tail of past windows' scores. */
export function weeksBetween(score: number, tail: Tail, windowsPerWeek: number): number {
  return Math.exp(unusualness(score, tail)) / windowsPerWeek;
}
