import { minuteMs } from '../../contract/hours';
import { undeliveredOf } from './messageProblems';
import { parseIncidentDocument } from './rememberedModules';
import { makeHourPlan } from './reportPlan';
import { seededRandom } from './seededRandom';
import { start } from './simulatedEndpoint';
import { loadFunctions } from './simulatedFunctions';
import type { Simulation } from './simulation';
import type { SimulationPlan } from './simulationPlan';
import { playPlan, playUndisturbed, storeProblems } from './simulationProblems';

/** Figures of an hour of reports by name, and what was wrong after it, in sentences. */
export interface PlayedHour {
  readonly figures: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
}

/** Plays reports of many endpoints that arrive at a rate of 10,000 an hour, with random choices of the seed. */
export async function playHour(seed: number, reports: number, functions = loadFunctions()): Promise<PlayedHour> {
  const random = seededRandom(seed);
  const plan = await makeHourPlan(random, reports);
  const played = await playPlan(plan, functions, random);
  const problems = storeProblems(plan, played, await playUndisturbed(plan));
  return { figures: { ...planFigures(plan), ...figuresOf(played) }, problems };
}

function planFigures({ endpoints, items, undisturbed = [] }: SimulationPlan) {
  const reportsOf = (files: readonly SimulationPlan['items'][number][]) =>
    files.filter((item) => item.kind === 'file' && item.key.endsWith('/statistics.json')).length;
  return { endpoints: endpoints.length, windows: reportsOf(undisturbed), reports: reportsOf(items) };
}

function figuresOf({ store, bus, undelivered, calls, faults, duplicates, handledAt, failedEvents }: Simulation) {
  const incidents = store.keys('incidents/').map((key) => parseIncidentDocument(store.text(key) ?? '').incident);
  const faultsOf = (prefix: string) =>
    [...faults].reduce((sum, [end, count]) => (end.startsWith(prefix) ? sum + count : sum), 0);
  return {
    'events that came twice': duplicates,
    calls,
    kills: faultsOf('stops'),
    'failed calls': faultsOf('fails'),
    'refused calls': faultsOf('isRefused'),
    'repeated calls': faultsOf('isRepeated'),
    'stale listings': faultsOf('isStale'),
    'simulated minutes': Math.ceil((handledAt - start) / minuteMs),
    'events redriven from the dead-letter queue': failedEvents.added,
    incidents: incidents.filter(({ reports }) => reports.length > 0).length,
    messages: new Set(bus.accepted.map(({ event }) => event.message.id)).size,
    'messages delivered to tickets': bus.delivered.get('tickets')?.size ?? 0,
    'alarm states sent to the pager': bus.paged.size,
    'messages to pagerduty in the dead-letter queue': new Set(undelivered.bodies.map(undeliveredOf)).size,
  };
}
