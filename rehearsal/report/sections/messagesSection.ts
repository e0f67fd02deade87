import { dataTable } from '../../../report/html/dataTable';
import type { Section } from '../../../report/html/htmlPage';
import { markup } from '../../../report/html/markup';
import { badge } from '../../../report/html/pageParts';
import { formatInstant } from '../../../report/text/formats';
import type { MessageRow, RehearsalReport } from '../../model/rehearsalReport';

/** `pager 4, digest 18, tickets 14`. */
export function messageCounts({ messages }: Pick<RehearsalReport, 'messages'>): string {
  const counts = { pager: 0, digest: 0, tickets: 0 };
  for (const { route } of messages) counts[route] += 1;
  return `pager ${counts.pager}, digest ${counts.digest}, tickets ${counts.tickets}`;
}

export const messagesSection: Section<RehearsalReport> = {
  id: 'messages',
  title: 'Messages that people would have got',
  short: 'Messages',
  lead: (report) => `Oldest first: ${messageCounts(report)}.`,
  body: ({ messages }) => {
    const rows = [...messages].sort((a, b) => a.at.localeCompare(b.at));
    const table = dataTable<MessageRow>({
      caption: 'Messages by time',
      rows,
      empty: 'Nobody got a message.',
      columns: [
        { title: 'At (UTC)', cell: (row) => formatInstant(row.at) },
        { title: 'Route', cell: (row) => row.route },
        { title: 'State', cell: (row) => badge(row.state === 'ALARM' ? 'bad' : 'good', row.state) },
        { title: 'Alarm', cell: (row) => row.alarmName, heads: true, code: true },
        { title: 'Summary', cell: (row) => row.summary },
      ],
    });
    return rows.length <= 12
      ? table
      : markup`<details><summary>All ${rows.length} messages</summary>${table}</details>`;
  },
};
