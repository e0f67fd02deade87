import { type Severity, severities } from '../../contract/alarmNames';
import { andMore } from '../../contract/andMore';
import { causes } from '../../contract/likelyCause';
import { shortenText } from '../../contract/shortenText';
import { unprintable } from '../../report/text/unprintable';
import { causeRemediation } from '../document/causeRemediation';
import { describeChange } from '../document/change';
import { histogramText } from '../document/histogramText';
import { endpointText, type Incident } from '../document/incident';
import { timesText } from '../document/incidentTimes';
import { incidentState, recordedFix } from '../memory/incidentState';

/** Texts are shortened: a ticket names what matters, the document has all. */
const longestText = 300;
const listedItems = 10;

/** A heading with sentences or items below it. */
export interface FactSection {
  readonly title: string;
  readonly items: readonly string[];
}

/** One line of at most `longest` characters, without control characters. */
function plainText(text: string, longest = longestText): string {
  return shortenText(text.replace(/\s+/g, ' ').replace(unprintable, '\uFFFD'), longest);
}

/** `churn: baseline_drift_check on age, plan` */
export function incidentTitle({ endpoint, checkTypes, features }: Incident, longest = 200): string {
  const names = features.map((name) => plainText(name, 60));
  return plainText(`${endpoint}: ${andMore(checkTypes, 3)} on ${andMore(names, 3)}`, longest);
}

/** The highest severity of an incident's violations. */
export function incidentSeverity({ violations }: Incident): Severity {
  return severities.find((severity) => violations.some((violation) => violation.severity === severity)) ?? 'warning';
}

/** What a ticket or a page says of an incident; sections without items are left out. */
export function incidentSections(incident: Incident): FactSection[] {
  const { schema, opened, lastWindow, reports, violations, changes = [], similar, actions } = incident;
  const [likely] = incident.causes;
  const times = timesText(incident);
  const { cause, fix } = recordedFix(incident) ?? {};
  const sections: FactSection[] = [
    {
      title: 'Summary',
      items: [
        `Endpoint ${endpointText(incident)}, schema ${schema}, state ${incidentState(incident)}.`,
        `${reports.length} windows from ${opened} to ${lastWindow}.`,
        ...(times === '' ? [] : [`From the start of the first window: ${times}.`]),
      ],
    },
    { title: 'Violations', items: violations.map((one) => `${one.checkType} of ${one.feature}: ${one.description}`) },
    {
      title: 'Distributions',
      items: incident.histograms.map((histogram) => {
        const { expected, observed } = histogramText(histogram);
        return `${histogram.feature}: expected ${expected}; observed ${observed}`;
      }),
    },
    {
      title: 'Likely causes',
      items: incident.causes.map((one) => `${one.cause}: ${causes[one.cause]}. ${one.evidence}`),
    },
    { title: 'What to do', items: likely ? causeRemediation[likely.cause] : [] },
    {
      title: 'Runbooks',
      items: incident.runbooks.flatMap(({ steps, link }) => [...steps, ...(link === undefined ? [] : [link])]),
    },
    { title: 'Changes in the day before', items: changes.map(describeChange) },
    {
      title: 'Similar incidents',
      items: similar.map((one) => `${one.id}: ${one.cause} Fix: ${one.fix}`),
    },
    { title: 'Recorded cause and fix', items: cause === undefined || fix === undefined ? [] : [cause, `Fix: ${fix}`] },
    { title: 'Actions', items: actions.map(({ at, action, by, note = '' }) => `${at}: ${action} by ${by} ${note}`) },
  ];
  return sections
    .filter(({ items }) => items.length > 0)
    .map(({ title, items }) => ({ title, items: items.slice(0, listedItems).map((item) => plainText(item)) }));
}
