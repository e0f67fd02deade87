import { hoursSince, type IncidentMilestone, incidentTimes } from '../document/incidentTimes';
import type { IncidentRecord } from './incidentRecord';
import { type IncidentState, incidentState, incidentStates, recordedFix } from './incidentState';

/** A value and the number of incidents that have it. */
interface ValueCount {
  readonly value: string;
  readonly incidents: number;
}

/** Hours from the first violating window of incidents to something; of those incidents that reached it. */
interface Durations {
  readonly incidents: number;
  /** Absent without incidents. */
  readonly medianHours?: number;
  readonly longestHours?: number;
}

export interface IncidentStatistics {
  readonly incidents: number;
  readonly states: Readonly<Record<IncidentState, number>>;
  /** The most frequent first. */
  readonly endpoints: readonly ValueCount[];
  readonly checks: readonly ValueCount[];
  readonly features: readonly ValueCount[];
  /** Incidents with a recorded cause. */
  readonly withCause: number;
  readonly toDetect: Durations;
  readonly toAcknowledge: Durations;
  readonly toClose: Durations;
  readonly toResolve: Durations;
}

/** Counts incidents by state, endpoint, check and feature, and measures how long people and windows took. */
export function incidentStatistics(records: readonly IncidentRecord[]): IncidentStatistics {
  const incidents = records.map(({ incident }) => incident);
  const states = Object.fromEntries(incidentStates.map((state) => [state, 0])) as Record<IncidentState, number>;
  for (const incident of incidents) states[incidentState(incident)] += 1;
  const durationsTo = (milestone: IncidentMilestone) =>
    durations(
      incidents.flatMap((incident) => {
        const at = incidentTimes(incident)[milestone];
        return at === undefined ? [] : [hoursSince(incident, at)];
      }),
    );
  return {
    incidents: incidents.length,
    states,
    endpoints: countValues(incidents.map(({ endpoint }) => [endpoint])),
    checks: countValues(incidents.map(({ checkTypes }) => checkTypes)),
    features: countValues(incidents.map(({ features }) => features)),
    withCause: incidents.filter((incident) => recordedFix(incident)?.cause !== undefined).length,
    toDetect: durationsTo('detected'),
    toAcknowledge: durationsTo('acknowledged'),
    toClose: durationsTo('closed'),
    toResolve: durationsTo('resolved'),
  };
}

function countValues(lists: readonly (readonly string[])[]): ValueCount[] {
  const counts = new Map<string, number>();
  for (const value of lists.flatMap((list) => [...new Set(list)])) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, incidents]) => ({ value, incidents }))
    .sort((a, b) => b.incidents - a.incidents || a.value.localeCompare(b.value));
}

function durations(spans: readonly number[]): Durations {
  const hours = [...spans].sort((a, b) => a - b);
  const middle = (hours.length - 1) / 2;
  const [low, high, longest] = [hours[Math.floor(middle)], hours[Math.ceil(middle)], hours.at(-1)];
  if (low === undefined || high === undefined || longest === undefined) return { incidents: 0 };
  return { incidents: hours.length, medianHours: (low + high) / 2, longestHours: longest };
}
