import type { IncidentRecord } from './incidentRecord';
import { type IncidentState, incidentState, recordedFix } from './incidentState';

/** What lists show of an incident, and the JSON of the commands. */
export interface ListedIncident {
  readonly id: string;
  /** Of its document. */
  readonly key: string;
  readonly endpoint: string;
  readonly schema: string;
  readonly state: IncidentState;
  readonly opened: string;
  readonly lastWindow: string;
  readonly closed?: string;
  readonly windows: number;
  readonly checkTypes: readonly string[];
  readonly features: readonly string[];
  /** What people recorded. */
  readonly cause?: string;
  readonly fix?: string;
}

export function listedIncident({ key, incident }: Pick<IncidentRecord, 'key' | 'incident'>): ListedIncident {
  const { id, endpoint, schema, opened, lastWindow, closed, checkTypes, features, reports } = incident;
  const { cause, fix } = recordedFix(incident) ?? {};
  const windows = reports.length;
  const state = incidentState(incident);
  return { id, key, endpoint, schema, state, opened, lastWindow, closed, windows, checkTypes, features, cause, fix };
}
