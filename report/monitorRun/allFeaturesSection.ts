import { dataTable } from '../html/dataTable';
import type { Section } from '../html/section';
import { distanceFigure } from '../plot/distanceGauge';
import { completenessText, limitCell, stateBadge, typesText } from './featureState';
import type { RunFeature } from './runFeatures';
import type { RunReport } from './runReport';

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
