import { dataTable } from '../../../report/html/dataTable';
import type { Section } from '../../../report/html/htmlPage';
import { breakableText, markup } from '../../../report/html/markup';
import { badge } from '../../../report/html/pageParts';
import { formatCount, formatInstant } from '../../../report/text/formats';
import { evidenceFolder } from '../../model/evidenceFolder';
import type { AuditRow, Evidence, PrincipalReach, RehearsalReport } from '../../model/rehearsalReport';

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

export const evidenceSection: Section<RehearsalReport> = {
  id: 'evidence',
  title: 'Evidence',
  short: 'Evidence',
  lead: () =>
    'The evidence pack of the day, and who may silence the monitoring: of all calls of the dependency table on the resources of the stack, those that each principal may make, and those of them that the trail does not record.',
  body: ({ evidence }) => (evidence ? describeEvidence(evidence) : markup`<p>The stack has no trail.</p>`),
};

function describeEvidence({ pack, reach }: Evidence) {
  const { page, files, digests, logs, verifier } = pack;
  return [
    markup`<p><a href="${`${evidenceFolder}/${page}`}">Evidence pack</a>: ${formatCount(files, 'file')}, ${formatCount(digests, 'digest')} that name ${formatCount(logs, 'log file')}. Its verifier says: ${verifier}.</p>`,
    dataTable<PrincipalReach>({
      caption: 'Who may silence the monitoring',
      rows: reach,
      empty: 'There are no principals.',
      columns: [
        { title: 'Principal', cell: ({ principal }) => principal, heads: true },
        { title: 'Calls', cell: ({ allowed }) => allowed, numeric: true },
        {
          title: 'Not recorded',
          cell: ({ unrecorded }) => (unrecorded.length === 0 ? badge('good', 'none') : unrecorded.join(', ')),
        },
      ],
    }),
  ];
}
