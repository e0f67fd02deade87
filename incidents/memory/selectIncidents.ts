import type { IncidentRecord } from './incidentRecord';
import type { IncidentState } from './incidentState';
import { type ListedIncident, listedIncident } from './listedIncident';

/** Which incidents to select; a missing member selects all. */
export interface IncidentFilter {
  readonly endpoint?: readonly string[];
  readonly state?: readonly IncidentState[];
  readonly feature?: readonly string[];
  readonly fingerprint?: string;
  /** The first violating window began at this instant or later. */
  readonly from?: Date;
  /** It began before this instant. */
  readonly to?: Date;
}

type Selectable = Pick<ListedIncident, 'endpoint' | 'state' | 'features' | 'fingerprint' | 'opened'>;

/** Whether a filter selects an incident. */
export function isSelected(incident: Selectable, filter: IncidentFilter): boolean {
  const { endpoint, state, features, fingerprint } = incident;
  const at = new Date(incident.opened);
  return (
    (filter.endpoint?.includes(endpoint) ?? true) &&
    (filter.state?.includes(state) ?? true) &&
    (filter.feature?.some((name) => features.includes(name)) ?? true) &&
    (filter.fingerprint === undefined || filter.fingerprint === fingerprint) &&
    (!filter.from || at >= filter.from) &&
    (!filter.to || at < filter.to)
  );
}

/** Selects incidents, the newest first. */
export function selectIncidents(records: readonly IncidentRecord[], filter: IncidentFilter): IncidentRecord[] {
  return records
    .filter((record) => isSelected(listedIncident(record), filter))
    .sort((a, b) => b.incident.opened.localeCompare(a.incident.opened) || a.key.localeCompare(b.key));
}
