import type { Section } from '../../../report/html/htmlPage';
import { type Markup, markup } from '../../../report/html/markup';
import type { IncidentDocument, RehearsalReport } from '../../model/rehearsalReport';

function incident({ key, title, markdown }: IncidentDocument): Markup {
  return markup`<details class="incident"><summary>${title}</summary><p class="code">${key}</p><pre tabindex="0">${markdown}</pre></details>`;
}

export const incidentsSection: Section<RehearsalReport> = {
  id: 'incidents',
  title: 'Incident documents',
  short: 'Incidents',
  lead: () => 'As they were written into the store, for the next person who meets the same trouble.',
  body: ({ incidents }) =>
    incidents.length === 0 ? markup`<p class="empty">No incident was written.</p>` : incidents.map(incident),
};
