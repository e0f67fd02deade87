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

/** Maximum number of plots; with hundreds of features the page would be slow. */
const mostPictures = 24;
/** Minimum number of plots, if few features are violated. */
const leastPictures = 12;

/** Returns the features with a plot: the violated ones and the nearest to their limits. */
export function pictured(features: readonly RunFeature[]): readonly RunFeature[] {
  if (features.length <= mostPictures) return features;
  const violated = features.filter(({ violations }) => violations.length > 0).length;
  return features.slice(0, Math.min(Math.max(violated, leastPictures), mostPictures));
}

function figure(feature: RunFeature, i: number): Markup {
  const { name, before, after, distance, limit, violations, slaChanges } = feature;
  const compared = { ...(distance !== undefined && { distance }), ...(limit !== undefined && { limit }) };
  const reason = notComparedReason(feature);
  const distanceLine = reason === undefined ? distanceText(compared) : `Distance: not compared, because ${reason}.`;
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
  return ` ${formatCount(rest, 'feature')} further from a limit ${rest === 1 ? 'has' : 'have'} no plot${which}; the table below lists all.`;
}

export const featuresSection: Section<RunReport> = {
  id: 'features',
  title: 'Features by severity',
  short: 'Features',
  lead: (report) =>
    `Sorted by number of violations, then by distance to a limit, then by shift of the mean or of a category’s share. Plots show shares of rows. The bar below a plot is the distance that the monitor computed, from 0 (equal) to 1 (disjoint). With the Robust method a numeric feature with few distinct values rarely has a distance, so check its plot.${leftOut(report)}`,
  body: ({ features, unmatched }) =>
    features.length === 0
      ? markup`<p class="empty">${unmatched ? 'No column could be matched with a feature.' : 'Nothing was compared.'}</p>`
      : markup`<div class="features">${pictured(features).map(figure)}</div>`,
};

export const allFeaturesSection: Section<RunReport> = {
  id: 'all-features',
  title: 'All features',
  short: 'All features',
  lead: () => 'In the same order. Limits include the feature’s own overrides.',
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
        { title: 'Types in the window', cell: typesText },
      ],
    }),
};

interface Place {
  readonly before: FeatureStatistics | undefined;
  readonly after: FeatureStatistics | undefined;
}

/** Columns of both sides by position, shown if columns cannot be matched with features. */
export const unmatchedSection: Section<RunReport> = {
  id: 'columns',
  title: 'Columns side by side',
  short: 'Columns',
  lead: () =>
    'Columns by position, to find where they shift. They were not compared. Output columns come first, then input columns.',
  body: ({ unmatched: { before, after } = { before: [], after: [] } }) =>
    dataTable<Place>({
      caption: 'Columns of the baseline and of the window',
      rows: Array.from({ length: Math.max(before.length, after.length) }, (_, i) => ({
        before: before[i],
        after: after[i],
      })),
      empty: 'Neither side has columns.',
      columns: [
        { title: 'Place', cell: (_, i) => i + 1, numeric: true },
        { title: 'Baseline', cell: (row) => row.before?.name ?? '–', heads: true },
        { title: 'Baseline values', cell: (row) => describeValues(row.before) },
        { title: 'Window values', cell: (row) => describeValues(row.after) },
      ],
    }),
};
