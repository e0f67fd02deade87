import { hourMs, minuteMs } from '../../contract/hours';
import { pick, type SeededRandom, seededRandom } from './seededRandom';
import type { Destinations } from './simulatedBus';
import { type CaptureKind, captureKeyOf, start } from './simulatedEndpoint';
import type { OperationEnd } from './simulatedProcess';

/** A capture file and when it arrives. Instants are in milliseconds. */
export interface PlannedCapture {
  readonly kind: 'capture';
  readonly at: number;
  readonly endpoint: string;
  readonly key: string;
  readonly content: CaptureKind;
  /** A quarter of its rows. */
  readonly quadruples: number;
  /** The time in its key. */
  readonly time: number;
}

/** An event of a schedule and when it is delivered. */
export interface PlannedEvent {
  readonly kind: 'event';
  readonly at: number;
  readonly endpoint: string;
  readonly scheduledAt: number;
  /** The id of the invocation: equal for the retries of one event. */
  readonly request: string;
  readonly retries: number;
}

/** The schedule of all endpoints from an instant on. */
interface PlannedChange {
  readonly kind: 'schedule';
  readonly at: number;
  readonly minutes: number;
}

/** A capture file that is deleted, as by a rule on its age. */
interface PlannedDeletion {
  readonly kind: 'deletion';
  readonly at: number;
  readonly key: string;
}

/** A file of a report that arrives without the analyzer, as from another engine. */
export interface PlannedFile {
  readonly kind: 'file';
  readonly at: number;
  readonly key: string;
  readonly body: string;
}

/** The dead-letter queues, by what is in them: events of the store, or messages about incidents. */
export const redrivenQueues = ['events', 'messages'] as const;
export type RedrivenQueue = (typeof redrivenQueues)[number];

/** A person sends the messages of a dead-letter queue again. */
interface PlannedRedrive {
  readonly kind: 'redrive';
  readonly at: number;
  readonly queue: RedrivenQueue;
}

export type PlannedItem =
  | PlannedCapture
  | PlannedEvent
  | PlannedChange
  | PlannedDeletion
  | PlannedFile
  | PlannedRedrive;

/** What happens around the functions. */
export interface SimulationPlan {
  readonly endpoints: readonly string[];
  /** Length of the windows. */
  readonly minutes: number;
  /** Start of the first window; captures before it belong to none. */
  readonly firstWindow: number;
  /** First events, in time and without faults: windows begin with them. */
  readonly first: readonly PlannedEvent[];
  readonly items: readonly PlannedItem[];
  /** The same captures in time, and each event once, in order. Undefined where the end depends on what comes when. */
  readonly undisturbed: readonly PlannedItem[] | undefined;
  /** Events in which nothing was captured, after everything else. */
  readonly last: readonly PlannedEvent[];
  /** What the store and the invocations are like. */
  readonly weather: Weather;
  /** What the destinations of the routes are like. */
  readonly destinations: Destinations;
  /**
   * Items never come before their instants, and each function has up to this number of invocations at the same time.
   * @default items may come before their instants, and the random numbers choose the number of invocations
   */
  readonly paced?: { readonly concurrency: number };
}

/** What a plan is about, and hours from the first window to the last event. */
const lastHours = {
  usual: 12,
  'day late': 25,
  'no events for days': 60,
  'schedule change': 12,
  deletion: 12,
  'day between windows': 40,
} as const;
type Scenario = keyof typeof lastHours;
const scenarios = ['usual', ...Object.keys(lastHours)] as Scenario[];

/** Faults that may happen at each call, which ones, how many at most, the longest time of a call, and events that come twice. */
export interface Weather {
  readonly faults: readonly OperationEnd[];
  readonly faultRate: number;
  readonly maxFaults: number;
  readonly callMs: number;
  /** Share of the store's events. */
  readonly duplicateRate: number;
}

export const anyFaults: readonly OperationEnd[] = [
  'stopsBefore',
  'stopsAfter',
  'failsBefore',
  'failsAfter',
  'isRepeated',
  'isRefused',
  'isStale',
];
export const duplicateRate = 0.3;
const weathers: readonly Weather[] = [
  { faults: anyFaults, faultRate: 0.04, maxFaults: 4, callMs: 500, duplicateRate },
  { faults: anyFaults, faultRate: 0.04, maxFaults: 4, callMs: 500, duplicateRate },
  { faults: anyFaults, faultRate: 0.3, maxFaults: 30, callMs: 500, duplicateRate },
  { faults: anyFaults, faultRate: 0.04, maxFaults: 4, callMs: 40_000, duplicateRate },
  { faults: ['isStale'], faultRate: 0.3, maxFaults: 30, callMs: 500, duplicateRate },
  { faults: ['isRefused'], faultRate: 0.5, maxFaults: 30, callMs: 500, duplicateRate },
];
/** Destinations that work, that often fail, and of which one is broken until the end. */
const destinations: readonly Destinations[] = [
  { failureRate: 0 },
  { failureRate: 0.2 },
  { failureRate: 0.8 },
  { failureRate: 0.2, broken: 'pagerduty' },
];

const maxWindows = 6;
/** Hours from one half of the windows to the other: an incident continues up to 24 hours after its last window. */
const pauses = [23, 24, 25];

/**
 * Captures on time and late, and events that come once, twice, late, out of order or never. The seed determines what was
 * captured, and the random numbers when it arrives and what fails.
 */
