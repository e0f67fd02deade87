/** JSON files of SageMaker Model Monitor's data quality monitor, as its container writes them. */

export type InferredType = 'Integral' | 'Fractional' | 'String' | 'Unknown';

export interface CommonStatistics {
  num_present: number;
  num_missing: number;
}

export interface NumericalStatistics {
  common: CommonStatistics;
  mean: number;
  sum: number;
  /** Population standard deviation. */
  std_dev: number;
  min: number;
  max: number;
  approximate_num_distinct_values?: number;
  completeness?: number;
  distribution?: {
    kll: {
      /** Ten buckets of equal width, `[lower, upper)`; the last one is closed. */
      buckets: { lower_bound: number; upper_bound: number; count: number }[];
      /** Levels, lowest first; an item of level h weighs 2^h. */
      sketch: { parameters: { c: number; k: number }; data: number[][] };
    };
  };
}

export interface StringStatistics {
  common: CommonStatistics;
  distinct_count: number;
  completeness?: number;
  distribution?: { categorical: { buckets: { value: string; count: number }[] } };
}

export interface FeatureStatistics {
  name: string;
  inferred_type: InferredType;
  numerical_statistics?: NumericalStatistics;
  string_statistics?: StringStatistics;
}

/** statistics.json */
export interface Statistics {
  version: number;
  dataset: { item_count: number };
  features: FeatureStatistics[];
}

export interface DistributionConstraints {
  perform_comparison: 'Enabled' | 'Disabled';
  comparison_threshold: number;
  comparison_method: 'Robust' | 'Simple';
  categorical_comparison_threshold?: number;
  categorical_drift_method?: 'LInfinity' | 'ChiSquared';
}

export interface MonitoringConfig {
  evaluate_constraints: 'Enabled' | 'Disabled';
  emit_metrics: 'Enabled' | 'Disabled';
  /** Share of values that must be of the expected type, 0..1. */
  datatype_check_threshold: number;
  /** Share of values that must be in the domain, 0..1. */
  domain_content_threshold: number;
  distribution_constraints: DistributionConstraints;
}

/** Bounds of a numeric feature's values, both inclusive; a missing bound is open. */
export interface ValueRange {
  min?: number | undefined;
  max?: number | undefined;
}

export interface FeatureConstraints {
  name: string;
  inferred_type: InferredType;
  /** Share of values that must be present, 0..1. */
  completeness: number;
  num_constraints?: {
    is_non_negative: boolean;
    /** Extension by this project: bounds, both inclusive. The managed container does not check them. */
    range?: ValueRange;
  };
  string_constraints?: { domains: string[] };
  monitoringConfigOverrides?: Partial<Omit<MonitoringConfig, 'distribution_constraints'>> & {
    distribution_constraints?: Partial<DistributionConstraints>;
  };
}

/** constraints.json */
export interface Constraints {
  version: number;
  features: FeatureConstraints[];
  monitoring_config: MonitoringConfig;
}

/** Checks of the managed container. */
export const checkTypes = [
  'data_type_check',
  'completeness_check',
  'baseline_drift_check',
  'missing_column_check',
  'extra_column_check',
  'categorical_values_check',
] as const;

/** Range and non-negative checks that Model Monitor skips; this project makes them in strict mode only. */
export const strictCheckTypes = ['non_negative_check', 'range_check'] as const;
export type StrictCheckType = (typeof strictCheckTypes)[number];

/** This project's check of a window as a whole, in every mode: how much of it was rejected. */
export const rejectedCheckType = 'rejected_records_check';
/** Another one: whether each file could be read to its end. */
export const truncatedCheckType = 'truncated_files_check';
/** Checks without which a window is not clean: the rows that were analyzed may not represent it. */
export const windowCheckTypes = [rejectedCheckType, truncatedCheckType] as const;
export type WindowCheckType = (typeof windowCheckTypes)[number];

export type CheckType = (typeof checkTypes)[number] | StrictCheckType | WindowCheckType;

/** Whether a check is of a window as a whole. */
export function isWindowCheck(checkType: string): checkType is WindowCheckType {
  return windowCheckTypes.some((type) => type === checkType);
}

/** Whether the managed container never reports a check type. */
export function isStrictCheck(checkType: string): checkType is StrictCheckType {
  return strictCheckTypes.some((strict) => strict === checkType);
}

export interface Violation {
  feature_name: string;
  constraint_check_type: CheckType;
  description: string;
  /** Which values or rows caused it, and what to do, in one sentence; an extension by this project. */
  cause?: string;
}

/** A violation with its cause, if that is known. */
export function withCause(violation: Violation, cause: string | undefined): Violation {
  return cause === undefined ? violation : { ...violation, cause };
}

/** A violation in words: the container's description, and the cause if it is known. */
export function violationText({ description, cause }: Pick<Violation, 'description' | 'cause'>): string {
  return cause === undefined ? description : `${description.replace(/\.?$/, '.')} ${cause}`;
}

/** constraint_violations.json */
export interface Violations {
  violations: Violation[];
  /** In a strict-mode report: this project's own check types, violated or not. */
  strict_check_types?: readonly StrictCheckType[];
}

/** Names of a report's files. `rejects.json` is an extension by this project: rejected records with reasons. */
export const reportFiles = {
  statistics: 'statistics.json',
  constraints: 'constraints.json',
  violations: 'constraint_violations.json',
  rejects: 'rejects.json',
} as const;

/** Name of the HTML page that `monitor run` writes beside a report's files. */
export const reportPage = 'report.html';

/** Names of the violations file. AWS's page on custom containers spells it with one more s. */
export const violationsFiles = [reportFiles.violations, 'constraints_violations.json'] as const;

/** What violations of a window as a whole name in place of a feature. */
export const rejectedRecords = 'Rejected records';
export const truncatedFiles = 'Truncated files';

/** A captured line or row that could not be used. */
export interface Reject {
  /** The file's key or path. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** One sentence. */
  readonly reason: string;
}

/** Rejects for one reason, as far as reasons differ in more than numbers and quoted values; the place is that of the first. */
export interface RejectCause extends Reject {
  /** Lines and rows. */
  readonly count: number;
}
