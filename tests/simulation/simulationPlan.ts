import { minuteMs } from '../../contract/hours';
import { type SeededRandom, seededRandom } from './seededRandom';
import { captureKeyOf, start } from './simulatedEndpoint';

/** A capture file and when it arrives. Instants are in milliseconds. */
interface PlannedCapture {
  readonly kind: 'capture';
  readonly at: number;
  readonly key: string;
  /** A quarter of its rows. */
  readonly quadruples: number;
  readonly window: number;
}

/** An event of the schedule and when it is delivered. */
export interface PlannedEvent {
  readonly kind: 'event';
  readonly at: number;
  readonly scheduledAt: number;
  /** The id of the invocation: equal for the retries of one event. */
  readonly request: string;
  readonly retries: number;
}

export type PlannedItem = PlannedCapture | PlannedEvent;

/** What happens around the functions. */
export interface SimulationPlan {
  readonly schedule: string;
  readonly windowMs: number;
  /** Whether the captures of each window violate a check. All captures of one window do, or none. */
  readonly broken: readonly boolean[];
  readonly items: readonly PlannedItem[];
  /** The same captures in time, and each event once, in order. */
  readonly undisturbed: readonly PlannedItem[];
  /** Event of an hour in which nothing was captured, after everything else. */
  readonly last: PlannedEvent;
}

const windows = 4;
/** Id of the event before the first window. */
export const firstRequest = 'run--1';

/**
 * Captures on time and late, and events that come once, twice, late, out of order or never. The seed determines what was
 * captured, and the random numbers when it arrives.
 */
export function makePlan(seed: number, random: SeededRandom): SimulationPlan {
  const base = seededRandom(seed);
  const minutes = base.chance(0.7) ? 60 : 30;
  const windowMs = minutes * minuteMs;
  const broken = Array.from({ length: windows }, () => base.chance(0.6));
  const captures: PlannedCapture[] = [];
  const late: PlannedItem[] = [];
  const undisturbed: PlannedItem[] = [];
  for (let window = 0; window < windows; window += 1) {
    for (let i = base.below(4); i > 0; i -= 1) {
      const at = start + window * windowMs + base.below(minutes) * minuteMs;
      captures.push({ kind: 'capture', at, key: captureKeyOf(at, captures.length), quadruples: 2 ** (i - 1), window });
    }
  }
  for (const capture of captures) {
    undisturbed.push(capture);
    late.push(random.chance(0.35) ? { ...capture, at: capture.at + random.next() * 3 * windowMs } : capture);
  }
  const event = (window: number, request: string): PlannedEvent => {
    const scheduledAt = start + (window + 1) * windowMs;
    return { kind: 'event', at: scheduledAt, scheduledAt, request, retries: 2 };
  };
  for (let window = -1; window < windows; window += 1) {
    const due = event(window, `run-${window}`);
    undisturbed.push(due);
    // Windows begin with the first event, so that one is always there and in time.
    const copies = window < 0 ? 1 : random.chance(0.15) ? 0 : random.chance(0.3) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const delay = window < 0 ? 0 : random.next() * (random.chance(0.3) ? 2 * windowMs : minuteMs);
      // Both kinds of duplicates: the scheduler invokes twice, or Lambda passes one invocation twice.
      const request = copy > 0 && random.chance(0.5) ? `${due.request}-again` : due.request;
      late.push({ ...due, at: due.at + delay, request });
    }
  }
  const inTime = (items: readonly PlannedItem[]) => [...items].sort((a, b) => a.at - b.at);
  const lastAt = start + 12 * 60 * minuteMs;
  const last: PlannedEvent = { kind: 'event', at: lastAt, scheduledAt: lastAt, request: 'last', retries: 2 };
  return {
    schedule: `rate(${minutes === 60 ? '1 hour' : '30 minutes'})`,
    windowMs,
    broken,
    items: inTime(late),
    undisturbed: inTime(undisturbed),
    last,
  };
}
