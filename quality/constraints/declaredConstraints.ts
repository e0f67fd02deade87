import { type Column, columnsOf, type SchemaContent } from '../../contract/captureSchema';
import type { Constraints, FeatureConstraints } from '../../contract/modelMonitorFiles';
import { effectiveConfig } from '../modelMonitor/monitoringConfig';
import type { ColumnProfile } from '../profile/columnStatistics';

/**
 * Constraints as a schema declares its columns: the type of categories is not checked, as their values may look like
 * anything, and an ignored column has no checks.
 */
export function declaredConstraints(constraints: Constraints, schema: SchemaContent): Constraints {
  const columns = columnsOf(schema);
  const features = constraints.features.map((feature, i) => declaredFeature(feature, columns[i]));
  return { ...constraints, features };
}

function declaredFeature(feature: FeatureConstraints, column: Column | undefined): FeatureConstraints {
  if (column?.ignored) {
    const monitoringConfigOverrides = { evaluate_constraints: 'Disabled', emit_metrics: 'Disabled' } as const;
    return { ...feature, completeness: 0, monitoringConfigOverrides };
  }
  if (column?.type !== 'Category') return feature;
  return { ...feature, monitoringConfigOverrides: { datatype_check_threshold: 0 } };
}

/**
 * Lowers the type threshold of columns whose own training window would violate it: texts of which some look like numbers,
 * and fractions of which some are whole numbers, as the managed container counts each value by its own look. The threshold
 * becomes half of the share observed, so that chance does not violate it, but another kind of values does. `sentences` has one
 * for each. `isKept` tells whether a column's threshold was set by a person.
 */
export function fitTypeThresholds(
  constraints: Constraints,
  columns: readonly ColumnProfile[],
  isKept: (feature: string) => boolean,
): { constraints: Constraints; sentences: string[] } {
  const sentences: string[] = [];
  const features = constraints.features.map((feature, i): FeatureConstraints => {
    const { inferred_type: type, name } = feature;
    const column = columns[i];
    if (!column || column.present === 0 || type === 'Unknown' || isKept(name)) return feature;
    const share = (column.types[type] + (type === 'String' ? column.types.Boolean : 0)) / column.present;
    if (share >= effectiveConfig(constraints.monitoring_config, feature).datatype_check_threshold) return feature;
    const threshold = Math.floor(share * 50) / 100;
    sentences.push(
      `${name}: type threshold lowered to ${threshold}, half of the training window's share of ${type} values${advice[type]}`,
    );
    const overrides = { ...feature.monitoringConfigOverrides, datatype_check_threshold: threshold };
    return { ...feature, monitoringConfigOverrides: overrides };
  });
  return { constraints: { ...constraints, features }, sentences };
}

const advice = {
  String: '; codes of which some look like numbers are better declared as type Category.',
  Fractional: ', because whole numbers do not count as Fractional.',
  Integral: '.',
} as const;
