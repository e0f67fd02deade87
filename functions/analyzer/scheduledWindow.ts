import { type RunWindow, windowAround } from '../../contract/windowSchedule';
import type { EndpointProgress } from './endpointState';

/** A window, and the schedule that it is of. */
export interface ScheduledWindow extends RunWindow {
  readonly schedule: string;
}

/**
 * The window that contains an instant: of the present schedule, or of the former one that was in effect then. The first
 * window of a schedule begins where the last one of the former ended. Undefined before the first window of an endpoint.
 */
export function scheduledWindow(progress: EndpointProgress, at: Date): ScheduledWindow | undefined {
  const { schedule, since, former = [] } = progress;
  const instant = at.toISOString();
  const inEffect =
    instant >= since
      ? { schedule, since }
      : former.find((candidate) => candidate.since <= instant && instant < candidate.until);
  if (!inEffect) return undefined;
  const { from, to } = windowAround(inEffect.schedule, at);
  return { schedule: inEffect.schedule, from: new Date(Math.max(from.getTime(), Date.parse(inEffect.since))), to };
}

/** Schedules that are kept; captures of earlier ones are too old to be looked for. */
const keptSchedules = 10;

/**
 * The progress of an endpoint as the run for a window begins. If the schedule has changed, its windows begin where the last
 * one of the former ended. An event from before the first window begins the windows earlier.
 */
export function beginRun(before: EndpointProgress | undefined, schedule: string, due: RunWindow): EndpointProgress {
  const [from, to] = [due.from.toISOString(), due.to.toISOString()];
  const progress = before ?? { schedule, since: from, until: from };
  const { since, until, complete = until, former = [] } = progress;
  const next = { ...progress, complete, until: laterOf(until, to) };
  if (schedule === progress.schedule) return from < since && former.length === 0 ? { ...next, since: from } : next;
  const ended = since < until ? [{ schedule: progress.schedule, since, until }] : [];
  return { ...next, schedule, since: until, former: [...former, ...ended].slice(-keptSchedules) };
}

export const laterOf = (a: string, b: string) => (a > b ? a : b);
