import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { dataTable } from '../html/dataTable';
import type { Section } from '../html/section';
import { valuesText } from '../text/valuesText';
import type { RunReport } from './runReport';

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
        { title: 'Its values', cell: (row) => valuesText(row.before) },
        { title: 'The window’s values', cell: (row) => valuesText(row.after) },
      ],
    }),
};
