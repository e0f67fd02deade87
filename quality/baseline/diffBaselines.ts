import { isDeepStrictEqual } from 'node:util';
import type {
  Constraints,
  FeatureConstraints,
  FeatureStatistics,
  InferredType,
  Statistics,
} from '../../contract/modelMonitorFiles';
import { featureDrift } from '../drift/featureDrift';
import { effectiveConfig } from '../modelMonitor/monitoringConfig';

/** One value that differs; `undefined` on the side that does not have it. */
export interface Change {
  /** Path inside the feature or the file, such as `distribution_constraints.comparison_threshold`. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** How one feature differs between two baselines. */
export interface FeatureDifference {
  readonly feature: string;
  readonly status: 'same' | 'changed' | 'added' | 'removed';
  /** Places in the column order, counted from 0. */
  readonly position: { readonly before?: number; readonly after?: number };
  readonly type: { readonly before?: InferredType; readonly after?: InferredType };
  /** Shares of values that were present, 0..1. */
  readonly completeness: { readonly before?: number; readonly after?: number };
  /** Allowed categories that came and went; undefined where neither side has any or nothing changed. */
  readonly domain?: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** The drift that the newer baseline's config finds; undefined where the two can't be compared. */
  readonly drift?: { readonly distance: number; readonly threshold: number };
  /** Changed numbers of the statistics; distributions are in `drift`. */
  readonly statistics: readonly Change[];
  /** Changed constraints, domains apart. */
  readonly constraints: readonly Change[];
}

export interface BaselineDifference {
  /** Whether both baselines hold the same, whatever their order of categories. */
  readonly equal: boolean;
  readonly rows: { readonly before: number; readonly after: number };
  /** In the newer baseline's order; removed features at the end. */
  readonly features: readonly FeatureDifference[];
  /** Changes of `monitoring_config`, which hold for every feature. */
  readonly config: readonly Change[];
}

interface Side {
  readonly statistics: Statistics;
  readonly constraints: Constraints;
}

/** One feature of one baseline. */
interface Feature {
  readonly position: number;
  readonly statistics: FeatureStatistics | undefined;
  readonly constraints: FeatureConstraints;
}

/** What differs between two baselines; features match by name. */
export function diffBaselines(before: Side, after: Side): BaselineDifference {
  const [old, current] = [featuresOf(before), featuresOf(after)];
  const names = [...current.keys(), ...[...old.keys()].filter((name) => !current.has(name))];
  const features = names.map((name) => difference(name, old.get(name), current.get(name), after.constraints));
  const config = changes(before.constraints.monitoring_config, after.constraints.monitoring_config);
  const rows = { before: before.statistics.dataset.item_count, after: after.statistics.dataset.item_count };
  const equal = rows.before === rows.after && config.length === 0 && features.every(({ status }) => status === 'same');
  return { equal, rows, features, config };
}

function featuresOf({ statistics, constraints }: Side): Map<string, Feature> {
  const byName = new Map(statistics.features.map((feature) => [feature.name, feature]));
  return new Map(
    constraints.features.map((feature, position) => [
      feature.name,
      { position, statistics: byName.get(feature.name), constraints: feature },
    ]),
  );
}

function difference(
  feature: string,
  old: Feature | undefined,
  current: Feature | undefined,
  newer: Constraints,
): FeatureDifference {
  const shared = {
    feature,
    position: bothOf(old?.position, current?.position),
    type: bothOf(old?.constraints.inferred_type, current?.constraints.inferred_type),
    completeness: bothOf(completenessIn(old?.statistics), completenessIn(current?.statistics)),
  };
  if (!old || !current) return { ...shared, status: old ? 'removed' : 'added', statistics: [], constraints: [] };
  const domain = domainChange(old.constraints, current.constraints);
  const drift = driftBetween(old, current, newer);
  const found = {
    statistics: changes(withoutDistribution(old.statistics), withoutDistribution(current.statistics)),
    constraints: changes(withoutDomains(old.constraints), withoutDomains(current.constraints)),
  };
  const same =
    old.position === current.position &&
    !domain &&
    found.statistics.length === 0 &&
    found.constraints.length === 0 &&
    sameDistribution(old.statistics, current.statistics);
  return { ...shared, status: same ? 'same' : 'changed', ...(domain && { domain }), ...(drift && { drift }), ...found };
}

function bothOf<T>(before: T | undefined, after: T | undefined): { before?: T; after?: T } {
  return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

function completenessIn(statistics: FeatureStatistics | undefined): number | undefined {
  const common = (statistics?.numerical_statistics ?? statistics?.string_statistics)?.common;
  if (!common) return undefined;
  const rows = common.num_present + common.num_missing;
  return rows === 0 ? undefined : common.num_present / rows;
}

function domainChange(before: FeatureConstraints, after: FeatureConstraints): FeatureDifference['domain'] {
  const [old, current] = [before, after].map((side) => new Set(side.string_constraints?.domains));
  if (!old || !current) return undefined;
  const added = [...current].filter((value) => !old.has(value));
  const removed = [...old].filter((value) => !current.has(value));
  return added.length + removed.length > 0 ? { added, removed } : undefined;
}

/** A comparison that was switched off is made all the same: the reader wants to know how far the two are apart. */
function driftBetween(old: Feature, current: Feature, newer: Constraints): FeatureDifference['drift'] {
  if (!old.statistics || !current.statistics) return undefined;
  const config = effectiveConfig(newer.monitoring_config, current.constraints).distribution_constraints;
  return featureDrift(old.statistics, current.statistics, { ...config, perform_comparison: 'Enabled' });
}

function withoutDistribution(feature: FeatureStatistics | undefined): object {
  const { numerical_statistics: numerical, string_statistics: strings, ...rest } = feature ?? {};
  return {
    ...rest,
    ...(numerical && { numerical_statistics: { ...numerical, distribution: undefined } }),
    ...(strings && { string_statistics: { ...strings, distribution: undefined } }),
  };
}

function withoutDomains(feature: FeatureConstraints): object {
  return { ...feature, string_constraints: { ...feature.string_constraints, domains: undefined } };
}

function sameDistribution(before: FeatureStatistics | undefined, after: FeatureStatistics | undefined): boolean {
  const [old, current] = [before, after].map((side) => side?.numerical_statistics?.distribution);
  return isDeepStrictEqual(old, current) && isDeepStrictEqual(categoriesOf(before), categoriesOf(after));
}

/** The order of categories says nothing. */
function categoriesOf(feature: FeatureStatistics | undefined): Map<string, number> | undefined {
  const buckets = feature?.string_statistics?.distribution?.categorical.buckets;
  return buckets && new Map(buckets.map(({ value, count }) => [value, count]));
}

/** Values that differ, by their paths; an absent object and an empty one are the same. */
function changes(before: unknown, after: unknown, path: readonly string[] = []): Change[] {
  const [old, current] = [before ?? {}, after ?? {}];
  if ((before ?? after) !== undefined && isFields(old) && isFields(current)) {
    const keys = new Set([...Object.keys(old), ...Object.keys(current)]);
    return [...keys].flatMap((key) => changes(old[key], current[key], [...path, key]));
  }
  if (Object.is(before, after) || JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ path: path.join('.'), ...bothOf(before, after) }];
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
