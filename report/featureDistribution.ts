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
  /** Start of the hour that `drifted` was captured in. */
  readonly hour?: string;
  /** Distance of the two distributions, 0..1, as the monitor computed it; undefined when it did not compare them. */
  readonly distance?: number;
  /** Distance above which the feature counts as drifted, 0..1; undefined when nobody set one. */
  readonly limit?: number;
}

export interface NumericDistribution extends DistributionFacts {
  readonly kind: 'numeric';
  readonly baseline: readonly NumericBucket[];
  readonly drifted: readonly NumericBucket[];
}

export interface CategoryDistribution extends DistributionFacts {
  readonly kind: 'string';
  readonly baseline: readonly CategoryBucket[];
  readonly drifted: readonly CategoryBucket[];
}

/** A feature before (baseline) and after (an hour that drifted). */
export type FeatureDistribution = NumericDistribution | CategoryDistribution;
