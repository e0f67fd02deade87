import type { DistributionCheck, Tail } from '../../contract/calibration';
import type { CheckValues } from './featureScores';

/** Share of past windows above which a tail begins. */
const tailShare = 0.1;

/**
 * The upper tail of values: the 90 % quantile, and the mean excess above it. What lies above a high quantile of nearly any
 * distribution is close to a Pareto distribution of excesses; its simplest case, the exponential, needs only the mean
 * (Pickands 1975, https://doi.org/10.1214/aos/1176343003).
 */
export function tailOf(values: readonly number[]): Tail {
  const sorted = Float64Array.from(values).sort();
  const start = Math.floor(sorted.length * (1 - tailShare));
  const q90 = sorted[Math.min(start, sorted.length - 1)] ?? 0;
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const above = sorted.subarray(start);
  const mean = above.reduce((sum, value) => sum + value - q90, 0) / Math.max(above.length, 1);
  // A value that never varied would make any other one infinitely unusual.
  return { q90, excess: Math.max(mean, (q90 - median) / 4, leastExcess) };
}

const leastExcess = 0.05;

/** The highest score: further out, a tail says nothing. Windows of one new regime then have one score. */
export const highestScore = 40;

/** How unusual a value is: -ln of the share of past windows that reach it, by their tail. Below the tail it is linear. */
function unusualness(value: number, { q90, excess }: Tail): number {
  return Math.min(highestScore, -Math.log(tailShare) + (value - q90) / excess);
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
  for (const [check, value] of Object.entries(values) as [DistributionCheck, number][]) {
    const tail = tails[check];
    if (!tail) continue;
    const score = unusualness(value, tail);
    if (!most || score > most.score) most = { check, score };
  }
  return most;
}

/** Weeks in which one window is expected to reach a score, by the tail of past windows' scores. */
export function weeksBetween(score: number, tail: Tail, windowsPerWeek: number): number {
  const share = Math.min(1, Math.exp(-unusualness(score, tail)));
  return 1 / (share * windowsPerWeek);
}
