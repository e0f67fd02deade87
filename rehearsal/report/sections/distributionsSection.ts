import { badge } from '../../../report/badge';
import { distanceGauge, distanceText } from '../../../report/distanceGauge';
import { distributionPlot } from '../../../report/distributionPlot';
import type { FeatureDistribution } from '../../../report/featureDistribution';
import { instantText } from '../../../report/instantText';
import { type Markup, markup } from '../../../report/markup';
import type { Section } from './section';

function rowsOf(buckets: readonly { readonly count: number }[]): number {
  return buckets.reduce((sum, bucket) => sum + bucket.count, 0);
}

function verdictOf({ distance, limit }: FeatureDistribution): Markup {
  if (distance === undefined) return badge('quiet', 'not compared');
  if (limit === undefined) return badge('quiet', 'no limit');
  return distance > limit ? badge('warn', 'drifted') : badge('good', 'within its limit');
}

function featureFigure(distribution: FeatureDistribution, i: number): Markup {
  const { feature, hour, baseline, drifted } = distribution;
  const when = hour === undefined ? '' : ` Hour: ${instantText(hour)} UTC.`;
  return markup`<figure class="feature"><h3>${feature} ${verdictOf(distribution)}</h3>${distributionPlot(distribution, `feature-${i}`)}${distanceGauge(distribution, `distance-${i}`)}<figcaption>${distanceText(distribution)} Rows with a value: ${rowsOf(baseline)} in the baseline, ${rowsOf(drifted)} in the hour.${when}</figcaption></figure>`;
}

export const distributionsSection: Section = {
  id: 'distributions',
  title: 'Distributions before and after',
  short: 'Distributions',
  lead: () =>
    'Shares of rows, so that a long baseline and a short hour can be compared. The bar under each picture is the distance that the monitor computed, from 0 (the same) to 1 (nothing in common).',
  body: ({ distributions }) =>
    distributions.length === 0
      ? markup`<p class="empty">No feature was compared.</p>`
      : markup`<div class="features">${distributions.map(featureFigure)}</div>`,
};
