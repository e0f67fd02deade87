import { minuteMs } from '../../contract/hours';
import { captureKeyOf, start } from './simulatedEndpoint';
import { loadFunctions } from './simulatedFunctions';
import type { OperationEnd } from './simulatedProcess';
import type { PlannedCapture, PlannedEvent, SimulationPlan } from './simulationPlan';
import { playPlan, playUndisturbed, storeProblems } from './simulationProblems';

/** Crash points of one order of events. */
export interface CrashTask {
  readonly order: readonly number[];
  /** The first call at which an invocation stops, and how many calls lie between two. */
  readonly first: number;
  readonly stride: number;
}

/** Crash points that were played, and what was wrong after some of them. */
export interface CrashPoints {
  readonly points: number;
  readonly problems: readonly string[];
}

const endpoint = 'churn';
const windowMs = 60 * minuteMs;
const ends: readonly OperationEnd[] = ['stopsBefore', 'stopsAfter'];

/**
 * Each order of up to three events of a schedule, repeated ones included, with a stop at every `stride`th call. Adjacent
 * orders make much the same calls, and begin at different ones.
 */
export const crashTasks = (stride: number): CrashTask[] =>
  ordersOf([0, 1, 2], 3).map((order, i) => ({ order, first: i % stride, stride }));

/**
 * Stops an invocation before and after calls of other services that both functions make until the run after the last one,
 * for one order of events. Three windows, of which the second violates a check.
 */
export async function playCrashPoints({ order, first, stride }: CrashTask): Promise<CrashPoints> {
  const functions = loadFunctions();
  const problems: string[] = [];
  let points = 0;
  const plan = planOf(order);
  const expected = await playUndisturbed(plan);
  const { calls } = await playPlan({ ...plan, last: plan.last.slice(0, 1) }, functions);
  for (let call = first; call < calls; call += stride) {
    for (const end of ends) {
      points += 1;
      const played = await playPlan(plan, functions, undefined, { call, end });
      const wrong = storeProblems(plan, played, expected);
      problems.push(...wrong.map((text) => `events ${order.join(', ')}, call ${call} ${end}: ${text}`));
    }
  }
  return { points, problems };
}

/** Each sequence of 1 to `length` of some values. */
function ordersOf(values: readonly number[], length: number): number[][] {
  if (length === 0) return [];
  const shorter = ordersOf(values, length - 1);
  return [
    ...shorter,
    ...[[], ...shorter]
      .filter((order) => order.length === length - 1)
      .flatMap((order) => values.map((value) => [...order, value])),
  ];
}

function planOf(order: readonly number[]): SimulationPlan {
  const captures = [0, 1, 2].map((window): PlannedCapture => {
    const time = start + window * windowMs;
    const content = window === 1 ? 'text' : 'usual';
    const key = captureKeyOf(endpoint, time, window);
    return { kind: 'capture', at: time, endpoint, key, content, quadruples: 1, time };
  });
  const events = order.map((window, i): PlannedEvent => eventOf(start + (window + 1) * windowMs, `event-${i}`));
  const delivered = events.map((event, i) => ({ ...event, at: start + 3 * windowMs + i * 10 * minuteMs }));
  const lastAt = start + 12 * windowMs;
  return {
    endpoints: [endpoint],
    minutes: 60,
    firstWindow: start - windowMs,
    first: [eventOf(start, 'first')],
    items: [...captures, ...delivered],
    undisturbed: [
      ...captures,
      ...[0, 1, 2].map((window) => eventOf(start + (window + 1) * windowMs, `in-order-${window}`)),
    ],
    // A killed run keeps its lock longer than Lambda repeats its event: the schedule's next run does its windows.
    last: [eventOf(lastAt, 'last'), eventOf(lastAt + windowMs, 'next')],
    weather: { faults: [], faultRate: 0, maxFaults: 0, callMs: 0, duplicateRate: 0 },
    destinations: { failureRate: 0 },
  };
}

function eventOf(scheduledAt: number, request: string): PlannedEvent {
  return { kind: 'event', at: scheduledAt, endpoint, scheduledAt, request, retries: 2 };
}
