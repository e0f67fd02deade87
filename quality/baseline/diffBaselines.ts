import { isDeepStrictEqual } from 'node:util';
import { isPlainObject } from '../../contract/isPlainObject';
import type {
  Constraints,
  FeatureConstraints,
  FeatureStatistics,
  InferredType,
  Statistics,
} from '../../contract/modelMonitorFiles';
import { featureDrift } from '../drift/featureDrift';
import { effectiveConfig } from '../modelMonitor/monitoringConfig';

/** A value that differs; `undefined` on a side without it. */
export interface Change {
  /** Path inside the feature or the file, such as `distribution_constraints.comparison_threshold`. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The differences of one feature between two baselines. */
export interface FeatureDifference {
  readonly feature: string;
  readonly status: 'same' | 'changed' | 'added' | 'removed';
  /** Positions in the column order, counted from 0. */
  readonly position: { readonly before?: number; readonly after?: number };
  readonly type: { readonly before?: InferredType; readonly after?: InferredType };
  /** Shares of present values, 0..1. */
  readonly completeness: { readonly before?: number; readonly after?: number };
  /** Added and removed categories; undefined if nothing changed. */
  readonly domain?: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** The drift by the newer baseline's config; undefined if the two cannot be compared. */
  readonly drift?: { readonly distance: number; readonly threshold: number };
  /** Changed numbers of the statistics, without distributions. */
  readonly statistics: readonly Change[];
  /** Changed constraints, without domains. */
  readonly constraints: readonly Change[];
}

export interface BaselineDifference {
  /** Whether both baselines are the same, apart from the order of categories. */
  readonly equal: boolean;
  readonly rows: { readonly before: number; readonly after: number };
  /** In the newer baseline's order; removed features at the end. */
  readonly features: readonly FeatureDifference[];
  /** Changes of `monitoring_config`, which apply to every feature. */
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

/** Compares two baselines. Features match by name. */
export function diffBaselines(before: Side, after: Side): BaselineDifference {
  const [old, current] = [featuresOf(before), featuresOf(after)];
  const names = [...current.keys(), ...[...old.keys()].filter((name) => !current.has(name))];
  const features = names.map((name) => compareFeature(name, old.get(name), current.get(name), after.constraints));
  const config = changedValues(before.constraints.monitoring_config, after.constraints.monitoring_config);
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

function compareFeature(
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
  const changed = {
    statistics: changedValues(withoutDistribution(old.statistics), withoutDistribution(current.statistics)),
    constraints: changedValues(withoutDomains(old.constraints), withoutDomains(current.constraints)),
  };
  const isSame =
    old.position === current.position &&
    !domain &&
    changed.statistics.length === 0 &&
    changed.constraints.length === 0 &&
    hasSameDistribution(old.statistics, current.statistics);
  return { ...shared, status: isSame ? 'same' : 'changed', domain, drift, ...changed };
}

function bothOf<T>(before: T | undefined, after: T | undefined): { before?: T; after?: T } {
  return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

function completenessIn(statistics: FeatureStatistics | undefined): number | undefined {
  const presence = (statistics?.numerical_statistics ?? statistics?.string_statistics)?.common;
  if (!presence) return undefined;
  const rows = presence.num_present + presence.num_missing;
  return rows === 0 ? undefined : presence.num_present / rows;
}

function domainChange(before: FeatureConstraints, after: FeatureConstraints): FeatureDifference['domain'] {
  const [old, current] = [before, after].map((side) => new Set(side.string_constraints?.domains));
  if (!old || !current) return undefined;
  const added = [...current].filter((value) => !old.has(value));
  const removed = [...old].filter((value) => !current.has(value));
  return added.length + removed.length > 0 ? { added, removed } : undefined;
}

/** Also if the comparison is switched off: readers want to know the distance. */
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

function hasSameDistribution(before: FeatureStatistics | undefined, after: FeatureStatistics | undefined): boolean {
  const [old, current] = [before, after].map((side) => side?.numerical_statistics?.distribution);
  return isDeepStrictEqual(old, current) && isDeepStrictEqual(categoriesOf(before), categoriesOf(after));
}

/** As a map, so that the order of categories does not count. */
function categoriesOf(feature: FeatureStatistics | undefined): Map<string, number> | undefined {
  const buckets = feature?.string_statistics?.distribution?.categorical.buckets;
  return buckets && new Map(buckets.map(({ value, count }) => [value, count]));
}

/** Values that differ, by path. An absent object equals an empty one. */
function changedValues(before: unknown, after: unknown, path: readonly string[] = []): Change[] {
  const [old, current] = [before ?? {}, after ?? {}];
  if ((before ?? after) !== undefined && isPlainObject(old) && isPlainObject(current)) {
    const keys = new Set([...Object.keys(old), ...Object.keys(current)]);
    return [...keys].flatMap((key) => changedValues(old[key], current[key], [...path, key]));
  }
  if (Object.is(before, after) || JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ path: path.join('.'), ...bothOf(before, after) }];
}
