import { type Markup, markup } from '../../../report/html/markup';
import { factList, verdictHeading } from '../../../report/html/pageParts';
import { formatInstant, formatSeconds } from '../../../report/text/formats';
import type { RehearsalReport } from '../../model/rehearsalReport';
import { verdict } from '../../model/verdict';
import { linkAnchor } from './linksSection';
import { messageCounts } from './messagesSection';

/** The chain as a row of numbered beads; each leads to its link's row. */
function chain({ links }: RehearsalReport): Markup {
  const beads = links.map(({ title, held }, i) => {
    const words = `${i + 1}. ${title}: ${held ? 'held' : 'did not hold'}`;
    return markup`<li class="${held ? 'held' : 'broke'}"><a href="#${linkAnchor(i)}" aria-label="${words}" title="${words}"><span aria-hidden="true">${held ? '✓' : '✗'}</span></a></li>`;
  });
  return markup`<ol class="chain" aria-label="The chain">${beads}</ol>`;
}

/** Top of the page: the verdict in a sentence, then what ran, when and for how long. */
export function verdictHeader(report: RehearsalReport): Markup {
  const { held, sentence } = verdict(report);
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
  const count = imitated.length === 1 ? '1 part was' : `${imitated.length} parts were`;
  const honest = markup`<p class="honest">This ran on one machine, on a local AWS and a simulated clock. <a href="#imitated">${count} imitated</a>.</p>`;
  return verdictHeading({
    kind: 'Rehearsal report',
    look: held ? 'held' : 'broke',
    sentence,
    below: markup`${chain(report)}${honest}${facts}`,
  });
}
