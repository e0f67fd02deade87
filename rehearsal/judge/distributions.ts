import { driftMetric } from '../../contract/metrics';
import type { DerivedBaseline } from '../../quality/baseline/deriveBaseline';
import { effectiveConfig } from '../../quality/modelMonitor/monitoringConfig';
import { distributionOf } from '../../report/plot/distributionOf';
import type { FeatureDistribution } from '../../report/plot/featureDistribution';
import type { ObservedHour } from '../play/observations';

/** Each feature before and after: the baseline, and the first hour that drifted, else the first that was analysed. */
export function distributions(
  { statistics: baseline, constraints }: DerivedBaseline,
  hours: readonly ObservedHour[],
): FeatureDistribution[] {
  const analysed = hours.filter(({ analysis }) => analysis?.statistics.features.length === baseline.features.length);
  const drifted = ({ violations }: ObservedHour) =>
    violations.some((v) => v.constraint_check_type === 'baseline_drift_check');
  const chosen = analysed.find(drifted) ?? analysed[0];
  if (!chosen?.analysis) return [];
  const { statistics, metrics } = chosen.analysis;
  return baseline.features.flatMap((before, i): FeatureDistribution[] => {
    const after = statistics.features[i];
    const feature = constraints.features[i];
    const limits = feature && effectiveConfig(constraints.monitoring_config, feature).distribution_constraints;
    const facts = {
      feature: before.name,
      hour: chosen.hour,
      distance: metrics.find(({ name }) => name === driftMetric(before.name))?.value,
      limit: before.string_statistics ? limits?.categorical_comparison_threshold : limits?.comparison_threshold,
    };
    const distribution = distributionOf({ before, after }, facts);
    return distribution ? [distribution] : [];
  });
}