export function makePlan(seed: number, random: SeededRandom): SimulationPlan {
  const base = seededRandom(seed);
  const minutes = pick(base, [60, 60, 30, 5]);
  const windowMs = minutes * minuteMs;
  const endpoints = base.chance(0.2) ? ['churn', 'fraud'] : ['churn'];
  const scenario = pick(base, scenarios);
  const lastAt = start + lastHours[scenario] * hourMs;
  const count = 1 + base.below(maxWindows);
  const pauseMs = scenario === 'day between windows' ? pick(base, pauses) * hourMs : 0;
  /** Starts of the windows. */
  const windows = Array.from(
    { length: count },
    (_, window) => start + window * windowMs + (window < count / 2 ? 0 : pauseMs),
  );
  // Its event comes after those of all later windows. After a change of the schedule it would begin nothing.
  const early = scenario !== 'schedule change' && base.chance(0.2) ? start - windowMs : undefined;
  const analyzed = early === undefined ? windows : [early - windowMs, ...windows];
  const captures = endpoints.flatMap((endpoint) => plannedCaptures(base, endpoint, analyzed, windowMs));
  const late = (capture: PlannedCapture): PlannedCapture => {
    if (random.chance(0.65)) return { ...capture, at: capture.at + (random.chance(0.1) ? -minuteMs : 0) };
    const latest = scenario === 'day late' ? lastAt - minuteMs - capture.at : 3 * windowMs;
    return { ...capture, at: capture.at + random.next() * latest };
  };
  const events = endpoints.flatMap((endpoint) => windows.map((from) => eventOf(endpoint, from + windowMs)));
  const delivered =
    scenario === 'no events for days'
      ? endpoints.map((endpoint) => eventOf(endpoint, lastAt - hourMs))
      : events.flatMap((event) => deliveries(random, event, windowMs));
  const areTogether = random.chance(0.25);
  const items = [...captures.map(late), ...(areTogether ? together(random, delivered) : delivered)];
  const other: PlannedItem[] = [];
  if (scenario === 'schedule change') {
    other.push({
      kind: 'schedule',
      at: start + random.next() * count * windowMs,
      minutes: pick(random, [60, 30, 5]),
    });
  }
  if (scenario === 'deletion') {
    const deleted = captures.filter(() => random.chance(0.3));
    other.push(...deleted.map(({ at, key }) => deletionOf(key, at + random.next() * 3 * windowMs)));
  }
  other.push(...scheduledRedrives(random, start, lastAt));
  return {
    endpoints,
    minutes,
    firstWindow: (early ?? start) - windowMs,
    first: endpoints.map((endpoint) => eventOf(endpoint, start)),
    items: inTime([...items, ...other]),
    undisturbed:
      scenario === 'deletion' || scenario === 'schedule change' ? undefined : inTime([...captures, ...events]),
    last: endpoints.flatMap((endpoint) => [
      ...(early === undefined ? [] : [{ ...eventOf(endpoint, early), at: lastAt }]),
      eventOf(endpoint, lastAt),
    ]),
    weather: selectWeather(random),
    destinations: selectDestinations(random),
  };
}

/** Captures of each window, and sometimes one from before the first window, which belongs to none. */
function plannedCaptures(
  base: SeededRandom,
  endpoint: string,
  windows: readonly number[],
  windowMs: number,
): PlannedCapture[] {
  const captures: PlannedCapture[] = [];
  const add = (time: number, content: CaptureKind, quadruples: number) => {
    const key = captureKeyOf(endpoint, time, captures.length);
    captures.push({ kind: 'capture', at: time, endpoint, key, content, quadruples, time });
  };
  if (base.chance(0.2)) add(start - 3 * hourMs, 'usual', 1);
  for (const from of windows) {
    const time = () => from + base.below(windowMs / minuteMs) * minuteMs;
    const kinds = pick(base, [['usual'], ['usual'], ['text'], ['usual', 'text', 'rejects']] as const);
    for (let i = base.below(4); i > 0; i -= 1) add(time(), base.chance(0.2) ? 'rejects' : pick(base, kinds), 2 ** i);
    // Whichever of the two comes first makes the window drift.
    if (base.chance(0.3)) for (const half of ['low', 'high'] as const) add(time(), half, 1);
  }
  return captures;
}

function eventOf(endpoint: string, scheduledAt: number): PlannedEvent {
  return { kind: 'event', at: scheduledAt, endpoint, scheduledAt, request: `${endpoint}-${scheduledAt}`, retries: 2 };
}

/** An event that comes never, once or twice, on time or late. */
function deliveries(random: SeededRandom, event: PlannedEvent, windowMs: number): PlannedEvent[] {
  const copies = random.chance(0.15) ? 0 : random.chance(0.3) ? 2 : 1;
  return Array.from({ length: copies }, (_, copy) => {
    const delay = random.next() * (random.chance(0.3) ? 2 * windowMs : minuteMs);
    // Both kinds of duplicates: the scheduler invokes twice, or Lambda passes one invocation twice.
    const request = copy > 0 && random.chance(0.5) ? `${event.request}-again` : event.request;
    return { ...event, at: event.at + delay, request };
  });
}

/** Events that all come within a minute, as after an outage. */
function together(random: SeededRandom, events: readonly PlannedEvent[]): PlannedEvent[] {
  const at = Math.max(...events.map((event) => event.at));
  return events.map((event) => ({ ...event, at: at + random.below(minuteMs) }));
}

const deletionOf = (key: string, at: number): PlannedDeletion => ({ kind: 'deletion', at, key });

export const selectWeather = (random: SeededRandom) => pick(random, weathers);
export const selectDestinations = (random: SeededRandom) => pick(random, destinations);

/** In some plans, a redrive of each dead-letter queue at an instant. */
export function scheduledRedrives(random: SeededRandom, from: number, to: number): PlannedRedrive[] {
  if (random.chance(0.5)) return [];
  return redrivenQueues.map((queue) => ({ kind: 'redrive', at: from + random.next() * (to - from), queue }));
}

export const inTime = (items: readonly PlannedItem[]) => [...items].sort((a, b) => a.at - b.at);
