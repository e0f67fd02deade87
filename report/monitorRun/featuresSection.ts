import { featureFigure } from '../feature/featureFigure';
import { meanItem } from '../feature/meanItem';
import { type Markup, markup } from '../html/markup';
import type { Section } from '../html/section';
import { distanceText } from '../plot/distanceGauge';
import { distributionOf, noPictureReason } from '../plot/distributionOf';
import { countOf } from '../text/countOf';
import { completenessText, notComparedReason, stateBadge, typesText } from './featureState';
import type { RunFeature } from './runFeatures';
import type { RunReport } from './runReport';

const sides = { before: 'baseline', after: 'window' } as const;

/** At most so many pictures: with hundreds of features the page would be slow, and nobody would look. */
const mostPictures = 24;
/** So many there are at least, where few features are violated. */
const leastPictures = 12;

/** The features that get a picture: the violated ones and the nearest to their limits. */
export function pictured(features: readonly RunFeature[]): readonly RunFeature[] {
  if (features.length <= mostPictures) return features;
  const violated = features.filter(({ violations }) => violations.length > 0).length;
  return features.slice(0, Math.min(Math.max(violated, leastPictures), mostPictures));
}

function figure(feature: RunFeature, i: number): Markup {
  const { name, before, after, distance, limit, violations, slaChanges } = feature;
  const compared = { ...(distance !== undefined && { distance }), ...(limit !== undefined && { limit }) };
  const reason = notComparedReason(feature);
  const distanceLine = reason === undefined ? distanceText(compared) : `Distance: not compared, as ${reason}.`;
  const items = violations.map(
    ({ constraint_check_type, description }) => markup`<li>${constraint_check_type}: ${description}</li>`,
  );
  const changes = slaChanges.map((change) => markup`<li>SLA: ${change}</li>`);
  return featureFigure({
    feature: name,
    id: String(i),
    sides,
    ...compared,
    distribution: distributionOf({ before, after }, { feature: name, ...compared }),
    noPicture: noPictureReason({ before, after }, sides),
    badge: stateBadge(feature),
    above: items.length > 0 ? markup`<ul class="wrong">${items}</ul>` : undefined,
    caption: markup`<ul><li>${distanceLine}</li>${meanItem(before, after)}<li>Present: ${completenessText(feature)}.</li><li>Types: ${typesText(feature)}.</li>${changes}</ul>`,
  });
}

function leftOut({ features }: RunReport): string {
  const rest = features.length - pictured(features).length;
  if (rest === 0) return '';
  const violated = features.slice(-rest).filter(({ violations }) => violations.length > 0).length;
  const which = violated > 0 ? `, ${violated} of them violated` : ', none of them violated';
  return ` ${countOf(rest, 'feature')} further from a limit ${rest === 1 ? 'has' : 'have'} no picture here${which}; the table below has all.`;
}

export const featuresSection: Section<RunReport> = {
  id: 'features',
  title: 'Features, the worst first',
  short: 'Features',
  lead: (report) =>
    `By number of violations, then by how near they are to a limit, then by how far their mean or a category’s share moved. Pictures show shares of rows. The bar under each is the distance that the monitor computed, from 0 (the same) to 1 (nothing in common); a numeric feature with few different values hardly ever moves it under Robust, so look at the picture too.${leftOut(report)}`,
  body: ({ features, unmatched }) =>
    features.length === 0
      ? markup`<p class="empty">${unmatched ? 'No column could be matched with a feature.' : 'Nothing was compared.'}</p>`
      : markup`<div class="features">${pictured(features).map(figure)}</div>`,
};
