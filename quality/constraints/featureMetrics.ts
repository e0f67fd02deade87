import { completenessMetric, driftMetric, metricNameOf } from '../../contract/metrics';
import type { Constraints, Statistics } from '../../contract/modelMonitorFiles';
import { featureDrift } from '../drift/featureDrift';
import { effectiveConfig } from '../modelMonitor/monitoringConfig';
import { type ColumnProfile, completenessOf } from '../profile/columnStatistics';

/** One CloudWatch datum of a window; the caller adds dimensions. */
export interface FeatureMetric {
  readonly name: string;
  readonly value: number;
}

/** The metrics that the managed monitor emits for each feature of a window, except `feature_data_X`. */
export function featureMetrics(args: {
  columns: readonly ColumnProfile[];
  statistics: Statistics;
  constraints: Constraints;
}): FeatureMetric[] {
  const { columns, statistics, constraints } = args;
  // With a different number of columns, columns cannot be matched with features.
  if (columns.length !== constraints.features.length) return [];
  return constraints.features.flatMap((feature, i): FeatureMetric[] => {
    const column = columns[i];
    const config = effectiveConfig(constraints.monitoring_config, feature);
    if (!column || config.emit_metrics === 'Disabled') return [];
    const baseline = statistics.features[i];
    const drift = baseline && featureDrift(baseline, column.statistics, config.distribution_constraints);
    return [
      ...(drift ? [{ name: driftMetric(feature.name), value: drift.distance }] : []),
      ...countMetrics(feature.name, column),
    ];
  });
}

function countMetrics(feature: string, { present, missing, types, distinct }: ColumnProfile): FeatureMetric[] {
  const name = metricNameOf(feature);
  return [
    { name: completenessMetric(feature), value: completenessOf(present, missing) },
    { name: `feature_null_${name}`, value: missing },
    { name: `feature_non_null_${name}`, value: present },
    { name: `feature_estimated_unique_values_${name}`, value: distinct },
    { name: `feature_fractional_counts_${name}`, value: types.Fractional },
    { name: `feature_integral_counts_${name}`, value: types.Integral },
    { name: `feature_string_counts_${name}`, value: types.String },
    { name: `feature_boolean_counts_${name}`, value: types.Boolean },
    { name: `feature_unknown_counts_${name}`, value: missing },
  ];
}
