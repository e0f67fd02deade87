import { categoryPlot } from './categoryPlot';
import type { FeatureDistribution } from './featureDistribution';
import type { Markup } from './markup';
import { numericPlot } from './numericPlot';

/** A feature before and after, as an SVG picture: histograms for numbers, pairs of bars for categories. */
export function distributionPlot(distribution: FeatureDistribution, id: string): Markup {
  return distribution.kind === 'numeric' ? numericPlot(distribution, id) : categoryPlot(distribution, id);
}
