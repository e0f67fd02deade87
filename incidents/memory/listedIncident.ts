import { incidentVariants } from '../document/incident';
import { incidentFingerprint } from './incidentFingerprint';
import type { IncidentRecord } from './incidentRecord';
import { type IncidentState, incidentState, recordedFix } from './incidentState';

/** What lists show of an incident, and the JSON of the commands. */
export interface ListedIncident {
  readonly id: string;
  /** Of its document. */
  readonly key: string;
  readonly endpoint: string;
  readonly schema: string;
  /** Of the captures; empty if the engine does not report them. */
  readonly variants: readonly string[];
  readonly state: IncidentState;
  readonly opened: string;
  readonly lastWindow: string;
  readonly closed?: string;
  /** Equal for incidents with the same likely cause, checks and features. */
  readonly fingerprint: string;
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
  const variants = incidentVariants(incident);
  const state = incidentState(incident);
  const times = { opened, lastWindow, closed, windows };
  const fingerprint = incidentFingerprint(incident);
  return { id, key, endpoint, schema, variants, state, ...times, fingerprint, checkTypes, features, cause, fix };
}
