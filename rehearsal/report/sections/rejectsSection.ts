import type { Reject } from '../../../contract/modelMonitorFiles';
import { dataTable } from '../../../report/html/dataTable';
import type { Section } from '../../../report/html/htmlPage';
import { markup } from '../../../report/html/markup';
import type { RehearsalReport } from '../../model/rehearsalReport';

export const rejectsSection: Section<RehearsalReport> = {
  id: 'rejects',
  title: 'Input that was set aside',
  short: 'Set aside',
  lead: () =>
    'Lines and rows that could not be read. They were counted, named and left out; nothing was dropped silently.',
  body: ({ rejects }) => {
    const table = dataTable<Reject>({
      caption: 'Rejected lines and rows',
      rows: rejects,
      empty: 'Everything could be read.',
      columns: [
        { title: 'File', cell: (row) => row.file, heads: true, code: true },
        { title: 'Line', cell: (row) => row.line, numeric: true },
        { title: 'Reason', cell: (row) => row.reason },
      ],
    });
    return rejects.length <= 12 ? table : markup`<details><summary>All ${rejects.length}</summary>${table}</details>`;
  },
};
