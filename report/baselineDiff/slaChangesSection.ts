import { dataTable } from '../html/dataTable';
import type { Section } from '../html/section';
import type { DiffReport } from './diffReport';

interface Row {
  readonly change: string;
  readonly before: boolean;
  readonly after: boolean;
}

function rowsOf({ before: { manifest: before }, after: { manifest: after } }: DiffReport): Row[] {
  const changes = [...new Set([...after.slaChanges, ...before.slaChanges])];
  const has = (side: readonly string[], change: string) => side.includes(change);
  return changes
    .map((change) => ({ change, before: has(before.slaChanges, change), after: has(after.slaChanges, change) }))
    .sort((a, b) => Number(a.before === a.after) - Number(b.before === b.after));
}

const yes = (holds: boolean) => (holds ? 'yes' : 'no');

export const slaChangesSection: Section<DiffReport> = {
  id: 'sla',
  title: 'What the SLA changed',
  short: 'SLA',
  lead: () => 'In the constraints that the data suggested; what only one of the two has comes first.',
  body: (report) =>
    dataTable<Row>({
      caption: 'Changes by the SLA',
      rows: rowsOf(report),
      empty: 'The SLA changed nothing in either.',
      columns: [
        { title: 'Change', cell: (row) => row.change, heads: true },
        { title: 'In the older', cell: (row) => yes(row.before) },
        { title: 'In the newer', cell: (row) => yes(row.after) },
      ],
    }),
};
