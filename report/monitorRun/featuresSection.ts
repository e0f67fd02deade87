import { type FeatureStatistics, violationText } from '../../contract/modelMonitorFiles';
import { featureFigure, meanItem } from '../feature/featureFigure';
import { featureName } from '../feature/featureName';
import { dataTable } from '../html/dataTable';
import type { Section } from '../html/htmlPage';
import { type Markup, markup } from '../html/markup';
import { distanceFigure, distanceText } from '../plot/distanceGauge';
import { describeValues, distributionOf, noPlotReason } from '../plot/distributionOf';
import { formatCount } from '../text/formats';
import { completenessText, limitCell, notComparedReason, stateBadge, typesText } from './featureState';
import type { RunFeature } from './runFeatures';
import type { RunReport } from './runReport';

const sides = { before: 'baseline', after: 'window' } as const;

/** Maximum number of plots: with hundreds of plots the page would be slow. */
const maxPlots = 24;
/** Number of plots when only a few features have violations. */
const minPlots = 12;

/** Returns the features to plot: those with violations and those nearest to their limits. */
export function selectPlotted(features: readonly RunFeature[]): readonly RunFeature[] {
  if (features.length <= maxPlots) return features;
  const violated = features.filter(({ violations }) => violations.length > 0).length;
  return features.slice(0, Math.min(Math.max(violated, minPlots), maxPlots));
}

function figure(feature: RunFeature, i: number): Markup {
  const { name, before, after, distance, limit, violations, slaChanges } = feature;
  const compared = { distance, limit };
  const reason = notComparedReason(feature);
  const distanceLine = reason === undefined ? distanceText(compared) : `Distance: not compared (${reason}).`;
  const items = violations.map(
    (violation) => markup`<li>${violation.constraint_check_type}: ${violationText(violation)}</li>`,
  );
  const changes = slaChanges.map((change) => markup`<li>Constraint: ${change}</li>`);
  return featureFigure({
    feature: name,
    id: String(i),
    sides,
    ...compared,
    distribution: distributionOf({ before, after }, { feature: name, ...compared }),
    noPlot: noPlotReason({ before, after }, sides),
    badge: stateBadge(feature),
    above: items.length > 0 ? markup`<ul class="wrong">${items}</ul>` : undefined,
    caption: markup`<ul><li>${distanceLine}</li>${meanItem(before, after)}<li>Present: ${completenessText(feature)}.</li><li>Types: ${typesText(feature)}.</li>${changes}</ul>`,
  });
}

function describeOmitted({ features }: RunReport): string {
  const omitted = features.length - selectPlotted(features).length;
  if (omitted === 0) return '';
  const violated = features.slice(-omitted).filter(({ violations }) => violations.length > 0).length;
  return ` ${formatCount(omitted, 'feature')} not plotted (${violated === 0 ? 'none' : violated} with violations); see the table below.`;
}

export const featuresSection: Section<RunReport> = {
  id: 'features',
  title: 'Features, worst first',
  short: 'Features',
  lead: (report) =>
    `Order: number of violations, then nearness to a limit, then by how far the mean or the share of a category moved. Plots show shares of rows. The bar below each plot is the distance that the monitor computed, from 0 (equal) to 1 (disjoint). With the method Robust, a numeric feature with few distinct values rarely drifts: check its plot too.${describeOmitted(report)}`,
  body: ({ features, unmatched }) =>
    features.length === 0
      ? markup`<p class="empty">${unmatched ? 'Columns could not be matched with features.' : 'Nothing was compared.'}</p>`
      : markup`<div class="features">${selectPlotted(features).map(figure)}</div>`,
};

export const allFeaturesSection: Section<RunReport> = {
  id: 'all-features',
  title: 'All features',
  short: 'All features',
  lead: () => 'In the same order. Limits include the overrides of a feature.',
  body: ({ features }) =>
    dataTable<RunFeature>({
      caption: 'All features',
      rows: features,
      empty: 'Nothing was compared.',
      wide: true,
      columns: [
        { title: 'Feature', cell: (row) => featureName(row.name), heads: true },
        { title: 'State', cell: stateBadge },
        {
          title: 'Distance',
          cell: ({ distance, limit }) => (distance === undefined ? '–' : distanceFigure({ distance, limit })),
          numeric: true,
        },
        { title: 'Limit', cell: limitCell },
        { title: 'Values present', cell: completenessText },
        { title: 'Types in the window', cell: typesText },
      ],
    }),
};

interface ColumnPair {
  readonly before: FeatureStatistics | undefined;
  readonly after: FeatureStatistics | undefined;
}

/** The columns of both sides by position; replaces the features when columns cannot be matched. */
export const unmatchedSection: Section<RunReport> = {
  id: 'columns',
  title: 'Columns by position',
  short: 'Columns',
  lead: () =>
    'The columns were not compared. Their positions show where the two sides start to differ. Output columns come first, then input columns.',
  body: ({ unmatched: { before, after } = { before: [], after: [] } }) =>
    dataTable<ColumnPair>({
      caption: 'Columns of the baseline and of the window',
      rows: Array.from({ length: Math.max(before.length, after.length) }, (_, i) => ({
        before: before[i],
        after: after[i],
      })),
      empty: 'Neither side has columns.',
      columns: [
        { title: 'Position', cell: (_, i) => i + 1, numeric: true },
        { title: 'Baseline', cell: (row) => row.before?.name ?? '–', heads: true },
        { title: 'Baseline values', cell: (row) => describeValues(row.before) },
        { title: 'Window values', cell: (row) => describeValues(row.after) },
      ],
    }),
};
