import { reportFiles, type Statistics } from '../../contract/modelMonitorFiles';
import { type RunRecord, runRecordFile } from '../../contract/runRecord';
import { type WindowSummary, windowSummaryFile } from '../../contract/windowSummary';
import { parseIncidentDocument } from './rememberedModules';
import { rowsOf } from './simulatedEndpoint';
import type { SimulatedStore } from './simulatedStore';
import type { PlannedCapture, SimulationPlan } from './simulationPlan';

/** Each capture is in one window, and the report of each window has the rows of its captures. */
export function windowProblems(plan: SimulationPlan, store: SimulatedStore): string[] {
  const captures = plan.items.filter((item): item is PlannedCapture => item.kind === 'capture');
  const deleted = new Set(plan.items.flatMap((item) => (item.kind === 'deletion' ? [item.key] : [])));
  const windows = store
    .keys('reports/')
    .filter((key) => key.endsWith(runRecordFile))
    .map((key) => windowOf(store, key))
    .filter(({ isAnalyzed }) => isAnalyzed);
  const counted = captures.flatMap((capture) => {
    const own = windows.filter((window) => contains(window, capture));
    const expected = capture.time < plan.firstWindow ? 0 : 1;
    if (own.length === expected || (own.length < expected && deleted.has(capture.key))) return [];
    return [`${capture.key}: is in ${own.length} windows; expected ${expected}`];
  });
  const rows = windows.flatMap((window) => {
    const own = captures.filter((capture) => contains(window, capture));
    // A report stays as it is once a capture is deleted, so it may have those of any time before.
    const allowed = own.some(({ key }) => deleted.has(key)) ? sumsOfSome(own, window.counted) : [sumOf(own)];
    if (allowed.includes(window.rows)) return [];
    return [`${window.key}: the report has ${window.rows} rows; expected ${allowed.join(' or ')}`];
  });
  return [...counted, ...rows];
}

/** Rows of each selection of a number of captures, or of any number of them. */
function sumsOfSome(captures: readonly PlannedCapture[], count: number | undefined): number[] {
  const selections = Array.from({ length: 2 ** captures.length }, (_, bits) =>
    captures.filter((__, i) => (bits >> i) % 2 === 1),
  );
  return selections.filter(({ length }) => count === undefined || length === count).map(sumOf);
}

interface CountedWindow {
  readonly key: string;
  readonly endpoint: string;
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** Captures of the last run; undefined if it failed or found none, so that the report is of an earlier one. */
  readonly counted: number | undefined;
  /** False for a run that failed and was not repeated, as its schedule had changed. */
  readonly isAnalyzed: boolean;
}

function windowOf(store: SimulatedStore, key: string): CountedWindow {
  const { window, endpoint, inputs, files } = store.json(key) as RunRecord;
  const statistics = store.json(key.replace(runRecordFile, reportFiles.statistics)) as Partial<Statistics>;
  const rows = statistics.dataset?.item_count ?? 0;
  const isAnalyzed = inputs !== undefined || rows > 0;
  return {
    key,
    endpoint,
    from: Date.parse(window.from),
    to: Date.parse(window.to),
    rows,
    counted: inputs === undefined || files === 0 ? undefined : files,
    isAnalyzed,
  };
}

function contains({ endpoint, from, to }: CountedWindow, capture: PlannedCapture): boolean {
  return endpoint === capture.endpoint && from <= capture.time && capture.time < to;
}

const sumOf = (captures: readonly PlannedCapture[]) =>
  captures.reduce((sum, { quadruples }) => sum + rowsOf(quadruples), 0);

/** Each window that breaks promises is in one incident, and no other window is in any. */
export function incidentProblems(store: SimulatedStore): string[] {
  const listed = new Map<string, number>();
  for (const key of store.keys('incidents/')) {
    for (const report of parseIncidentDocument(store.text(key) ?? '').incident.reports) {
      listed.set(report.key, (listed.get(report.key) ?? 0) + 1);
    }
  }
  return store
    .keys('reports/')
    .filter((key) => key.endsWith(windowSummaryFile))
    .flatMap((key) => {
      const prefix = key.slice(0, -windowSummaryFile.length);
      const expected = (store.json(key) as WindowSummary).brokenPromises.length > 0 ? 1 : 0;
      const incidents = listed.get(prefix) ?? 0;
      return incidents === expected ? [] : [`${prefix}: is in ${incidents} incidents; expected ${expected}`];
    });
}
