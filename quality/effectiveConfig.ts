import type { FeatureConstraints, MonitoringConfig } from '../contract/modelMonitorFiles';

/** The monitoring config that holds for one feature: the file's, with the feature's overrides on top. */
export function effectiveConfig(config: MonitoringConfig, feature: FeatureConstraints): MonitoringConfig {
  const { distribution_constraints, ...overrides } = feature.monitoringConfigOverrides ?? {};
  return {
    ...config,
    ...overrides,
    distribution_constraints: { ...config.distribution_constraints, ...distribution_constraints },
  };
}
