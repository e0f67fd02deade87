import type { Constraints, Statistics } from '../../contract/modelMonitorFiles';

interface BaselineFeatures {
  readonly statistics: Statistics;
  readonly constraints: Constraints;
}

/** A baseline's statistics and constraints without some features. */
export function withoutFeatures(
  { statistics, constraints }: BaselineFeatures,
  names: readonly string[],
): BaselineFeatures {
  const kept = <Feature extends { readonly name: string }>(features: readonly Feature[]) =>
    features.filter(({ name }) => !names.includes(name));
  return {
    statistics: { ...statistics, features: kept(statistics.features) },
    constraints: { ...constraints, features: kept(constraints.features) },
  };
}
