import type { FeatureConstraints, MonitoringConfig } from '../../contract/modelMonitorFiles';

/** The monitoring config that the container suggests by default. */
export const suggestedMonitoringConfig = {
  evaluate_constraints: 'Enabled',
  emit_metrics: 'Enabled',
  datatype_check_threshold: 1,
  domain_content_threshold: 1,
  distribution_constraints: {
    perform_comparison: 'Enabled',
    comparison_threshold: 0.1,
    comparison_method: 'Robust',
    categorical_comparison_threshold: 0.1,
    categorical_drift_method: 'LInfinity',
  },
} as const satisfies MonitoringConfig;

/** The monitoring config of one feature: the file's config with the feature's overrides. */
export function effectiveConfig(
  config: MonitoringConfig,
  feature: Pick<FeatureConstraints, 'monitoringConfigOverrides'>,
): MonitoringConfig {
  const { distribution_constraints, ...overrides } = feature.monitoringConfigOverrides ?? {};
  return {
    ...config,
    ...overrides,
    distribution_constraints: { ...config.distribution_constraints, ...distribution_constraints },
  };
}
