import { dataTable } from '../../../report/html/dataTable';
import type { Section } from '../../../report/html/htmlPage';
import { breakableText } from '../../../report/html/markup';
import { badge } from '../../../report/html/pageParts';
import type { CallFinding, GrantedPermission, RehearsalReport } from '../../model/rehearsalReport';

export const callsSection: Section<RehearsalReport> = {
  id: 'calls',
  title: 'Calls of the AWS API',
  short: 'Calls',
  lead: ({ calls: { calls, requests, responses } }) =>
    `${calls} calls reached the local AWS. ${requests} requests and ${responses} responses were checked against AWS’s service models and the rules that the models lack.`,
  body: ({ calls }) =>
    dataTable<CallFinding>({
      caption: 'Calls that AWS would refuse, and responses that it would not return',
      rows: calls.findings,
      empty: 'Every request and every response was valid.',
      columns: [
        { title: 'Call', cell: (row) => row.operation, heads: true, code: true },
        { title: 'Finding', cell: ({ kind }) => badge('bad', kind) },
        { title: 'Problem', cell: (row) => row.problem },
      ],
    }),
};

export const rolesSection: Section<RehearsalReport> = {
  id: 'roles',
  title: 'Permissions of the functions',
  short: 'Permissions',
  lead: ({ roles: { denied } }) =>
    `The local AWS enforced the policies of the functions’ roles, of buckets and queues, and of the key. It denied ${denied.length} calls.`,
  body: ({ roles: { granted, denied } }) => [
    dataTable<GrantedPermission>({
      caption: 'Granted permissions, with the number of calls that needed them',
      rows: granted,
      empty: 'No role made a call.',
      wide: true,
      columns: [
        { title: 'Role', cell: (row) => row.role, code: true },
        { title: 'Action', cell: (row) => row.action, heads: true, code: true },
        { title: 'Resource', cell: (row) => breakableText(row.resource), code: true },
        { title: 'Calls', cell: ({ calls }) => calls, numeric: true },
        {
          title: 'If unused, why',
          cell: ({ calls, reason }) => (calls > 0 ? '' : (reason ?? badge('bad', 'no reason'))),
        },
      ],
    }),
    dataTable<string>({
      caption: 'Denied calls',
      rows: denied,
      empty: 'No call was denied.',
      columns: [{ title: 'Message', cell: (text) => breakableText(text), heads: true }],
    }),
  ],
};
