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
  /** Unit of the feature's values, such as `months`, where one is known. */
  readonly unit?: string;
  /** Start of the hour that `after` was captured in, where it is one. */
  readonly hour?: string;
  /** Distance of the two distributions, 0..1, as the monitor computes it; undefined when it did not compare them. */
  readonly distance?: number;
  /** Distance above which the feature counts as drifted, 0..1; undefined when nobody set one. */
  readonly limit?: number;
}

export interface NumericDistribution extends DistributionFacts {
  readonly kind: 'numeric';
  /** Whether the outermost buckets hold whatever lies beyond them too. @default false */
  readonly outerOpen?: boolean;
  readonly before: readonly NumericBucket[];
  readonly after: readonly NumericBucket[];
}

export interface CategoryDistribution extends DistributionFacts {
  readonly kind: 'string';
  readonly before: readonly CategoryBucket[];
  readonly after: readonly CategoryBucket[];
}

/** A feature on two sides, such as a baseline and a window. */
export type FeatureDistribution = NumericDistribution | CategoryDistribution;

/** What a reader calls the two sides of a comparison, without an article: `baseline` and `window`. */
export interface SideNames {
  readonly before: string;
  readonly after: string;
}
