import type { DistributionCheck, FeatureBins, FeatureCounts } from '../../contract/calibration';
import type { NumericBins } from './featureBins';
import { rowsOfBins } from './featureCounts';
import { type ReferenceSums, sumsOf } from './referenceSums';

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
 * - mean: the difference of the means of the bins' middles, in standard deviations of the reference. Ranks are the same however far
 *   a value lies outside of the reference; the middles of bins are not.
 * - nulls, unseen: the difference of two shares, each with one row added to both of its sides
 *   (Agresti and Caffo 2000, https://doi.org/10.1080/00031305.2000.10474560). It rises steeply towards a window of such rows
 *   alone, as after a lost column.
 * - common, zeros: the difference of two shares after the arcsine of their roots, whose error does not depend on the share
 *   (Anscombe 1948, https://doi.org/10.1093/biomet/35.3-4.246). A window of one usual value is then unusual, not extreme.
 * - spike: the same difference for the share of the fullest bin, wherever it is.
 * - cardinality: bins or categories that occur, against what as many rows of the reference would fill.
 */
export function compareCounts(window: FeatureCounts, reference: FeatureCounts, cut: FeatureBins): CheckValues {
  const n = window.rows - window.nulls;
  const m = reference.rows - reference.nulls;
  if (n <= 0 || m <= 0) return { nulls: nullGap(window, reference) };
  return cut.kind === 'category'
    ? compareCategories(window, reference, n, m)
    : compareNumbers(window, reference, cut, n, m);
}

const nullGap = (window: FeatureCounts, reference: FeatureCounts) =>
  shareGap(window.nulls, window.rows, reference.nulls, reference.rows);

function shareGap(a: number, n: number, b: number, m: number): number {
  const rowsN = n + 2;
  const rowsM = m + 2;
  const p = (a + 1) / rowsN;
  const q = (b + 1) / rowsM;
  return Math.abs(p - q) / Math.sqrt((p * (1 - p)) / rowsN + (q * (1 - q)) / rowsM);
}

function arcsineGap(a: number, n: number, b: number, m: number): number {
  return Math.abs(arcsineOf(a, n) - arcsineOf(b, m)) * Math.sqrt((n * m) / (n + m));
}

/** A share on a scale on which it has the standard error of one over the root of its rows. */
function arcsineOf(rows: number, of: number): number {
  return 2 * Math.asin(Math.sqrt((rows + 0.375) / (of + 0.75)));
}

function largestShareGap(window: FeatureCounts, reference: FeatureCounts, n: number, m: number): number {
  let gap = Math.abs(window.unseen / n - reference.unseen / m);
  for (let i = 0; i < reference.bins.length; i++) {
    gap = Math.max(gap, Math.abs((window.bins[i] ?? 0) / n - (reference.bins[i] ?? 0) / m));
  }
  return gap;
}

function compareCategories(window: FeatureCounts, reference: FeatureCounts, n: number, m: number): CheckValues {
  return {
    nulls: nullGap(window, reference),
    unseen: shareGap(window.unseen, n, reference.unseen, m),
    common: arcsineGap(window.common, n, reference.common, m),
    shape: largestShareGap(window, reference, n, m) * Math.sqrt((n * m) / (n + m)),
    cardinality: fillGap(filledBins(window.bins), sumsOf(reference), n),
  };
}

/** Compares numbers in one pass over the bins. */
function compareNumbers(
  window: FeatureCounts,
  reference: FeatureCounts,
  cut: NumericBins,
  n: number,
  m: number,
): CheckValues {
  const sums = sumsOf(reference);
  const { cumulative, ranks, rank, squaredRank, largest } = sums;
  const { middles, mean, deviation } = sums.meanOf(cut);
  const bins = rowsOfBins(window.bins);
  const weight = Math.sqrt((n * m) / (n + m));
  const share = 1 / n;
  // One declaration each: taken from an array, V8 keeps them as objects, and the loop takes three times as long.
  let below = 0;
  let gap = 0;
  let fullest = 0;
  let filled = 0;
  let rankSum = 0;
  let squareSum = 0;
  let middleSum = 0;
  for (let i = 0; i < cumulative.length; i++) {
    const rows = bins[i] as number;
    if (rows > 0) {
      const at = ranks[i] as number;
      filled++;
      below += rows;
      rankSum += rows * at;
      squareSum += rows * at * at;
      middleSum += rows * (middles[i] as number);
      if (rows > fullest) fullest = rows;
    }
    const difference = Math.abs((cumulative[i] as number) - below * share);
    if (difference > gap) gap = difference;
  }
  // One literal: an object whose properties are added one by one takes several times as long to make.
  return {
    nulls: nullGap(window, reference),
    unseen: shareGap(window.unseen, n, reference.unseen, m),
    common: arcsineGap(window.common, n, reference.common, m),
    zeros: arcsineGap(window.zeros, n, reference.zeros, m),
    shape: gap * weight,
    spike: arcsineGap(fullest, n, largest * m, m),
    location: (Math.abs(rankSum / n - rank.mean) / rank.deviation) * weight,
    scale: (Math.abs(squareSum / n - squaredRank.mean) / squaredRank.deviation) * weight,
    mean: (Math.abs(middleSum / n - mean) / deviation) * weight,
    cardinality: fillGap(filled, sums, n),
  };
}

/** Number of bins or categories that occur. */
export function filledBins(bins: ArrayLike<number>): number {
  let filled = 0;
  for (let i = 0; i < bins.length; i++) if ((bins[i] as number) > 0) filled++;
  return filled;
}

/** Bins that occur, against the expectation for n independent rows of the reference, in its standard deviations. */
function fillGap(filled: number, sums: ReferenceSums, n: number): number {
  const expected = sums.fillOf(n);
  return Math.abs(filled - expected.filled) / Math.sqrt(expected.variance + 1);
}
