import { join } from 'node:path';
import { hourMs, parseHourPath } from '../../contract/hours';
import type { PlannedMute } from '../../contract/plannedMute';
import type { HourPayload } from '../model/rehearsalReport';
import { type PayloadFile, type PayloadHour, readPayloads } from './payloads';

/** What the contractor does to the monitoring before an hour. */
export type Tampering = 'mute' | 'reschedule' | 'baseline';

export interface PlannedHour {
  readonly payload: HourPayload;
  readonly files: readonly PayloadFile[];
  readonly tampering?: Tampering;
  /** Whether the first incident is resolved before the hour. @default false */
  readonly resolvesIncident?: boolean;
}

export interface Day {
  readonly endpoint: string;
  /** Start of the first hour. */
  readonly start: Date;
  readonly hours: readonly PlannedHour[];
  /** A maintenance window that the settings announce. @default none */
  readonly maintenance?: PlannedMute;
}

/** Hours from the start of the mock day to its maintenance, in which the report of the missing column arrives, and its length. */
const maintenanceHours = { from: 5.5, length: 1 } as const;

/** Hours without captures before a two-hour dead-man alarm fires: CloudWatch reads more periods than it evaluates. */
const silentHours = 4;

/**
 * Plans the day of the mock payloads: clean, drifted, clean, broken in three ways, the first of them during maintenance,
 * clean. Then an alarm is muted before drifted captures, the schedule is slowed down, captures stop, and the baseline is
 * changed in the store.
 */
export function planMockDay(captures: string): Day {
  const readSet = (name: string) => readPayloads(join(captures, name));
  const [clean, drifted] = [readSet('clean'), readSet('drifted')];
  const first = clean[0];
  if (!first) throw new Error('no clean captures');
  const hour = (payload: HourPayload, payloads: readonly PayloadHour[], index: number): PlannedHour => {
    const captured = payloads[index];
    if (!captured) throw new Error(`the mock payloads have no hour ${index} of '${payload}'`);
    return { payload, files: captured.files };
  };
  const broken = (name: string, defect: string) => hour(`broken: ${defect}`, readSet(join('broken', name)), 0);
  const start = parseHourPath(first.hour);
  return {
    endpoint: first.endpoint,
    start,
    maintenance: planMaintenance(first.endpoint, start),
    hours: [
      hour('clean', clean, 0),
      hour('clean', clean, 1),
      hour('drifted', drifted, 0),
      hour('drifted', drifted, 1),
      hour('clean', clean, 2),
      broken('missing-column', 'missing column'),
      broken('changed-type', 'changed type'),
      broken('garbage', 'garbage'),
      { ...hour('clean', clean, 3), resolvesIncident: true },
      { ...hour('drifted', drifted, 0), tampering: 'mute' },
      { ...hour('clean', clean, 4), tampering: 'reschedule' },
      { payload: 'none', files: [], tampering: 'baseline' },
      ...Array.from({ length: silentHours - 1 }, (): PlannedHour => ({ payload: 'none', files: [] })),
    ],
  };
}

function planMaintenance(endpoint: string, start: Date): PlannedMute {
  const instant = (hours: number) => new Date(start.getTime() + hours * hourMs).toISOString();
  const { from, length } = maintenanceHours;
  return {
    endpoints: [endpoint],
    reason: 'upgrade of the flight data feed',
    author: 'ml-oncall@example.com',
    from: instant(from),
    until: instant(from + length),
  };
}

/** Plans the day of the user's own captures: all their hours, without gaps. */
export function planOwnDay(captures: string): Day {
  const hours = readPayloads(captures);
  const [first] = hours;
  if (!first) throw new Error('readPayloads returned no hour');
  return {
    endpoint: first.endpoint,
    start: parseHourPath(first.hour),
    hours: hours.map(({ files }) => ({ payload: 'captured', files })),
  };
}
