import type { DistributionCheck, FeatureBins, FeatureCounts } from '../../contract/calibration';

/** A value per check: how many standard errors of independent rows a window lies from its reference, about. */
export type CheckValues = Partial<Record<DistributionCheck, number>>;

/** The checks that have a value, with it. */
export function checksOf(values: CheckValues): [DistributionCheck, number][] {
  return Object.entries(values) as [DistributionCheck, number][];
}

/**
 * Compares a window's counts with a reference's. Every value has the factor sqrt(nm / (n + m)), so that the numbers of rows of
 * both sides count. The values are not taken for probabilities: rows of one window are not independent, so a calibration
 * compares them with those of past windows.
 *
 * - shape: Kolmogorov and Smirnov's distance of the cumulative shares over all rows, ties included
 *   (https://www.itl.nist.gov/div898/handbook/eda/section3/eda35g.htm); of categories the largest gap of one share.
 * - location and scale: the mean of rank scores, of Wilcoxon (Mann and Whitney 1947, https://doi.org/10.1214/aoms/1177730491)
 *   and of Mood (1954, https://doi.org/10.1214/aoms/1177728719).
 * - nulls, common, zeros, unseen: the difference of two shares, each with one row added to both of its sides
 *   (Agresti and Caffo 2000, https://doi.org/10.1080/00031305.2000.10474560).
 * - spike: the share of the fullest bin, wherever it is, against that of the reference's, in standard errors of the latter with
 *   one row added.
 * - cardinality: bins or categories that occur, against what as many rows of the reference would fill.
 */
export function compareCounts(window: FeatureCounts, reference: FeatureCounts, kind: FeatureBins['kind']): CheckValues {
  const values: CheckValues = { nulls: shareGap(window.nulls, window.rows, reference.nulls, reference.rows) };
  const [n, m] = [window.rows - window.nulls, reference.rows - reference.nulls];
  if (n <= 0 || m <= 0) return values;
  const weight = Math.sqrt((n * m) / (n + m));
  values.unseen = shareGap(window.unseen, n, reference.unseen, m);
  values.common = shareGap(window.common, n, reference.common, m);
  values.cardinality = fillGap(window.bins, reference.bins, n, m);
  if (kind === 'category') {
    values.shape = largestShareGap(window, reference, n, m) * weight;
    return values;
  }
  values.zeros = shareGap(window.zeros, n, reference.zeros, m);
  return Object.assign(values, rankValues(window.bins, reference.bins, n, m, weight));
}

function shareGap(a: number, n: number, b: number, m: number): number {
  const [rowsN, rowsM] = [n + 2, m + 2];
  const [p, q] = [(a + 1) / rowsN, (b + 1) / rowsM];
  return Math.abs(p - q) / Math.sqrt((p * (1 - p)) / rowsN + (q * (1 - q)) / rowsM);
}

function largestShareGap(window: FeatureCounts, reference: FeatureCounts, n: number, m: number): number {
  let gap = Math.abs(window.unseen / n - reference.unseen / m);
  for (let i = 0; i < reference.bins.length; i++) {
    gap = Math.max(gap, Math.abs((window.bins[i] ?? 0) / n - (reference.bins[i] ?? 0) / m));
  }
  return gap;
}

/** Shape, location and scale in one pass over the bins. */
function rankValues(window: readonly number[], reference: readonly number[], n: number, m: number, weight: number) {
  let [below, belowWindow, gap, spike, largest] = [0, 0, 0, 0, 0];
  let [rank, squaredRank, spread, spreadSquared, windowRank, windowSpread] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < reference.length; i++) {
    const [share, windowShare] = [(reference[i] ?? 0) / m, (window[i] ?? 0) / n];
    if (share === 0 && windowShare === 0) continue;
    // The middle rank of the bin, 0..1, from the reference's median.
    const at = below + share / 2 - 0.5;
    const square = at * at;
    rank += share * at;
    squaredRank += share * square;
    spread += share * square;
    spreadSquared += share * square * square;
    windowRank += windowShare * at;
    windowSpread += windowShare * square;
    below += share;
    belowWindow += windowShare;
    gap = Math.max(gap, Math.abs(below - belowWindow));
    spike = Math.max(spike, windowShare);
    largest = Math.max(largest, share);
  }
  const deviation = (mean: number, square: number) => Math.sqrt(Math.max(square - mean * mean, leastVariance));
  return {
    shape: gap * weight,
    spike: Math.abs(spike - largest) / Math.sqrt((largest + 1 / n) / n),
    location: (Math.abs(windowRank - rank) / deviation(rank, squaredRank)) * weight,
    scale: (Math.abs(windowSpread - spread) / deviation(spread, spreadSquared)) * weight,
  };
}

/** Of rank scores of a reference that is nearly one value. */
const leastVariance = 1e-4;

/** Bins that occur, against the expectation for n independent rows of the reference, in its standard deviations. */
function fillGap(window: readonly number[], reference: readonly number[], n: number, m: number): number {
  let [filled, expected, variance] = [0, 0, 0];
  for (let i = 0; i < reference.length; i++) {
    if ((window[i] ?? 0) > 0) filled++;
    const empty = (1 - (reference[i] ?? 0) / m) ** n;
    expected += 1 - empty;
    variance += empty * (1 - empty);
  }
  return Math.abs(filled - expected) / Math.sqrt(variance + 1);
}
