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
  /** Start of the hour of `after`, if it is one hour. */
  readonly hour?: string;
  /** Distance that the monitor computed, 0..1; undefined if not compared. */
  readonly distance?: number;
  /** Limit of the distance, 0..1; undefined if none is set. */
  readonly limit?: number;
}

export interface NumericDistribution extends DistributionFacts {
  readonly kind: 'numeric';
  /** Whether the outermost buckets include all values beyond them. @default false */
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

/** Names of the two sides, without an article: `baseline` and `window`. */
export interface SideNames {
  readonly before: string;
  readonly after: string;
}
