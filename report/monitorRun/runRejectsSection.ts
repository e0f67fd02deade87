import type { Reject } from '../../contract/modelMonitorFiles';
import { dataTable } from '../html/dataTable';
import type { Section } from '../html/htmlPage';
import { type Markup, markup } from '../html/markup';
import type { RunReport } from './runReport';

/** Rejects that are listed; the report's file has more. */
const listedRejects = 200;

interface Reason {
  readonly reason: string;
  readonly count: number;
  readonly first: Reject;
}

/** Groups rejects by reason, most frequent first. */
function groupByReason(rejects: readonly Reject[]): Reason[] {
  const reasons = new Map<string, Reason>();
  for (const reject of rejects) {
    const { reason } = reject;
    const known = reasons.get(reason);
    reasons.set(reason, { reason, count: (known?.count ?? 0) + 1, first: known?.first ?? reject });
  }
  return [...reasons.values()].sort((a, b) => b.count - a.count);
}

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
  body: ({ rejects }) =>
    rejects.length === 0
      ? markup`<p class="empty">No rejects.</p>`
      : markup`${dataTable<Reason>({
          caption: 'Reasons',
          rows: groupByReason(rejects).slice(0, listedRejects),
          empty: '',
          columns: [
            { title: 'Reason', cell: (row) => row.reason, heads: true },
            { title: 'Lines', cell: (row) => row.count, numeric: true },
            { title: 'First', cell: ({ first }) => `${first.file}:${first.line}`, code: true },
          ],
        })}${listRejects(rejects)}`,
};
