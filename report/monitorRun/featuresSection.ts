import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { featureFigure, meanItem } from '../feature/featureFigure';
import { dataTable } from '../html/dataTable';
import type { Section } from '../html/htmlPage';
import { type Markup, markup } from '../html/markup';
import { distanceFigure, distanceText } from '../plot/distanceGauge';
import { describeValues, distributionOf, noPictureReason } from '../plot/distributionOf';
import { formatCount } from '../text/formats';
import { completenessText, limitCell, notComparedReason, stateBadge, typesText } from './featureState';
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
  return ` ${formatCount(rest, 'feature')} further from a limit ${rest === 1 ? 'has' : 'have'} no picture here${which}; the table below has all.`;
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

export const allFeaturesSection: Section<RunReport> = {
  id: 'all-features',
  title: 'All features in figures',
  short: 'All in figures',
  lead: () => 'In the same order. Limits are those that hold for the feature, its own overrides included.',
  body: ({ features }) =>
    dataTable<RunFeature>({
      caption: 'All features',
      rows: features,
      empty: 'Nothing was compared.',
      wide: true,
      columns: [
        { title: 'Feature', cell: (row) => row.name, heads: true },
        { title: 'State', cell: stateBadge },
        {
          title: 'Distance',
          cell: ({ distance, limit }) =>
            distance === undefined ? '–' : distanceFigure({ distance, ...(limit !== undefined && { limit }) }),
          numeric: true,
        },
        { title: 'Limit', cell: limitCell },
        { title: 'Values present', cell: completenessText },
        { title: 'Types of the window’s values', cell: typesText },
      ],
    }),
};

interface Place {
  readonly before: FeatureStatistics | undefined;
  readonly after: FeatureStatistics | undefined;
}

/** The columns of both sides by their place; instead of the features, where these can't be matched. */
export const unmatchedSection: Section<RunReport> = {
  id: 'columns',
  title: 'Columns side by side',
  short: 'Columns',
  lead: () =>
    'By their place only, to see from where on they shift. They were not compared. The output’s columns come first, then the input’s.',
  body: ({ unmatched: { before, after } = { before: [], after: [] } }) =>
    dataTable<Place>({
      caption: 'Columns of the baseline and of the window',
      rows: Array.from({ length: Math.max(before.length, after.length) }, (_, i) => ({
        before: before[i],
        after: after[i],
      })),
      empty: 'Neither side has a column.',
      columns: [
        { title: 'Place', cell: (_, i) => i + 1, numeric: true },
        { title: 'Baseline', cell: (row) => row.before?.name ?? '–', heads: true },
        { title: 'Its values', cell: (row) => describeValues(row.before) },
        { title: 'The window’s values', cell: (row) => describeValues(row.after) },
      ],
    }),
};
