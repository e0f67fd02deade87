import type { Incident, RecordedAction } from '../document/incident';

/**
 * States of an incident: `open` and `closed` follow from the windows, `acknowledged` and `resolved` from what people
 * recorded. A window that breaks a promise after a resolution opens the incident again.
 */
export const incidentStates = ['open', 'acknowledged', 'closed', 'resolved'] as const;
export type IncidentState = (typeof incidentStates)[number];

export function incidentState(incident: Incident): IncidentState {
  if (resolutionOf(incident)) return 'resolved';
  if (incident.status === 'closed') return 'closed';
  return incident.actions.at(-1)?.action === 'acknowledge' ? 'acknowledged' : 'open';
}

/** The action that resolved an incident, if no later action or window undid it. */
function resolutionOf({ actions, lastWindow }: Incident): RecordedAction | undefined {
  const last = actions.at(-1);
  return last?.action === 'resolve' && last.at >= lastWindow ? last : undefined;
}

/** The latest recorded cause and fix of an incident, also if it was reopened since. */
export function recordedFix({ actions }: Pick<Incident, 'actions'>): RecordedAction | undefined {
  return actions.findLast(({ action }) => action === 'resolve');
}
