import type { Incident, RecordedAction } from '../document/incident';
import { incidentState } from './incidentState';

/** Why an action does not apply to an incident; undefined if it does. */
export function refusedAction(incident: Incident, { action }: RecordedAction): string | undefined {
  const state = incidentState(incident);
  if (action === 'reopen' && state === 'open') return 'is open already';
  if (action === 'acknowledge' && state === 'resolved') return "is resolved; run 'incident reopen' first";
  return undefined;
}

/** The incident with one more action; those at the same instant stay in the order in which they were recorded. */
export function recordAction(incident: Incident, action: RecordedAction): Incident {
  return { ...incident, actions: [...incident.actions, action].sort((a, b) => a.at.localeCompare(b.at)) };
}
