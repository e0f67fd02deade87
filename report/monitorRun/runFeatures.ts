import type {
  FeatureConstraints,
  FeatureStatistics,
  MonitoringConfig,
  Violation,
} from '../../contract/modelMonitorFiles';
import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import { featureDrift } from '../../quality/drift/featureDrift';
import { effectiveConfig } from '../../quality/modelMonitor/monitoringConfig';
import type { WindowAnalysis } from '../../quality/monitor/analyzeWindow';
import type { TypeCounts } from '../../quality/profile/columnStatistics';
import { meanShift, presentShare } from '../feature/featureMeasures';

/** A feature of a window with its baseline. */
export interface RunFeature {
  readonly name: string;
  readonly before: FeatureStatistics | undefined;
  readonly after: FeatureStatistics;
  readonly constraints: FeatureConstraints;
  /** Configuration of the feature, with its overrides. */
  readonly config: MonitoringConfig;
  /** Number of the window's values by type. */
  readonly types: TypeCounts;
  readonly violations: readonly Violation[];
  /** Distance from the baseline and its limit, 0..1; undefined if not compared. */
  readonly distance?: number;
  readonly limit?: number;
  /** Share of values that are present, 0..1. */
  readonly completeness: number;
  /** Used share of the allowance of the check nearest to its limit: 0 none, 1 all. */
  readonly nearness: number;
  /** Changes of its constraints by the SLA, one sentence each. */
  readonly slaChanges: readonly string[];
}

/** Sorts features by number of violations, then by used allowance, then by shift. */
export function runFeatures(
  { statistics: window, violations, types }: WindowAnalysis,
  { statistics, constraints, manifest }: OpenBaseline,
): RunFeature[] {
  const off = constraints.monitoring_config.evaluate_constraints === 'Disabled';
  const features = constraints.features.flatMap((feature, i): RunFeature[] => {
    const [before, after, counts] = [statistics.features[i], window.features[i], types[i]];
    if (!after || !counts) return [];
    const own = effectiveConfig(constraints.monitoring_config, feature);
    const config = off ? { ...own, evaluate_constraints: 'Disabled' as const } : own;
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
                used(drift?.distance ?? 0, drift?.threshold ?? 1),
                feature.completeness > 0 ? used(1 - completeness, 1 - feature.completeness) : 0,
                used(1 - typeShare(counts, feature), 1 - config.datatype_check_threshold),
              ),
        slaChanges: changesOf(feature.name, manifest.slaChanges),
      },
    ];
  });
  return features.sort(
    (a, b) =>
      b.violations.length - a.violations.length ||
      descending(a.nearness, b.nearness) ||
      descending(meanShift(a.before, a.after), meanShift(b.before, b.after)),
  );
}

/** Two infinite values are equal. */
function descending(a: number, b: number): number {
  return a === b ? 0 : b - a;
}

/** Used share of an allowance. */
function used(amount: number, allowed: number): number {
  if (amount <= 0) return 0;
  return allowed <= 0 ? Number.POSITIVE_INFINITY : amount / allowed;
}

/** Share of present values of the expected type, 0..1. */
function typeShare(types: TypeCounts, { inferred_type: expected }: FeatureConstraints): number {
  const present = types.Integral + types.Fractional + types.Boolean + types.String;
  if (expected === 'Unknown' || present === 0) return 1;
  return (types[expected] + (expected === 'String' ? types.Boolean : 0)) / present;
}

/** Returns the manifest's SLA changes of a feature. */
function changesOf(feature: string, slaChanges: readonly string[]): string[] {
  const start = `${feature}: `;
  return slaChanges.filter((change) => change.startsWith(start)).map((change) => change.slice(start.length));
}
