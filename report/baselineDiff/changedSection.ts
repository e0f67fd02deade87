import { featureFigure } from '../feature/featureFigure';
import { meanItem } from '../feature/meanItem';
import { type BadgeLook, badge } from '../html/badge';
import { type Markup, markup } from '../html/markup';
import type { Section } from '../html/section';
import { distanceText } from '../plot/distanceGauge';
import { distributionOf, noPictureReason } from '../plot/distributionOf';
import { countOf } from '../text/countOf';
import { completenessCell, domainCell, statusText, typeCell } from './changeCells';
import { type DiffFeature, type DiffReport, exceeds } from './diffReport';

const sides = { before: 'older baseline', after: 'newer baseline' } as const;

/** At most so many pictures; the table has all. */
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
    ? ` ${countOf(rest, 'further feature')} that differ${rest === 1 ? 's' : ''} less have no picture; the table has all.`
    : '';
}

export const changedSection: Section<DiffReport> = {
  id: 'features',
  title: 'Features that differ',
  short: 'Features',
  lead: (report) =>
    `Added and removed ones and those of another type first, then by how far they drifted and how far their mean or a category’s share moved. Drift is measured by method and limit of the newer baseline even where that comparison is switched off; under Robust a numeric feature with few different values hardly ever drifts, so look at the picture too. Pictures show shares of rows.${leftOut(report)}`,
  body: ({ changed }) =>
    changed.length === 0
      ? markup`<p class="empty">No feature differs.</p>`
      : markup`<div class="features">${changed.slice(0, mostPictures).map(figure)}</div>`,
};
