import { driftBadge, featureFigure } from '../../../report/feature/featureFigure';
import type { Section } from '../../../report/html/htmlPage';
import { type Markup, markup } from '../../../report/html/markup';
import { distanceText } from '../../../report/plot/distanceGauge';
import type { FeatureDistribution } from '../../../report/plot/featureDistribution';
import { formatInstant } from '../../../report/text/formats';
import type { RehearsalReport } from '../../model/rehearsalReport';

const sides = { before: 'baseline', after: 'drifted hour' } as const;

function rowsOf(buckets: readonly { readonly count: number }[]): number {
  return buckets.reduce((sum, bucket) => sum + bucket.count, 0);
}

function figure(distribution: FeatureDistribution, i: number): Markup {
  const { hour, before, after } = distribution;
  const when = hour === undefined ? '' : ` Hour: ${formatInstant(hour)} UTC.`;
  return featureFigure({
    ...distribution,
    id: String(i),
    sides,
    distribution,
    noPicture: '',
    badge: driftBadge(distribution),
    caption: `${distanceText(distribution)} Rows with a value: ${rowsOf(before)} in the baseline, ${rowsOf(after)} in the hour.${when}`,
  });
}

export const distributionsSection: Section<RehearsalReport> = {
  id: 'distributions',
  title: 'Distributions before and after',
  short: 'Distributions',
  lead: () =>
    'Shares of rows, so that a long baseline and a short hour can be compared. The bar under each picture is the distance that the monitor computed, from 0 (the same) to 1 (nothing in common).',
  body: ({ distributions }) =>
    distributions.length === 0
      ? markup`<p class="empty">No feature was compared.</p>`
      : markup`<div class="features">${distributions.map(figure)}</div>`,
};
