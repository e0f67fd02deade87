import { dataTable } from '../../../report/html/dataTable';
import type { Section } from '../../../report/html/htmlPage';
import { badge } from '../../../report/html/pageParts';
import type { LinkResult, RehearsalReport } from '../../model/rehearsalReport';

/** Anchor of a link's row; its place in the chain, since an id may hold anything. */
export function linkAnchor(index: number): string {
  return `link-${index + 1}`;
}

export const linksSection: Section<RehearsalReport> = {
  id: 'links',
  title: 'Links of the chain',
  short: 'Links',
  lead: () =>
    'What had to happen for the chain to hold, and what was seen. Each row was checked by the rehearsal itself.',
  body: ({ links }) =>
    dataTable<LinkResult>({
      caption: 'Links of the chain, in the order in which they were checked',
      rows: links,
      empty: 'No link was checked.',
      rowId: (_, i) => linkAnchor(i),
      look: (link) => (link.held ? undefined : 'broke'),
      columns: [
        { title: '#', cell: (_, i) => i + 1, numeric: true },
        { title: 'Link', cell: (link) => link.title, heads: true },
        { title: 'State', cell: ({ held }) => badge(held ? 'good' : 'bad', held ? 'held' : 'did not hold') },
        { title: 'Expected', cell: (link) => link.expected, code: true },
        { title: 'Observed', cell: (link) => link.observed, code: true },
      ],
    }),
};
