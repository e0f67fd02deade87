import type { Change } from '../../quality/baseline/diffBaselines';
import { dataTable } from '../html/dataTable';
import type { Section } from '../html/htmlPage';
import type { DiffReport } from './diffReport';

interface Row {
  readonly where: string;
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** A value as written in its file; `none` if the side does not have it. */
function valueText(value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value);
}

/** The row of a change, of a feature or of `monitoring_config`. */
export function changeRow(where: string, { path, before, after }: Change): Row {
  return { where, what: path, before: valueText(before), after: valueText(after) };
}

function rowsOf({ difference, changed }: DiffReport): Row[] {
  return [
    ...difference.config.map((change) => changeRow('monitoring_config', change)),
    ...changed.flatMap(({ feature, constraints, domain }): Row[] => [
      ...constraints.map((change) => changeRow(feature, change)),
      ...(domain && domain.added.length > 0
        ? [{ where: feature, what: 'added categories', before: 'none', after: domain.added.join(', ') }]
        : []),
      ...(domain && domain.removed.length > 0
        ? [{ where: feature, what: 'removed categories', before: domain.removed.join(', '), after: 'none' }]
        : []),
    ]),
  ];
}

export const constraintsSection: Section<DiffReport> = {
  id: 'constraints',
  title: 'Changed constraints',
  short: 'Constraints',
  lead: () => 'Constraints that the monitor checks. Changes of monitoring_config apply to every feature.',
  body: (report) =>
    dataTable<Row>({
      caption: 'Constraints',
      rows: rowsOf(report),
      empty: 'No constraint changed.',
      columns: [
        { title: 'Feature', cell: (row) => row.where, heads: true },
        { title: 'Constraint', cell: (row) => row.what, code: true },
        { title: 'Older', cell: (row) => row.before, code: true },
        { title: 'Newer', cell: (row) => row.after, code: true },
      ],
    }),
};

interface SlaRow {
  readonly change: string;
  readonly before: boolean;
  readonly after: boolean;
}

function slaRows({ before: { manifest: before }, after: { manifest: after } }: DiffReport): SlaRow[] {
  const changes = [...new Set([...after.slaChanges, ...before.slaChanges])];
  const has = (side: readonly string[], change: string) => side.includes(change);
  return changes
    .map((change) => ({ change, before: has(before.slaChanges, change), after: has(after.slaChanges, change) }))
    .sort((a, b) => Number(a.before === a.after) - Number(b.before === b.after));
}

const yesOrNo = (holds: boolean) => (holds ? 'yes' : 'no');

export const slaChangesSection: Section<DiffReport> = {
  id: 'sla',
  title: 'Changes by the SLA',
  short: 'SLA',
  lead: () => 'Changes to the constraints suggested by the data. Changes that only one baseline has come first.',
  body: (report) =>
    dataTable<SlaRow>({
      caption: 'Changes by the SLA',
      rows: slaRows(report),
      empty: 'The SLA changed neither baseline.',
      columns: [
        { title: 'Change', cell: (row) => row.change, heads: true },
        { title: 'Older', cell: (row) => yesOrNo(row.before) },
        { title: 'Newer', cell: (row) => yesOrNo(row.after) },
      ],
    }),
};
