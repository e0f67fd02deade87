import { isStrictCheck, type Violation } from '../../contract/modelMonitorFiles';
import { dataTable } from '../html/dataTable';
import type { Section } from '../html/htmlPage';
import { breakableText, type MarkupPart, markup } from '../html/markup';
import { badge } from '../html/pageParts';
import type { RunReport } from './runReport';

/** The check type, marked where it is not the managed container's. */
function checkCell({ constraint_check_type: check }: Violation): MarkupPart {
  return isStrictCheck(check) ? [breakableText(check), ' ', badge('quiet', 'strict')] : breakableText(check);
}

export const violationsSection: Section<RunReport> = {
  id: 'violations',
  title: 'Violations',
  short: 'Violations',
  lead: ({ strict, unmatched }) => [
    unmatched ? 'With another number of columns than the baseline’s, this is the one violation there can be. ' : '',
    strict
      ? 'Those marked strict are of this project’s own checks, on which Model Monitor is silent.'
      : 'What Model Monitor’s checks find. On signs and ranges they are silent; monitor run --strict checks them too.',
  ],
  body: ({ violations, reason, unchecked }) =>
    dataTable<Violation>({
      caption: 'Violations',
      rows: violations,
      empty: reason !== undefined || unchecked ? 'Nothing was checked.' : 'No violations.',
      columns: [
        { title: 'Feature', cell: (row) => row.feature_name, heads: true },
        { title: 'Check', cell: (row) => markup`${checkCell(row)}`, code: true },
        { title: 'What is wrong', cell: (row) => row.description },
      ],
    }),
};
