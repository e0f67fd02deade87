import type { IncidentRecord } from '../../incidents/memory/incidentRecord';
import { incidentState, incidentStates } from '../../incidents/memory/incidentState';
import { htmlPage, type Section } from '../html/htmlPage';
import { markup } from '../html/markup';
import { factList, verdictHeading } from '../html/pageParts';
import { formatCount } from '../text/formats';
import { filterScript } from './filterScript';
import { incidentItem } from './incidentItem';
import { incidentTimeline } from './incidentTimeline';

export interface IncidentsReport {
  /** `s3://` address or folder. */
  readonly store: string;
  /** At least one, the newest first. */
  readonly records: readonly IncidentRecord[];
  /** ISO 8601 instant. */
  readonly writtenAt: string;
}

const timelineSection: Section<IncidentsReport> = {
  id: 'timeline',
  title: 'Timeline',
  short: 'Timeline',
  lead: () => 'One row per endpoint. A bar begins with the first violating window and ends with the last.',
  body: ({ records }) => incidentTimeline(records),
};

const listSection: Section<IncidentsReport> = {
  id: 'incidents',
  title: 'Incidents',
  short: 'Incidents',
  lead: () => 'The newest first.',
  body: ({ records }) => {
    const endpoints = [...new Set(records.map(({ incident }) => incident.endpoint))].sort();
    const option = (value: string) => markup`<option value="${value}">${value}</option>`;
    return markup`<form hidden role="search"><label>Words <input type="search" name="words"></label><label>State <select name="state"><option value="">all</option>${incidentStates.map(option)}</select></label><label>Endpoint <select name="endpoint"><option value="">all</option>${endpoints.map(option)}</select></label><output aria-live="polite"></output></form><ul class="incidents">${records.map(incidentItem)}</ul>`;
  },
};

const css = `
form{display:flex;flex-wrap:wrap;gap:.8rem 1.2rem;align-items:end;margin:0 0 1.2rem}
form[hidden]{display:none}
label{display:flex;flex-direction:column;font-size:.85rem;color:var(--soft);min-width:0}
input,select{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--soft);border-radius:6px;padding:.35rem .5rem;max-width:100%}
output{color:var(--soft)}
.incidents{list-style:none;margin:0;padding:0;display:grid;gap:1rem}
.incidents>li{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:1rem 1.1rem;min-width:0;overflow-wrap:anywhere;content-visibility:auto;contain-intrinsic-size:auto 20rem}
.incidents p{margin:.5rem 0}.incidents ul{margin:.3rem 0;padding-left:1.2em}
.plots{display:flex;flex-wrap:wrap;gap:.6rem 1.6rem}.plots figure{margin:0;min-width:0}.plots figcaption{font-size:.85rem;color:var(--soft)}
.plots svg{display:block;width:200px;max-width:100%;height:auto}.plots .e{fill:var(--base-fill)}.plots .o{fill:none;stroke:var(--drift-edge);stroke-width:1.5}
.incident{fill:var(--soft)}.incident.open{fill:var(--bad)}.incident.acknowledged{fill:var(--warn)}.incident.resolved{fill:var(--good)}.incident.faded{opacity:.15}
`;

/** Renders incidents as one HTML page that opens from disk, with a filter, a timeline and a list. */
export function incidentsPage(report: IncidentsReport): string {
  const { records, store } = report;
  const counts = incidentStates.map((state) => ({
    name: state,
    value: String(records.filter(({ incident }) => incidentState(incident) === state).length),
  }));
  const open = records.filter(({ incident }) => incidentState(incident) === 'open').length;
  return htmlPage({
    title: 'Incidents',
    skip: { to: listSection.id, text: 'Skip to: Incidents' },
    header: verdictHeading({
      kind: 'Incidents',
      look: open > 0 ? 'broke' : 'held',
      sentence: `${formatCount(records.length, 'incident')}, ${open} open.`,
      below: factList([{ name: 'Store', value: store }, ...counts]),
    }),
    sections: [timelineSection, listSection],
    report,
    writtenBy: 'incident export',
    writtenAt: report.writtenAt,
    css,
    script: filterScript,
  });
}
