import type { IncidentRecord } from './incidentRecord';
import { type IncidentState, incidentState } from './incidentState';

/** Which incidents to select; a missing member selects all. */
export interface IncidentFilter {
  readonly endpoint?: readonly string[];
  readonly state?: readonly IncidentState[];
  readonly feature?: readonly string[];
  /** The first violating window began at this instant or later. */
  readonly from?: Date;
  /** It began before this instant. */
  readonly to?: Date;
}

/** Selects incidents, the newest first. */
export function selectIncidents(records: readonly IncidentRecord[], filter: IncidentFilter): IncidentRecord[] {
  const { endpoint, state, feature, from, to } = filter;
  return records
    .filter(({ incident }) => {
      const opened = new Date(incident.opened);
      return (
        (!endpoint || endpoint.includes(incident.endpoint)) &&
        (!state || state.includes(incidentState(incident))) &&
        (!feature || incident.features.some((name) => feature.includes(name))) &&
        (!from || opened >= from) &&
        (!to || opened < to)
      );
    })
    .sort((a, b) => b.incident.opened.localeCompare(a.incident.opened) || a.key.localeCompare(b.key));
}
