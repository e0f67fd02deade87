import { featureFigure, meanItem } from '../feature/featureFigure';
import { dataTable } from '../html/dataTable';
import type { Section } from '../html/htmlPage';
import { type Markup, type MarkupPart, markup } from '../html/markup';
import { type BadgeLook, badge } from '../html/pageParts';
import { distanceFigure, distanceText, limitText } from '../plot/distanceGauge';
import { distributionOf, noPictureReason } from '../plot/distributionOf';
import { formatCount } from '../text/formats';
import { completenessCell, domainCell, statusText, typeCell } from './changeCells';
import { type DiffFeature, type DiffReport, exceeds } from './diffReport';

const sides = { before: 'older baseline', after: 'newer baseline' } as const;

/** Maximum number of plots; the table has all features. */
const mostPictures = 24;

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
    noPicture: noPictureReason(statisticsOf, sides),
    badge: exceeds(feature) ? badge('warn', 'drifted') : badge(looks[status], statusText(feature)),
    caption: markup`<ul><li>${distanceText(compared)}</li>${meanItem(statisticsOf.before, statisticsOf.after)}<li>Type: ${typeCell(feature)}.</li><li>Values present: ${completenessCell(feature)}.</li>${domain === '' ? undefined : markup`<li>Allowed categories: ${domain}.</li>`}</ul>`,
  });
}

function leftOut({ changed }: DiffReport): string {
  const rest = changed.length - mostPictures;
  return rest > 0
    ? ` ${formatCount(rest, 'further feature')} that differ${rest === 1 ? 's' : ''} less are only in the table.`
    : '';
}

export const changedSection: Section<DiffReport> = {
  id: 'features',
  title: 'Features that differ',
  short: 'Features',
  lead: (report) =>
    `Added and removed features and changed types come first, then features by drift and by shift of their mean or of a category’s share. Drift uses the method and limit of the newer baseline, even if that comparison is disabled. With the Robust method a numeric feature with few distinct values rarely drifts, so check its plot. Plots show shares of rows.${leftOut(report)}`,
  body: ({ changed }) =>
    changed.length === 0
      ? markup`<p class="empty">No feature differs.</p>`
      : markup`<div class="features">${changed.slice(0, mostPictures).map(figure)}</div>`,
};

function distanceCell(feature: DiffFeature): MarkupPart {
  const { drift } = feature;
  if (!drift) return '–';
  const figure = distanceFigure({ distance: drift.distance, limit: drift.threshold });
  return exceeds(feature) ? markup`${figure} ${badge('warn', 'over')}` : figure;
}

export const changesTableSection: Section<DiffReport> = {
  id: 'changes',
  title: 'Features in figures',
  short: 'In figures',
  lead: ({ difference, changed }) =>
    `${changed.length} of ${difference.features.length} features differ; the other ${difference.features.length - changed.length} are the same in both.`,
  body: ({ changed }) =>
    dataTable<DiffFeature>({
      caption: 'Features that differ',
      rows: changed,
      empty: 'No feature differs.',
      wide: true,
      columns: [
        { title: 'Feature', cell: (row) => row.feature, heads: true },
        { title: 'State', cell: statusText },
        { title: 'Type', cell: typeCell },
        { title: 'Values present', cell: completenessCell },
        { title: 'Categories', cell: domainCell },
        { title: 'Distance', cell: distanceCell, numeric: true },
        { title: 'Limit', cell: ({ drift }) => (drift ? limitText(drift.threshold) : '–'), numeric: true },
      ],
    }),
};
