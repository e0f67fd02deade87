import { featureFigure, meanItem } from '../feature/featureFigure';
import { dataTable } from '../html/dataTable';
import type { Section } from '../html/htmlPage';
import { type Markup, type MarkupPart, markup } from '../html/markup';
import { type BadgeLook, badge } from '../html/pageParts';
import { distanceFigure, distanceText, limitText } from '../plot/distanceGauge';
import { distributionOf, noPlotReason } from '../plot/distributionOf';
import { formatCount } from '../text/formats';
import { completenessCell, domainCell, statusText, typeCell } from './changeCells';
import { type DiffFeature, type DiffReport, exceeds } from './diffReport';

const sides = { before: 'older baseline', after: 'newer baseline' } as const;

/** Maximum number of plots; the table has all features. */
const maxPlots = 24;

const looks = { added: 'warn', removed: 'warn', changed: 'quiet', same: 'quiet' } as const satisfies Record<
  DiffFeature['status'],
  BadgeLook
>;

function figure(feature: DiffFeature, i: number): Markup {
  const { feature: name, drift, status, statisticsOf } = feature;
  const compared = drift ? { distance: drift.distance, limit: drift.threshold } : {};
  const domain = domainCell(feature);
  return featureFigure({
    feature: name,
    id: String(i),
    sides,
    ...compared,
    distribution: distributionOf(statisticsOf, { feature: name, ...compared }),
    noPlot: noPlotReason(statisticsOf, sides),
    badge: exceeds(feature) ? badge('warn', 'drifted') : badge(looks[status], statusText(feature)),
    caption: markup`<ul><li>${distanceText(compared)}</li>${meanItem(statisticsOf.before, statisticsOf.after)}<li>Type: ${typeCell(feature)}.</li><li>Values present: ${completenessCell(feature)}.</li>${domain === '' ? undefined : markup`<li>Allowed categories: ${domain}.</li>`}</ul>`,
  });
}

function describeOmitted({ changed }: DiffReport): string {
  const omitted = changed.length - maxPlots;
  return omitted > 0 ? ` ${formatCount(omitted, 'feature')} with smaller differences not plotted; see the table.` : '';
}

export const changedSection: Section<DiffReport> = {
  id: 'features',
  title: 'Features that differ',
  short: 'Features',
  lead: (report) =>
    `Order: added and removed features and changed types, then by drift, then by how far the mean or the share of a category moved. Drift uses the method and limit of the newer baseline, even if its comparison is disabled. With the method Robust, a numeric feature with few distinct values rarely drifts: check its plot too. Plots show shares of rows.${describeOmitted(report)}`,
  body: ({ changed }) =>
    changed.length === 0
      ? markup`<p class="empty">No feature differs.</p>`
      : markup`<div class="features">${changed.slice(0, maxPlots).map(figure)}</div>`,
};

function distanceCell(feature: DiffFeature): MarkupPart {
  const { drift } = feature;
  if (!drift) return '–';
  const figure = distanceFigure({ distance: drift.distance, limit: drift.threshold });
  return exceeds(feature) ? markup`${figure} ${badge('warn', 'over')}` : figure;
}

export const changesTableSection: Section<DiffReport> = {
  id: 'changes',
  title: 'Differences in figures',
  short: 'Figures',
  lead: ({ difference, changed }) => `${changed.length} of ${difference.features.length} features differ.`,
  body: ({ changed }) =>
    dataTable<DiffFeature>({
      caption: 'Features that differ',
      rows: changed,
      empty: 'No feature differs.',
      wide: true,
      columns: [
        { title: 'Feature', cell: (row) => row.feature, heads: true },
        { title: 'Status', cell: statusText },
        { title: 'Type', cell: typeCell },
        { title: 'Values present', cell: completenessCell },
        { title: 'Categories', cell: domainCell },
        { title: 'Distance', cell: distanceCell, numeric: true },
        { title: 'Limit', cell: ({ drift }) => (drift ? limitText(drift.threshold) : '–'), numeric: true },
      ],
    }),
};
