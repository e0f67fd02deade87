import { dataTable } from '../html/dataTable';
import type { Section } from '../html/htmlPage';
import { markup } from '../html/markup';
import { formatCount } from '../text/formats';
import { changeRow } from './constraintsSection';
import type { DiffReport } from './diffReport';

/** Maximum number of rows; `baseline diff --json` lists all. */
const shownChanges = 1000;

/** Shortens `numerical_statistics.common.num_present` to `num_present`. */
const shortened = (path: string) => path.replace(/^(?:numerical|string)_statistics\./, '').replace(/^common\./, '');

export const statisticsSection: Section<DiffReport> = {
  id: 'statistics',
  title: 'Changed statistics',
  short: 'Statistics',
  lead: () => 'Statistics of the two windows, without distributions.',
  body: ({ changed }) => {
    const rows = changed.flatMap(({ feature, statistics }) => statistics.map((change) => changeRow(feature, change)));
    if (rows.length === 0) return markup`<p class="empty">No statistic changed.</p>`;
    const shown = rows.slice(0, shownChanges);
    const table = dataTable({
      caption: 'Statistics',
      rows: shown,
      empty: '',
      columns: [
        { title: 'Feature', cell: (row) => row.where, heads: true },
        { title: 'Figure', cell: (row) => shortened(row.what), code: true },
        { title: 'Older', cell: (row) => row.before, numeric: true },
        { title: 'Newer', cell: (row) => row.after, numeric: true },
      ],
    });
    const which =
      shown.length < rows.length
        ? `The first ${shown.length} of ${rows.length} statistics`
        : formatCount(rows.length, 'figure');
    return markup`<details><summary>${which}</summary>${table}</details>`;
  },
};
