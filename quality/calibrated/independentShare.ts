/** Share of the values that are high. */
const highShare = 0.05;

/** Fewer values say nothing of how long high ones last. */
const leastValues = 40;

/** Values that are not high between two clusters. */
const gap = 2;

/**
 * Share of the windows, in order of time, that say as much as windows that do not depend on each other: the number of clusters
 * of high values divided by that of high values, 0..1. This is Smith and Weissman's runs estimator of the extremal index
 * (https://rdrr.io/cran/envoutliers/man/extremal.index.runs.html). A cold day of 24 unusual hours shows once what a cold day is
 * like.
 */
export function independentShare(values: readonly number[]): number {
  if (values.length < leastValues) return 1;
  const limit = Float64Array.from(values).sort()[Math.floor(values.length * (1 - highShare))] as number;
  const high = values.flatMap((value, i) => (value > limit ? [i] : []));
  const clusters = high.filter((at, i) => i === 0 || at - (high[i - 1] as number) > gap).length;
  return high.length > 0 ? clusters / high.length : 1;
}
