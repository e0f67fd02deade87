import type { Incident } from '../document/incident';

/** An incident document in a store. */
export interface IncidentRecord {
  readonly key: string;
  readonly incident: Incident;
  /** Markdown that people wrote; empty if there is none. */
  readonly notes: string;
}
