import type {
  FeatureConstraints,
  FeatureStatistics,
  MonitoringConfig,
  Violation,
} from '../../contract/modelMonitorFiles';
import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import { featureDrift } from '../../quality/drift/featureDrift';
import { effectiveConfig } from '../../quality/modelMonitor/monitoringConfig';
import type { WindowAnalysis } from '../../quality/monitor/judgeWindow';
import type { TypeCounts } from '../../quality/profile/columnStatistics';
import { meanShift, presentShare } from '../feature/featureMeasures';

/** A feature of a window, with its baseline. */
export interface RunFeature {
  readonly name: string;
  readonly before: FeatureStatistics | undefined;
  readonly after: FeatureStatistics;
  readonly constraints: FeatureConstraints;
  /** Config of this feature, including its overrides. */
  readonly config: MonitoringConfig;
  /** Number of the window's values by type. */
  readonly types: TypeCounts;
  readonly violations: readonly Violation[];
  /** Distance from the baseline and its limit, 0..1; undefined if the monitor did not compare them. */
  readonly distance?: number;
  readonly limit?: number;
  /** Share of values that were present, 0..1. */
  readonly completeness: number;
  /** Used share of the limit of the check that is nearest to its limit: 0 unused, 1 fully used. */
  readonly nearness: number;
  /** Changes of its constraints by the SLA, one sentence each. */
  readonly slaChanges: readonly string[];
}

/** Returns the features, worst first: by number of violations, then by nearness to a limit, then by shift. */
export function runFeatures(
  { statistics: window, violations, types }: WindowAnalysis,
  { statistics, constraints, manifest }: OpenBaseline,
): RunFeature[] {
  const disabled = constraints.monitoring_config.evaluate_constraints === 'Disabled';
  const slaChanges = changesByFeature(
    constraints.features.map(({ name }) => name),
    manifest.slaChanges,
  );
  const features = constraints.features.flatMap((feature, i): RunFeature[] => {
    const [before, after, counts] = [statistics.features[i], window.features[i], types[i]];
    if (!after || !counts) return [];
    const own = effectiveConfig(constraints.monitoring_config, feature);
    const config = disabled ? { ...own, evaluate_constraints: 'Disabled' as const } : own;
    const drift = before && featureDrift(before, after, config.distribution_constraints);
    const completeness = presentShare(after) ?? 1;
    return [
      {
        name: feature.name,
        before,
        after,
        constraints: feature,
        config,
        types: counts,
        violations: violations.violations.filter(({ feature_name }) => feature_name === feature.name),
        ...(drift && { distance: drift.distance, limit: drift.threshold }),
        completeness,
        nearness:
          config.evaluate_constraints === 'Disabled'
            ? 0
            : Math.max(
                usedShare(drift?.distance ?? 0, drift?.threshold ?? 1),
                feature.completeness > 0 ? usedShare(1 - completeness, 1 - feature.completeness) : 0,
                usedShare(1 - expectedTypeShare(counts, feature), 1 - config.datatype_check_threshold),
              ),
        slaChanges: slaChanges.get(feature.name) ?? [],
      },
    ];
  });
  return features.sort(
    (a, b) =>
      b.violations.length - a.violations.length ||
      compareDescending(a.nearness, b.nearness) ||
      compareDescending(meanShift(a.before, a.after), meanShift(b.before, b.after)),
  );
}

/** Compares in descending order; two infinite values are equal. */
function compareDescending(a: number, b: number): number {
  return a === b ? 0 : b - a;
}

/** Share of an allowed amount that is used. */
function usedShare(amount: number, allowed: number): number {
  if (amount <= 0) return 0;
  return allowed <= 0 ? Number.POSITIVE_INFINITY : amount / allowed;
}

/** Share of the present values that have the expected type, 0..1. */
function expectedTypeShare(types: TypeCounts, { inferred_type: expected }: FeatureConstraints): number {
  const present = types.Integral + types.Fractional + types.Boolean + types.String;
  if (expected === 'Unknown' || present === 0) return 1;
  return (types[expected] + (expected === 'String' ? types.Boolean : 0)) / present;
}

/**
 * The changes by the SLA that a manifest has of each feature, without the feature's name. A name may begin with another
 * one and a colon: the longest counts.
 */
function changesByFeature(names: readonly string[], changes: readonly string[]): Map<string, string[]> {
  const longestFirst = [...names].sort((a, b) => b.length - a.length);
  const byFeature = new Map<string, string[]>();
  for (const change of changes) {
    const name = longestFirst.find((candidate) => change.startsWith(`${candidate}: `));
    if (name === undefined) continue;
    byFeature.set(name, [...(byFeature.get(name) ?? []), change.slice(name.length + 2)]);
  }
  return byFeature;
}
