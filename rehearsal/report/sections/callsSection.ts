import { dataTable } from '../../../report/html/dataTable';
import type { Section } from '../../../report/html/htmlPage';
import { badge } from '../../../report/html/pageParts';
import type { CallFinding, RehearsalReport } from '../../model/rehearsalReport';

export const callsSection: Section<RehearsalReport> = {
  id: 'calls',
  title: 'Calls of the AWS API',
  short: 'Calls',
  lead: ({ calls: { calls, requests, responses } }) =>
    `${calls} calls reached the local AWS. ${requests} requests and ${responses} responses were checked against AWS’s service models and the rules that the models lack.`,
  body: ({ calls }) =>
    dataTable<CallFinding>({
      caption: 'Calls that AWS would refuse, and responses that it would not give',
      rows: calls.findings,
      empty: 'Every request and every response was valid.',
      columns: [
        { title: 'Call', cell: (row) => row.operation, heads: true, code: true },
        { title: 'Finding', cell: ({ kind }) => badge('bad', kind) },
        { title: 'Problem', cell: (row) => row.problem },
      ],
    }),
};
