import type { Reject } from '../../contract/modelMonitorFiles';
import { dataTable } from '../html/dataTable';
import type { Section } from '../html/htmlPage';
import { type Markup, markup } from '../html/markup';
import type { RunReport } from './runReport';

/** Maximum number of lines; the report's file has more. */
const shownRejects = 200;

interface Reason {
  readonly reason: string;
  readonly count: number;
  readonly first: Reject;
}

/** Reasons, the most frequent first. */
function reasonsOf(rejects: readonly Reject[]): Reason[] {
  const reasons = new Map<string, Reason>();
  for (const reject of rejects) {
    const { reason } = reject;
    const known = reasons.get(reason);
    reasons.set(reason, { reason, count: (known?.count ?? 0) + 1, first: known?.first ?? reject });
  }
  return [...reasons.values()].sort((a, b) => b.count - a.count);
}

function list(rejects: readonly Reject[]): Markup {
  const shown = rejects.slice(0, shownRejects);
  const table = dataTable<Reject>({
    caption: 'Rejected lines and rows',
    rows: shown,
    empty: '',
    columns: [
      { title: 'File', cell: (row) => row.file, heads: true, code: true },
      { title: 'Line', cell: (row) => row.line, numeric: true },
      { title: 'Reason', cell: (row) => row.reason },
    ],
  });
  const which = shown.length < rejects.length ? `The first ${shown.length}` : 'All';
  return markup`<details><summary>${which}, with file and line</summary>${table}</details>`;
}

export const runRejectsSection: Section<RunReport> = {
  id: 'rejects',
  title: 'Rejected input',
  short: 'Rejected',
  lead: ({ rejects, rejectCount }) => {
    const kept = rejectCount > rejects.length ? ` The report keeps the first ${rejects.length} of ${rejectCount}.` : '';
    return `Lines and rows that could not be used. All others were analyzed.${kept}`;
  },
  body: ({ rejects }) =>
    rejects.length === 0
      ? markup`<p class="empty">Nothing was rejected.</p>`
      : markup`${dataTable<Reason>({
          caption: 'Reasons',
          rows: reasonsOf(rejects).slice(0, shownRejects),
          empty: '',
          columns: [
            { title: 'Reason', cell: (row) => row.reason, heads: true },
            { title: 'Lines', cell: (row) => row.count, numeric: true },
            { title: 'First', cell: ({ first }) => `${first.file}:${first.line}`, code: true },
          ],
        })}${list(rejects)}`,
};
