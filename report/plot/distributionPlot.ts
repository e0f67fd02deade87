import type { Markup } from '../html/markup';
import { categoryPlot } from './categoryPlot';
import type { FeatureDistribution, SideNames } from './featureDistribution';
import { numericPlot } from './numericPlot';

/** Draws a feature on two sides: histograms for numbers, pairs of bars for categories. */
export function distributionPlot(distribution: FeatureDistribution, sides: SideNames, id: string): Markup {
  return distribution.kind === 'numeric' ? numericPlot(distribution, sides, id) : categoryPlot(distribution, sides, id);
}
