import { join } from 'node:path';
import { parseHourPath } from '../../contract/hours';
import type { HourPayload } from '../model/rehearsalReport';
import { type PayloadFile, type PayloadHour, readPayloads } from './payloads';

/** What somebody does to the monitoring before an hour. */
export type Tampering = 'mute' | 'reschedule' | 'baseline';

export interface PlannedHour {
  readonly payload: HourPayload;
  readonly files: readonly PayloadFile[];
  readonly tampering?: Tampering;
}

export interface Day {
  readonly endpoint: string;
  /** Start of the first hour. */
  readonly start: Date;
  readonly hours: readonly PlannedHour[];
}

/** Silent hours after which a dead-man alarm over two hours fires: CloudWatch looks back further than it counts. */
const silentHours = 4;

/**
 * The day of the mock payloads: clean, drifted, clean again, three ways of broken, clean; then somebody mutes an alarm
 * and the drift comes back unheard; at last somebody slows the schedule down, captures stop, and
 * the baseline is changed in the store.
 */
export function mockDay(captures: string): Day {
  const set = (name: string) => readPayloads(join(captures, name));
  const [clean, drifted] = [set('clean'), set('drifted')];
  const first = clean[0];
  if (!first) throw new Error('the clean captures have no hour');
  const hour = (payload: HourPayload, from: readonly PayloadHour[], index: number): PlannedHour => {
    const found = from[index];
    if (!found) throw new Error(`the mock payloads have no hour ${index} of '${payload}'`);
    return { payload, files: found.files };
  };
  const broken = (name: string, what: string) => hour(`broken: ${what}`, set(join('broken', name)), 0);
  return {
    endpoint: first.endpoint,
    start: parseHourPath(first.hour),
    hours: [
      hour('clean', clean, 0),
      hour('clean', clean, 1),
      hour('drifted', drifted, 0),
      hour('drifted', drifted, 1),
      hour('clean', clean, 2),
      broken('missing-column', 'missing column'),
      broken('changed-type', 'changed type'),
      broken('garbage', 'garbage'),
      hour('clean', clean, 3),
      { ...hour('drifted', drifted, 0), tampering: 'mute' },
      { ...hour('clean', clean, 4), tampering: 'reschedule' },
      { payload: 'none', files: [], tampering: 'baseline' },
      ...Array.from({ length: silentHours - 1 }, (): PlannedHour => ({ payload: 'none', files: [] })),
    ],
  };
}

/** The day of somebody's own captures: each of their hours, one after the other. */
export function ownDay(captures: string): Day {
  const hours = readPayloads(captures);
  const [first] = hours;
  if (!first) throw new Error('readPayloads answers at least one hour');
  return {
    endpoint: first.endpoint,
    start: parseHourPath(first.hour),
    hours: hours.map(({ files }) => ({ payload: 'captured', files })),
  };
}
