import { dataTable } from '../../../report/html/dataTable';
import type { Section } from '../../../report/html/htmlPage';
import { badge } from '../../../report/html/pageParts';
import type { PolicyFinding, RehearsalReport } from '../../model/rehearsalReport';

export const policySection: Section<RehearsalReport> = {
  id: 'policy',
  title: 'What the policy pack found',
  short: 'Policy',
  lead: () => 'A mandatory finding refuses the deployment, an advisory one only tells.',
  body: ({ policyFindings }) =>
    dataTable<PolicyFinding>({
      caption: 'Findings of the policy pack',
      rows: policyFindings,
      empty: 'The policy pack found nothing.',
      columns: [
        { title: 'Policy', cell: (row) => row.policy, heads: true, code: true },
        { title: 'Level', cell: ({ level }) => badge(level === 'mandatory' ? 'bad' : 'warn', level) },
        { title: 'Resource', cell: (row) => row.resource, code: true },
        { title: 'Message', cell: (row) => row.message },
      ],
    }),
};
