import { isDeepStrictEqual } from 'node:util';
import type { Statistics } from '../../contract/modelMonitorFiles';
import { runRecordFile, runRecordSchema } from '../../contract/runRecord';
import { analyzerReportPrefix, analyzerStateKey } from '../../contract/storeLayout';
import { parseIncidentDocument } from '../../functions/incident/incidentDocument';
import { seededRandom } from './seededRandom';
import { ref, start } from './simulatedEndpoint';
import type { SimulatedStore } from './simulatedStore';
import { type Mutation, Simulation } from './simulation';
import { makePlan, type SimulationPlan } from './simulationPlan';

/** Number of different plans; what happens to each without faults is computed once. */
const plans = 64;
const undisturbedStores = new Map<number, Promise<SimulatedStore>>();

/** Plays the schedule of a seed. Returns what is wrong after it, in sentences. */
export async function simulationProblems(seed: number, mutation?: Mutation): Promise<string[]> {
  const random = seededRandom(seed);
  const planSeed = seed % plans;
  const plan = makePlan(planSeed, random);
  const expected = await (undisturbedStores.get(planSeed) ?? playUndisturbed(planSeed, plan));
  const simulation = new Simulation(plan, random, mutation);
  await simulation.run();
  const { store, isInOrder } = simulation;
  // Accepted: a window at which two runs in a row failed, as in a store that is slow for long, is not analyzed again. Its
  // record shows that.
  if (hasGivenUp(store)) return lockProblems(store);
  return [
    ...countProblems(plan, store),
    ...lockProblems(store),
    ...differences('reports', reportsOf(store), reportsOf(expected)),
    ...differences('metrics', store.maxima, expected.maxima),
    ...(isInOrder
      ? differences('incidents', incidentsOf(store), incidentsOf(expected))
      : // Accepted: reports that are handled at the same time or not in order of their windows may split one incident into
        // two, or join two across a clean window. Each violating window is still in exactly one incident.
        differences('windows of incidents', incidentWindowsOf(store), incidentWindowsOf(expected))),
  ];
}

function playUndisturbed(planSeed: number, plan: SimulationPlan): Promise<SimulatedStore> {
  const simulation = new Simulation(plan, undefined);
  const played = simulation.run().then(() => simulation.store);
  undisturbedStores.set(planSeed, played);
  return played;
}

/** Each capture is counted once: a window has the rows of its captures. */
function countProblems(plan: SimulationPlan, store: SimulatedStore): string[] {
  return plan.broken.flatMap((_, window) => {
    const captures = plan.undisturbed.filter((item) => item.kind === 'capture' && item.window === window);
    const expected = captures.reduce((sum, item) => sum + (item.kind === 'capture' ? 4 * item.quadruples : 0), 0);
    const to = new Date(start + (window + 1) * plan.windowMs);
    const text = store.text(`${analyzerReportPrefix(ref, to, plan.schedule.includes('minutes'))}statistics.json`);
    const rows = text === undefined ? 0 : (JSON.parse(text) as Statistics).dataset.item_count;
    return rows === expected ? [] : [`window ${window}: the report has ${rows} rows; its captures have ${expected}`];
  });
}

function hasGivenUp(store: SimulatedStore): boolean {
  return store
    .keys('reports/')
    .filter((key) => key.endsWith(runRecordFile))
    .map((key) => runRecordSchema.parse(JSON.parse(store.text(key) ?? '')))
    .some(({ reason, inputs }) => reason.startsWith('The run stopped') && inputs !== undefined);
}

function lockProblems(store: SimulatedStore): string[] {
  const { lock } = JSON.parse(store.text(analyzerStateKey(ref)) ?? '{}') as { lock?: unknown };
  return lock === null ? [] : [`the endpoint's lock is ${JSON.stringify(lock)}; expected null`];
}

/** Reports and summaries, without versions, times and files that say only that nothing is wrong. */
function reportsOf(store: SimulatedStore): Record<string, unknown> {
  const reports = store.keys('reports/').flatMap((key): [string, unknown][] => {
    const content = JSON.parse(store.text(key) ?? '') as Record<string, unknown>;
    if (key.endsWith('state.json') || isDeepStrictEqual(content, { violations: [] })) return [];
    const { startedAt: _, seconds: __, reportVersions: ___, ...rest } = content;
    // A window without captures has a record if its event came.
    return rest['files'] === 0 ? [] : [[key, rest]];
  });
  return Object.fromEntries(reports);
}

/** Incidents in order of time, without versions of their reports. */
function incidentsOf(store: SimulatedStore): Record<string, unknown> {
  const incidents = store.keys('incidents/').map((key) => parseIncidentDocument(store.text(key) ?? '').incident);
  return Object.fromEntries(
    incidents.map((incident) => [
      incident.opened,
      { ...incident, reports: incident.reports.map(({ version: _, ...report }) => report) },
    ]),
  );
}

/** Rows of each report that an incident lists, by its window and its place in order. */
function incidentWindowsOf(store: SimulatedStore): Record<string, unknown> {
  const windows: Record<string, unknown[]> = {};
  for (const key of store.keys('incidents/')) {
    const { reports } = parseIncidentDocument(store.text(key) ?? '').incident;
    for (const { window, version: _, ...report } of reports) windows[window] = [...(windows[window] ?? []), report];
  }
  return windows;
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

const textOf = (value: unknown) => (value === undefined ? 'missing' : JSON.stringify(value));
