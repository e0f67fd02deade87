/** `[lower, upper)`, the last bucket closed. */
export interface NumericBucket {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
}

export interface CategoryBucket {
  readonly value: string;
  readonly count: number;
}

interface DistributionFacts {
  readonly feature: string;
  /** Unit of the feature's values, such as `months`, if known. */
  readonly unit?: string;
  /** Start of the hour in which `after` was captured, if it is a single hour. */
  readonly hour?: string;
  /** Distance of the two distributions, 0..1, as the monitor computes it; undefined if it did not compare them. */
  readonly distance?: number;
  /** Distance above which the feature counts as drifted, 0..1; undefined if there is no limit. */
  readonly limit?: number;
}

export interface NumericDistribution extends DistributionFacts {
  readonly kind: 'numeric';
  /** Whether the outermost buckets include the values beyond them. @default false */
  readonly outerOpen?: boolean;
  readonly before: readonly NumericBucket[];
  readonly after: readonly NumericBucket[];
}

export interface CategoryDistribution extends DistributionFacts {
  readonly kind: 'string';
  readonly before: readonly CategoryBucket[];
  readonly after: readonly CategoryBucket[];
}

/** The distributions of a feature on two sides, such as a baseline and a window. */
export type FeatureDistribution = NumericDistribution | CategoryDistribution;

/** Names of the two sides, without an article, such as `baseline` and `window`. */
export interface SideNames {
  readonly before: string;
  /** Left out for a plot of one side. */
  readonly after?: string;
}

/** Title of a plot of a feature. */
export function plotTitle(feature: string, { before, after }: SideNames): string {
  return after === undefined ? feature : `${feature}: ${before} and ${after}`;
}
