import { hourMs } from '../../contract/hours';
import type { Incident } from './incident';

/** What happens to an incident once, in the usual order. */
const incidentMilestones = ['detected', 'acknowledged', 'closed', 'resolved'] as const;
export type IncidentMilestone = (typeof incidentMilestones)[number];

/** When an incident reached each milestone for the first time, ISO 8601; those that it did not reach are absent. */
export function incidentTimes({
  detected,
  closed,
  actions,
}: Pick<Incident, 'detected' | 'closed' | 'actions'>): Partial<Record<IncidentMilestone, string>> {
  const firstAt = (action: string) => actions.find((taken) => taken.action === action)?.at;
  return { detected, acknowledged: firstAt('acknowledge'), closed, resolved: firstAt('resolve') };
}

/** Hours from the start of the first violating window to an instant. */
export const hoursSince = ({ opened }: Pick<Incident, 'opened'>, at: string) =>
  (Date.parse(at) - Date.parse(opened)) / hourMs;

/** `detected after 1.2 h, acknowledged after 2.5 h`; empty for an incident that reached no milestone. */
export function timesText(incident: Pick<Incident, 'opened' | 'detected' | 'closed' | 'actions'>): string {
  const times = incidentTimes(incident);
  return incidentMilestones
    .flatMap((milestone) => {
      const at = times[milestone];
      return at === undefined ? [] : [`${milestone} after ${hoursSince(incident, at).toFixed(1)} h`];
    })
    .join(', ');
}
