import { dataTable } from '../html/dataTable';
import type { Section } from '../html/htmlPage';
import { markup } from '../html/markup';
import { formatCount } from '../text/formats';
import { changeRow } from './constraintsSection';
import type { DiffReport } from './diffReport';

/** Changes that are listed; `baseline diff --json` has all. */
const listedChanges = 1000;

/** Shortens `numerical_statistics.common.num_present` to `num_present`. */
const shortenPath = (path: string) => path.replace(/^(?:numerical|string)_statistics\./, '').replace(/^common\./, '');

export const statisticsSection: Section<DiffReport> = {
  id: 'statistics',
  title: 'Changed statistics',
  short: 'Statistics',
  lead: () => 'Changed statistics, without distributions.',
  body: ({ changed }) => {
    const rows = changed.flatMap(({ feature, statistics }) => statistics.map((change) => changeRow(feature, change)));
    if (rows.length === 0) return markup`<p class="empty">No statistic changed.</p>`;
    const listed = rows.slice(0, listedChanges);
    const table = dataTable({
      caption: 'Statistics',
      rows: listed,
      empty: '',
      columns: [
        { title: 'Feature', cell: (row) => row.where, heads: true },
        { title: 'Statistic', cell: (row) => shortenPath(row.what), code: true },
        { title: 'Older', cell: (row) => row.before, numeric: true },
        { title: 'Newer', cell: (row) => row.after, numeric: true },
      ],
    });
    const summary =
      listed.length < rows.length
        ? `The first ${listed.length} of ${rows.length} statistics`
        : formatCount(rows.length, 'statistic');
    return markup`<details><summary>${summary}</summary>${table}</details>`;
  },
};
