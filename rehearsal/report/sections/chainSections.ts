import { dataTable } from '../../../report/html/dataTable';
import type { Section } from '../../../report/html/htmlPage';
import { type Markup, markup } from '../../../report/html/markup';
import { badge, factList, verdictHeading } from '../../../report/html/pageParts';
import { formatInstant, formatSeconds } from '../../../report/text/formats';
import type { ImitatedPart, LinkResult, RehearsalReport } from '../../model/rehearsalReport';
import { decideVerdict } from '../../model/verdict';
import { messageCounts } from './alarmSections';

/** The chain as a row of beads, each with a link to its row. */
function renderChain({ links }: RehearsalReport): Markup {
  const beads = links.map(({ title, held }, i) => {
    const label = `${i + 1}. ${title}: ${held ? 'held' : 'did not hold'}`;
    return markup`<li class="${held ? 'held' : 'broke'}"><a href="#${linkAnchor(i)}" aria-label="${label}" title="${label}"><span aria-hidden="true">${held ? '✓' : '✗'}</span></a></li>`;
  });
  return markup`<ol class="chain" aria-label="The chain">${beads}</ol>`;
}

/** Top of the page: the verdict, then what ran, when and for how long. */
export function verdictHeader(report: RehearsalReport): Markup {
  const { held, sentence } = decideVerdict(report);
  const { hours, imitated, stack, endpoint, region } = report;
  const rows = hours.reduce((sum, hour) => sum + hour.rows, 0);
  const facts = factList([
    { name: 'Stack', value: `${stack}, ${region}` },
    { name: 'Endpoint', value: endpoint },
    { name: 'Started', value: `${formatInstant(report.startedAt)} UTC` },
    { name: 'Took', value: formatSeconds(report.elapsedSeconds) },
    { name: 'Replayed', value: `${hours.length} hours, ${rows} rows` },
    { name: 'Messages', value: messageCounts(report) },
    ...report.environment,
  ]);
  const count = imitated.length === 1 ? '1 part of AWS is' : `${imitated.length} parts of AWS are`;
  const scope = markup`<p class="scope">The rehearsal ran on one machine, with a local AWS and a simulated clock. <a href="#imitated">${count} imitated</a>.</p>`;
  return verdictHeading({
    kind: 'Rehearsal report',
    look: held ? 'held' : 'broke',
    sentence,
    below: markup`${renderChain(report)}${scope}${facts}`,
  });
}

/** Anchor of a link's row: its number, because an id may have any characters. */
function linkAnchor(index: number): string {
  return `link-${index + 1}`;
}

export const linksSection: Section<RehearsalReport> = {
  id: 'links',
  title: 'Links of the chain',
  short: 'Links',
  lead: () => 'What must happen for the chain to hold, and what was observed.',
  body: ({ links }) =>
    dataTable<LinkResult>({
      caption: 'Links of the chain',
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

export const imitatedSection: Section<RehearsalReport> = {
  id: 'imitated',
  title: 'Imitated parts',
  short: 'Imitated',
  lead: () =>
    'These parts of AWS are imitated, so this page does not prove how AWS behaves. Everything else is real: the program, the Pulumi engine and the policy pack.',
  body: ({ imitated }) =>
    dataTable<ImitatedPart>({
      caption: 'Parts of AWS that are imitated',
      rows: imitated,
      empty: 'No part is listed as imitated.',
      columns: [
        { title: 'Part', cell: (row) => row.part, heads: true },
        { title: 'How it is imitated', cell: (row) => row.how },
      ],
    }),
};
