import { dataTable } from '../../../report/html/dataTable';
import type { Section } from '../../../report/html/htmlPage';
import type { ImitatedPart, RehearsalReport } from '../../model/rehearsalReport';

export const imitatedSection: Section<RehearsalReport> = {
  id: 'imitated',
  title: 'What was imitated',
  short: 'Imitated',
  lead: () =>
    'In an AWS account these parts are done by AWS. Here they were only imitated, so this page is no proof that AWS does them; everything else is the program, the engine and the policy pack as they are.',
  body: ({ imitated }) =>
    dataTable<ImitatedPart>({
      caption: 'Parts that AWS itself would do',
      rows: imitated,
      empty: 'The rehearsal says of nothing that it was imitated.',
      columns: [
        { title: 'Part', cell: (row) => row.part, heads: true },
        { title: 'How it was imitated', cell: (row) => row.how },
      ],
    }),
};
