import { dataTable } from '../../../report/html/dataTable';
import type { Section } from '../../../report/html/htmlPage';
import { type Markup, markup } from '../../../report/html/markup';
import { type BadgeLook, badge } from '../../../report/html/pageParts';
import { formatInstant } from '../../../report/text/formats';
import { knowledgeBaseFolder, knowledgeBasePage } from '../../model/knowledgeBase';
import type { AlarmRow, AlarmState, IncidentDocument, MessageRow, RehearsalReport } from '../../model/rehearsalReport';

const stateLooks = { OK: 'good', ALARM: 'bad', INSUFFICIENT_DATA: 'quiet' } as const satisfies Record<
  AlarmState,
  BadgeLook
>;

function transitionList({ transitions }: AlarmRow): Markup {
  if (transitions.length === 0) return markup`none`;
  const items = transitions.map(
    (change) => markup`<li>${formatInstant(change.at)} ${change.from} → ${change.to}: ${change.reason}</li>`,
  );
  return markup`<details><summary>${transitions.length}</summary><ol>${items}</ol></details>`;
}

export const alarmsSection: Section<RehearsalReport> = {
  id: 'alarms',
  title: 'Alarms',
  short: 'Alarms',
  lead: ({ alarms }) => {
    const raised = alarms.filter((alarm) => alarm.transitions.some((change) => change.to === 'ALARM')).length;
    return `${raised} of ${alarms.length} alarms were raised. Open a number to see the changes of state with CloudWatch's reasons.`;
  },
  body: ({ alarms }) =>
    dataTable<AlarmRow>({
      caption: 'Alarms and their final states',
      rows: alarms,
      empty: 'The stack has no alarms.',
      columns: [
        { title: 'Alarm', cell: (row) => row.name, heads: true, code: true },
        { title: 'Severity', cell: (row) => row.severity },
        { title: 'Final state', cell: (row) => badge(stateLooks[row.finalState], row.finalState) },
        { title: 'Muted', cell: (row) => (row.muted ? badge('warn', 'muted') : 'no') },
        { title: 'Changes', cell: transitionList },
      ],
    }),
};

/** `pager 4, tickets 14, digests 1`. */
export function messageCounts({ messages, digests }: Pick<RehearsalReport, 'messages' | 'digests'>): string {
  const counts = { pager: 0, tickets: 0 };
  for (const { route } of messages) counts[route] += 1;
  return `pager ${counts.pager}, tickets ${counts.tickets}, digests ${digests.length}`;
}

export const messagesSection: Section<RehearsalReport> = {
  id: 'messages',
  title: 'Messages',
  short: 'Messages',
  lead: (report) => `Messages to people and to the ticket queue, oldest first: ${messageCounts(report)}.`,
  body: ({ messages, digests }) => {
    const rows = [...messages].sort((a, b) => a.at.localeCompare(b.at));
    const table = dataTable<MessageRow>({
      caption: 'Messages by time',
      rows,
      empty: 'No message was sent.',
      columns: [
        { title: 'At (UTC)', cell: (row) => formatInstant(row.at) },
        { title: 'Route', cell: (row) => row.route },
        { title: 'State', cell: (row) => badge(row.state === 'ALARM' ? 'bad' : 'good', row.state) },
        { title: 'Alarm', cell: (row) => row.alarmName, heads: true, code: true },
        { title: 'Summary', cell: (row) => row.summary },
      ],
    });
    const mails = digests.map(
      (digest) => markup`<details><summary>Digest</summary><pre tabindex="0">${digest}</pre></details>`,
    );
    return rows.length <= 12
      ? markup`${table}${mails}`
      : markup`<details><summary>All ${rows.length} messages</summary>${table}</details>${mails}`;
  },
};

function renderIncident({ key, title, markdown }: IncidentDocument): Markup {
  return markup`<details class="incident"><summary>${title}</summary><p class="code">${key}</p><pre tabindex="0">${markdown}</pre></details>`;
}

export const incidentsSection: Section<RehearsalReport> = {
  id: 'incidents',
  title: 'Incident documents',
  short: 'Incidents',
  lead: () => 'Documents that the incident function wrote into the store.',
  body: ({ incidents }) =>
    incidents.length === 0
      ? markup`<p class="empty">No incident was written.</p>`
      : [
          markup`<p><a href="${`${knowledgeBaseFolder}/${knowledgeBasePage}`}">Knowledge base</a>: the page that <code>incident export</code> writes, with a filter, a search and a timeline.</p>`,
          incidents.map(renderIncident),
        ],
};
