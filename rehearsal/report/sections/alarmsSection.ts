import { dataTable } from '../../../report/html/dataTable';
import type { Section } from '../../../report/html/htmlPage';
import { type Markup, markup } from '../../../report/html/markup';
import { type BadgeLook, badge } from '../../../report/html/pageParts';
import { formatInstant } from '../../../report/text/formats';
import type { AlarmRow, AlarmState, RehearsalReport } from '../../model/rehearsalReport';

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
    return `${raised} of ${alarms.length} alarms went off. Open a number to read each change and CloudWatch's reason for it.`;
  },
  body: ({ alarms }) =>
    dataTable<AlarmRow>({
      caption: 'Alarms and where they ended',
      rows: alarms,
      empty: 'The stack has no alarm.',
      columns: [
        { title: 'Alarm', cell: (row) => row.name, heads: true, code: true },
        { title: 'Severity', cell: (row) => row.severity },
        { title: 'At the end', cell: (row) => badge(stateLooks[row.finalState], row.finalState) },
        { title: 'Muted', cell: (row) => (row.muted ? badge('warn', 'muted') : 'no') },
        { title: 'Changes', cell: transitionList },
      ],
    }),
};
