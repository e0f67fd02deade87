import { type Markup, markup } from '../../report/html/markup';
import type { Incident } from '../document/incident';
import { type IncidentState, incidentState } from '../memory/incidentState';
import { incidentSections } from './incidentFacts';

const colors = { open: 'Red', acknowledged: 'Yellow', closed: 'Grey', resolved: 'Green' } as const satisfies Record<
  IncidentState,
  string
>;

/**
 * The page of an incident in Confluence's storage format, which is XHTML with macros
 * (https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html).
 */
export function confluencePage(incident: Incident): string {
  const state = incidentState(incident);
  const sections = incidentSections(incident).map(
    ({ title, items }): Markup => markup`<h2>${title}</h2><ul>${items.map((item) => markup`<li>${item}</li>`)}</ul>`,
  );
  return markup`<p><ac:structured-macro ac:name="status"><ac:parameter ac:name="colour">${colors[state]}</ac:parameter><ac:parameter ac:name="title">${state}</ac:parameter></ac:structured-macro></p>${sections}\n`
    .text;
}
