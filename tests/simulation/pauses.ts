import { minuteMs } from '../../contract/hours';
import { pauseFaults } from './rareFaults';
import { type CaptureKind, captureKeyOf, start } from './simulatedEndpoint';
import { loadFunctions } from './simulatedFunctions';
import type { PlannedCapture, PlannedEvent, SimulationPlan } from './simulationPlan';
import { playPlan, playUndisturbed, storeProblems } from './simulationProblems';

const endpoint = 'churn';
const windowMs = 30 * minuteMs;

/** Captures on time and late, by the window of their key. `low` alone makes a window drift, `low` and `high` do not. */
const contents: readonly { readonly onTime: readonly CaptureKind[]; readonly late: readonly CaptureKind[] }[] = [
  { onTime: ['low'], late: ['high'] },
  { onTime: ['usual'], late: ['text'] },
  { onTime: ['text', 'low'], late: ['high'] },
  { onTime: ['text'], late: [] },
];

/** Calls that others make while an invocation is held: some, or all there are. */
const lengths = [12, 10_000];

/** Pauses of the invocations, with the functions as they are or with a fault of `pauseFaults`. */
export interface PauseTask {
  readonly pauseFault?: string;
}

/** Pauses that were played, and what was wrong after some of them, in sentences. */
export interface Pauses {
  readonly pauses: number;
  readonly problems: readonly string[];
}

/** Holds an invocation at each call that is made. With a fault it ends with the first pause that finds it. */
export async function playPauses({ pauseFault }: PauseTask): Promise<Pauses> {
  const functions = loadFunctions(pauseFault === undefined ? [] : pauseFaults[pauseFault]);
  const plan = makePausePlan();
  const expected = await playUndisturbed(plan);
  const { calls } = await playPlan(plan, functions);
  const problems: string[] = [];
  let pauses = 0;
  for (let from = 0; from < calls; from += 1) {
    for (const length of lengths) {
      pauses += 1;
      const played = await playPlan(plan, functions, undefined, { from, to: from + length });
      const wrong = storeProblems(plan, played, expected);
      problems.push(...wrong.map((text) => `pause of ${length} calls from call ${from}: ${text}`));
      if (pauseFault !== undefined && wrong.length > 0) return { pauses, problems };
    }
  }
  return { pauses, problems };
}

function makePausePlan(): SimulationPlan {
  const captureOf = (at: number, window: number, content: CaptureKind, i: number): PlannedCapture => {
    const time = start + window * windowMs + i * minuteMs;
    const key = captureKeyOf(endpoint, time, i);
    return { kind: 'capture', at, endpoint, key, content, quadruples: 1, time };
  };
  const end = start + contents.length * windowMs;
  const onTime = contents.flatMap(({ onTime: kinds }, window) =>
    kinds.map((kind, i) => captureOf(start + window * windowMs, window, kind, i)),
  );
  const late = contents.flatMap(({ late: kinds }, window) =>
    kinds.map((kind, i) => captureOf(end, window, kind, 10 + i)),
  );
  const events = contents.map((_, window) => eventOf(start + (window + 1) * windowMs));
  // The windows in reverse order, then those that the late captures reached.
  const delivered = [...[...events].reverse(), eventOf(end + 2 * windowMs)];
  return {
    endpoints: [endpoint],
    minutes: 30,
    firstWindow: start - windowMs,
    first: [eventOf(start)],
    items: [...onTime, ...delivered.slice(0, 2).map(at(end)), ...late, ...delivered.slice(2).map(at(end))],
    undisturbed: [...onTime, ...late, ...events.map(at(end)), eventOf(end + 2 * windowMs)],
    last: [eventOf(end + 6 * windowMs)],
    weather: { faults: [], faultRate: 0, maxFaults: 0, callMs: 0, duplicateRate: 0 },
    destinations: { failureRate: 0 },
  };
}

const at = (instant: number) => (event: PlannedEvent) => ({ ...event, at: Math.max(event.at, instant) });

function eventOf(scheduledAt: number): PlannedEvent {
  return { kind: 'event', at: scheduledAt, endpoint, scheduledAt, request: `event-${scheduledAt}`, retries: 2 };
}
