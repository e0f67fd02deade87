import type { Reject, RejectCause } from '../../contract/modelMonitorFiles';
import { dataTable } from '../html/dataTable';
import type { Section } from '../html/htmlPage';
import { type Markup, markup } from '../html/markup';
import type { RunReport } from './runReport';

/** Rejects that are listed; the report's file has more. */
const listedRejects = 200;

function listRejects(rejects: readonly Reject[]): Markup {
  const listed = rejects.slice(0, listedRejects);
  const table = dataTable<Reject>({
    caption: 'Rejected lines and rows',
    rows: listed,
    empty: '',
    columns: [
      { title: 'File', cell: (row) => row.file, heads: true, code: true },
      { title: 'Line', cell: (row) => row.line, numeric: true },
      { title: 'Reason', cell: (row) => row.reason },
    ],
  });
  const summary = listed.length < rejects.length ? `First ${listed.length} rejects` : 'All rejects';
  return markup`<details><summary>${summary}, with file and line</summary>${table}</details>`;
}

export const runRejectsSection: Section<RunReport> = {
  id: 'rejects',
  title: 'Rejects',
  short: 'Rejects',
  lead: ({ rejects, rejectCount }) => {
    const kept = rejectCount > rejects.length ? ` The report has the first ${rejects.length} of ${rejectCount}.` : '';
    return `Captured lines and rows that could not be used. All others were analyzed.${kept}`;
  },
  body: ({ rejects, rejectCauses }) =>
    rejects.length === 0
      ? markup`<p class="empty">No rejects.</p>`
      : markup`${dataTable<RejectCause>({
          caption: 'Causes',
          rows: rejectCauses,
          empty: '',
          columns: [
            { title: 'First reason', cell: (row) => row.reason, heads: true },
            { title: 'Lines and rows', cell: (row) => row.count, numeric: true },
            { title: 'First place', cell: ({ file, line }) => `${file}:${line}`, code: true },
          ],
        })}${listRejects(rejects)}`,
};
