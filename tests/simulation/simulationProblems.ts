import { isDeepStrictEqual } from 'node:util';
import { isPlainObject } from '../../contract/isPlainObject';
import { indexProblems } from './indexProblems';
import { messageProblems } from './messageProblems';
import { parseIncidentDocument } from './rememberedModules';
import { makeReportPlan } from './reportPlan';
import { type SeededRandom, seededRandom } from './seededRandom';
import { loadFunctions, type SimulatedFunctions } from './simulatedFunctions';
import type { SimulatedStore } from './simulatedStore';
import { Simulation } from './simulation';
import { makePlan, type SimulationPlan } from './simulationPlan';
import type { ScriptedFault, ScriptedPause } from './simulationScript';
import { incidentProblems, windowProblems } from './windowProblems';

const sourceFunctions = loadFunctions();

/** Number of different plans; what happens to each without faults is computed once. */
const plans = 256;
const undisturbedStores = new Map<number, Promise<SimulatedStore>>();

/** Plays the schedule of a seed. Returns what is wrong after it, in sentences. */
export async function simulationProblems(seed: number, functions = sourceFunctions): Promise<string[]> {
  const random = seededRandom(seed);
  const planSeed = seed % plans;
  // Every other plan is of reports that come without the analyzer.
  const plan = planSeed % 2 === 0 ? makePlan(planSeed, random) : await makeReportPlan(planSeed, random);
  const played = await playPlan(plan, functions, random);
  const expected = undisturbedStores.get(planSeed) ?? playUndisturbed(plan);
  undisturbedStores.set(planSeed, expected);
  return storeProblems(plan, played, plan.undisturbed && (await expected));
}

/** Plays a plan with random choices, or in order with one fault or pause. */
export async function playPlan(
  plan: SimulationPlan,
  functions: SimulatedFunctions,
  choices?: SeededRandom,
  script?: ScriptedFault | ScriptedPause,
): Promise<Simulation> {
  const simulation = new Simulation(plan, functions, choices, script);
  await simulation.run(plan.items);
  return simulation;
}

/** The store after a plan in which everything comes in time and in order, without faults. */
export async function playUndisturbed(plan: SimulationPlan): Promise<SimulatedStore> {
  const simulation = new Simulation(plan, sourceFunctions, undefined);
  await simulation.run(plan.undisturbed ?? []);
  return simulation.store;
}

/** What is wrong in a store after a plan. `expected` is the store after the plan without faults, if that determines it. */
export function storeProblems(
  plan: SimulationPlan,
  simulation: Simulation,
  expected: SimulatedStore | undefined,
): string[] {
  const { store } = simulation;
  const problems = [
    ...simulation.problems,
    ...store.wrongWrites,
    ...lockProblems(store),
    ...incidentProblems(store),
    ...messageProblems(simulation),
    ...indexProblems(simulation),
    ...windowProblems(plan, store),
  ];
  if (!expected) return problems;
  return [
    ...problems,
    ...differences('reports', reportsOf(store), reportsOf(expected)),
    ...differences('metrics', metricsOf(store, expected), expected.maxima),
    ...differences('incidents', incidentsOf(store), incidentsOf(expected)),
  ];
}

function lockProblems(store: SimulatedStore): string[] {
  return store.keys('reports/').flatMap((key) => {
    if (!key.endsWith('/analyzer/state.json')) return [];
    const { lock } = store.json(key) as { lock?: unknown };
    return lock === null ? [] : [`the lock ${key} is ${JSON.stringify(lock)}; expected null`];
  });
}

/** Reports and summaries, without versions, times and files that say only that nothing is wrong. */
function reportsOf(store: SimulatedStore): Record<string, unknown> {
  const reports = store.keys('reports/').flatMap((key): [string, unknown][] => {
    if (key.endsWith('state.json')) return [];
    const content = store.json(key) as Record<string, unknown>;
    if (isEmpty(content['violations']) || isEmpty(content['rejects'])) return [];
    const { startedAt: _, seconds: __, reportVersions: ___, ...rest } = content;
    // A window without captures has a record if its event came, and a summary without rejects may say so or not.
    return rest['files'] === 0 ? [] : [[key, { ...rest, rejected: rest['rejected'] ?? 0 }]];
  });
  return Object.fromEntries(reports);
}

const isEmpty = (list: unknown) => Array.isArray(list) && list.length === 0;

/** The highest value of each metric. A window without all its captures may have had a higher share of bad ones. */
function metricsOf({ maxima }: SimulatedStore, expected: SimulatedStore): Record<string, unknown> {
  const values = Object.entries(maxima).map(([name, value]) => {
    const least = expected.maxima[name];
    return [
      name,
      /^(BrokenPromises|RejectedShare) /.test(name) && least !== undefined && value > least ? least : value,
    ];
  });
  return Object.fromEntries(values);
}

/**
 * Incidents that have windows, by their keys, without versions of their reports, the time of their first writing, and messages,
 * which depend on the order.
 */
function incidentsOf(store: SimulatedStore): Record<string, unknown> {
  const incidents = store
    .keys('incidents/')
    .map((key) => [key, parseIncidentDocument(store.text(key) ?? '').incident] as const);
  return Object.fromEntries(
    incidents
      .filter(([, { reports }]) => reports.length > 0)
      .map(([key, { detected: _, messages: ___, ...incident }]) => [
        key,
        { ...incident, reports: incident.reports.map(({ version: __, ...report }) => report) },
      ]),
  );
}

function differences(what: string, found: Record<string, unknown>, expected: Record<string, unknown>): string[] {
  const names = [...new Set([...Object.keys(found), ...Object.keys(expected)])].sort();
  return names
    .filter((name) => !isDeepStrictEqual(found[name], expected[name]))
    .map(
      (name) =>
        `${what}: ${name} is ${textOf(found[name])}; in order and without faults it is ${textOf(expected[name])}`,
    );
}

/** JSON with keys in order: documents that are looked up have another order than those that are computed. */
const textOf = (value: unknown) =>
  value === undefined
    ? 'missing'
    : JSON.stringify(value, (_, part: unknown) =>
        isPlainObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
      );
