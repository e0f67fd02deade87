import type { IncidentRecord } from './incidentRecord';
import { type IncidentState, incidentState } from './incidentState';
import type { ListedIncident } from './listedIncident';

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

type Selectable = Pick<ListedIncident, 'endpoint' | 'state' | 'features' | 'opened'>;

/** Whether a filter selects an incident. */
export function isSelected({ endpoint, state, features, opened }: Selectable, filter: IncidentFilter): boolean {
  const at = new Date(opened);
  return (
    (filter.endpoint?.includes(endpoint) ?? true) &&
    (filter.state?.includes(state) ?? true) &&
    (filter.feature?.some((name) => features.includes(name)) ?? true) &&
    (!filter.from || at >= filter.from) &&
    (!filter.to || at < filter.to)
  );
}

/** Selects incidents, the newest first. */
export function selectIncidents(records: readonly IncidentRecord[], filter: IncidentFilter): IncidentRecord[] {
  return records
    .filter(({ incident }) => isSelected({ ...incident, state: incidentState(incident) }, filter))
    .sort((a, b) => b.incident.opened.localeCompare(a.incident.opened) || a.key.localeCompare(b.key));
}
