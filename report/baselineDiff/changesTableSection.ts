import { badge } from '../html/badge';
import { dataTable } from '../html/dataTable';
import { type MarkupPart, markup } from '../html/markup';
import type { Section } from '../html/section';
import { distanceFigure, limitText } from '../plot/distanceGauge';
import { completenessCell, domainCell, statusText, typeCell } from './changeCells';
import { type DiffFeature, type DiffReport, exceeds } from './diffReport';

function distanceCell(feature: DiffFeature): MarkupPart {
  const { drift } = feature;
  if (!drift) return '–';
  const figure = distanceFigure({ distance: drift.distance, limit: drift.threshold });
  return exceeds(feature) ? markup`${figure} ${badge('warn', 'over')}` : figure;
}

export const changesTableSection: Section<DiffReport> = {
  id: 'changes',
  title: 'The same in figures',
  short: 'In figures',
  lead: ({ found, changed }) =>
    `${changed.length} of ${found.features.length} features differ; the other ${found.features.length - changed.length} are the same in both.`,
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
