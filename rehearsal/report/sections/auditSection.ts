import { dataTable } from '../../../report/html/dataTable';
import type { Section } from '../../../report/html/htmlPage';
import { breakableText, markup } from '../../../report/html/markup';
import { badge } from '../../../report/html/pageParts';
import { formatInstant } from '../../../report/text/formats';
import type { AuditRow, RehearsalReport } from '../../model/rehearsalReport';

export const auditSection: Section<RehearsalReport> = {
  id: 'audit',
  title: 'Audit record',
  short: 'Audit',
  lead: () =>
    'Recorded calls that change alarms, schedules, baselines, the alert path or the evidence itself. The numbers are those on the timeline.',
  body: ({ audit }) =>
    dataTable<AuditRow>({
      caption: 'Changes of the monitoring',
      rows: audit,
      wide: true,
      empty: 'The trail recorded no such call.',
      rowId: (_, i) => `audit-${i + 1}`,
      columns: [
        { title: '#', cell: (_, i) => i + 1, numeric: true },
        { title: 'When (UTC)', cell: (row) => formatInstant(row.when) },
        { title: 'Who', cell: (row) => row.who, code: true },
        {
          title: 'What',
          cell: (row) => [
            row.kind,
            markup`<small class="code">${breakableText(row.action)}</small><small>${row.sentence}</small>`,
          ],
          heads: true,
        },
        {
          title: 'Target and event',
          cell: (row) => [breakableText(row.target), markup`<small>event ${row.eventId}</small>`],
          code: true,
        },
        {
          title: 'Result',
          cell: ({ refused }) => (refused === undefined ? 'succeeded' : badge('good', `refused: ${refused}`)),
        },
      ],
    }),
};
