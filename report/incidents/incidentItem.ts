import { causes } from '../../contract/likelyCause';
import { shortenText } from '../../contract/shortenText';
import { incidentVariants } from '../../incidents/document/incident';
import { timesText } from '../../incidents/document/incidentTimes';
import type { IncidentRecord } from '../../incidents/memory/incidentRecord';
import { type IncidentState, incidentState, recordedFix } from '../../incidents/memory/incidentState';
import { type Markup, type MarkupPart, markup } from '../html/markup';
import { badge, factList } from '../html/pageParts';
import { formatInstant } from '../text/formats';
import { histogramPlot } from './histogramPlot';

const looks = { open: 'bad', acknowledged: 'warn', closed: 'quiet', resolved: 'good' } as const satisfies Record<
  IncidentState,
  string
>;

/** Texts are shortened, so that a page of 1,000 incidents stays small; the document has all of them. */
const longestText = 300;
const listedViolations = 6;
const listedCauses = 3;
const longestNotes = 1_000;
const drawnHistograms = 3;

const shortened = (text: string, longest = longestText) => shortenText(text, longest);

/** An incident in the list of the page. */
export function incidentItem({ key, incident, notes }: IncidentRecord): Markup {
  const state = incidentState(incident);
  const fix = recordedFix(incident);
  const variants = incidentVariants(incident);
  const facts = [
    ...(variants.length === 0 ? [] : [{ name: 'Variants', value: shortened(variants.join(', ')) }]),
    { name: 'Opened', value: `${formatInstant(incident.opened)} UTC` },
    { name: 'Last window', value: `${formatInstant(incident.lastWindow)} UTC` },
    { name: 'Windows', value: String(incident.reports.length) },
    { name: 'Response', value: timesText(incident) || '–' },
    { name: 'Checks', value: shortened(incident.checkTypes.join(', ')) },
    { name: 'Features', value: shortened(incident.features.join(', ')) },
  ];
  const likely = incident.causes
    .slice(0, listedCauses)
    .map(({ cause, evidence }) => markup`<li><strong>${cause}</strong>: ${causes[cause]}. ${shortened(evidence)}</li>`);
  const violations = incident.violations
    .slice(0, listedViolations)
    .map(
      ({ feature, checkType, description }) =>
        markup`<li>${checkType} of ${shortened(feature, 60)}: ${shortened(description)}</li>`,
    );
  const plots = incident.histograms.slice(0, drawnHistograms).map(histogramPlot);
  const more = incident.violations.length - listedViolations;
  return markup`<li id="${incident.id}" data-state="${state}" data-endpoint="${incident.endpoint}"><h3>${incident.id} ${badge(looks[state], state)}</h3>${factList(facts)}${
    fix &&
    markup`<p><strong>Cause:</strong> ${shortened(fix.cause ?? '')}<br><strong>Fix:</strong> ${shortened(fix.fix ?? '')}</p>`
  }${part('Likely causes', likely)}${plots.length > 0 ? markup`<div class="plots">${plots}</div>` : undefined}<details><summary>Violations and notes</summary>${part('Violations', violations)}${
    more > 0 ? markup`<p>and ${more} more in the document</p>` : undefined
  }${notes === '' ? undefined : markup`<p>Notes</p><pre>${shortened(notes, longestNotes)}</pre>`}<p class="code">${key}</p></details></li>`;
}

function part(title: string, items: readonly Markup[]): MarkupPart {
  return items.length === 0 ? undefined : markup`<p>${title}</p><ul>${items}</ul>`;
}
