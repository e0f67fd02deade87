import type { DistributionCheck, Tail } from '../../contract/calibration';
import { type CheckValues, checksOf } from './featureScores';

/** Shares of past windows at which a tail has a point, as far as their number reaches. */
const shares = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];

/**
 * The least rise of a value for one more unit of score. Values are in standard errors, and one that hardly varied in the past
 * would make any other one infinitely unusual.
 */
const leastRise = 0.15;

/**
 * The upper tail of past windows' values. Its last point is the highest value, which one of n + 1 windows reaches. Beyond, it goes
 * on like an exponential distribution through the first and the last point.
 */
export function tailOf(values: readonly number[]): Tail {
  const descending = Float64Array.from(values).sort().reverse();
  const n = descending.length;
  const ranks = shares.filter((share) => share * n >= 2).map((share) => [Math.floor(share * n) - 1, share] as const);
  const points: [number, number][] = [];
  for (const [rank, share] of [...ranks, [0, 1 / (n + 1)] as const]) {
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
  const [low, high] = around(tail, ([at]) => value <= at);
  return Math.max(0, Math.min(highestScore, low[1] + ((value - low[0]) * (high[1] - low[1])) / (high[0] - low[0])));
}

/** The value that windows reach with a share: the inverse of the score. */
export function valueAt(share: number, tail: Tail): number {
  return tailValue(-Math.log(share), tail);
}

function tailValue(score: number, tail: Tail): number {
  const [low, high] = around(tail, ([, at]) => score <= at);
  return low[0] + ((score - low[1]) * (high[0] - low[0])) / (high[1] - low[1]);
}

type Point = Tail['points'][number];

/** The two points of a tail between which something lies. */
function around({ points, beyond }: Tail, isBelow: (point: Point) => boolean): [Point, Point] {
  const last: Point = points.at(-1) ?? [0, 0];
  const all: Point[] = [...points, [last[0] + beyond, last[1] + 1]];
  const above = all.findIndex(isBelow);
  const i = above === -1 ? all.length - 1 : Math.max(above, 1);
  return [all[i - 1] ?? last, all[i] ?? last];
}

/** The check that is the most unusual, and how much. */
export interface FeatureScore {
  readonly check: DistributionCheck;
  readonly score: number;
}

/** The most unusual check of a feature; undefined if none has a tail. */
export function mostUnusual(
  values: CheckValues,
  tails: Readonly<Partial<Record<DistributionCheck, Tail>>>,
): FeatureScore | undefined {
  let most: FeatureScore | undefined;
  for (const [check, value] of checksOf(values)) {
    const tail = tails[check];
    if (!tail) continue;
    const score = unusualness(value, tail);
    if (!most || score > most.score) most = { check, score };
  }
  return most;
}

/** Weeks in which one window is expected to reach a score, by the tail of past windows' scores. */
export function weeksBetween(score: number, tail: Tail, windowsPerWeek: number): number {
  return Math.exp(unusualness(score, tail)) / windowsPerWeek;
}
