import { minuteMs } from '../../contract/hours';
import { type RunRecord, runRecordFile } from '../../contract/runRecord';
import { analyzerReportPrefix } from '../../contract/storeLayout';
import { refOf } from './simulatedEndpoint';
import type { SimulatedStore } from './simulatedStore';
import type { PlannedEvent, SimulationPlan } from './simulationPlan';

/** Captures in the store of the window that ended when an event was due. */
export function capturesInWindow(
  store: SimulatedStore,
  { items, minutes }: SimulationPlan,
  { endpoint, scheduledAt }: PlannedEvent,
): string[] {
  const from = scheduledAt - minutes * minuteMs;
  return items.flatMap((item) => {
    if (item.kind !== 'capture' || item.endpoint !== endpoint || store.text(item.key) === undefined) return [];
    return from <= item.time && item.time < scheduledAt ? [item.key] : [];
  });
}

/** A run that succeeded must have counted the captures that were in its window when it began. */
export function uncountedCaptures(
  store: SimulatedStore,
  { items, minutes }: SimulationPlan,
  { endpoint, scheduledAt }: PlannedEvent,
  captures: readonly string[],
): string[] {
  // Other windows and fewer captures are allowed there.
  if (items.some(({ kind }) => kind === 'schedule' || kind === 'deletion')) return [];
  const prefix = analyzerReportPrefix(refOf(endpoint), new Date(scheduledAt), minutes < 60);
  const { files = 0 } = store.json(prefix + runRecordFile) as Partial<RunRecord>;
  if (files >= captures.length) return [];
  return [`${prefix}: a run has counted ${files} captures; there were ${captures.length} when it began`];
}
