import { isStrictCheck, type Violation, violationText } from '../../contract/modelMonitorFiles';
import { dataTable } from '../html/dataTable';
import type { Section } from '../html/htmlPage';
import { breakableText, type MarkupPart, markup } from '../html/markup';
import { badge } from '../html/pageParts';
import type { RunReport } from './runReport';

/** The check type, with a badge if Model Monitor does not have it. */
function checkCell({ constraint_check_type: check }: Violation): MarkupPart {
  return isStrictCheck(check) ? [breakableText(check), ' ', badge('quiet', 'strict')] : breakableText(check);
}

export const violationsSection: Section<RunReport> = {
  id: 'violations',
  title: 'Violations',
  short: 'Violations',
  lead: ({ strict, unmatched }) => [
    unmatched ? 'The number of columns differs from the baseline, so only this violation can be found. ' : '',
    strict
      ? 'Violations marked strict come from checks that Model Monitor skips.'
      : 'Violations that Model Monitor finds. It skips the range and non-negative checks; monitor run --strict runs them too.',
  ],
  body: ({ violations, reason, unchecked }) =>
    dataTable<Violation>({
      caption: 'Violations',
      rows: violations,
      empty: reason !== undefined || unchecked ? 'Nothing was checked.' : 'No violations.',
      columns: [
        { title: 'Feature', cell: (row) => row.feature_name, heads: true },
        { title: 'Check', cell: (row) => markup`${checkCell(row)}`, code: true },
        { title: 'Violation', cell: violationText },
      ],
    }),
};
