import type { Calibration } from '../../contract/calibration';
import type { Incident } from '../../incidents/document/incident';
import { recordedFix } from '../../incidents/memory/incidentState';
import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import { type Backtest, backtest, type PastIncident } from '../../quality/calibrated/backtest';
import type { ReplayedWindow } from '../../quality/calibrated/weekFile';
import { countedWindows } from '../../store/countedWindows';
import { readIncidentDocuments } from '../../store/incidentDocuments';
import type { ObjectStore } from '../../store/objectStore';
import type { CaptureWindow } from '../input/captureWindow';
import { printError } from '../terminal/output';

export interface ReplayOptions extends CaptureWindow {
  /** Keep the counts of complete weeks in the store. */
  readonly keepCounts: boolean;
}

type Baseline = Pick<OpenBaseline, 'manifest' | 'statistics'>;

/** The windows of an endpoint's reports in a span. */
export function reportedWindows(
  store: ObjectStore,
  { manifest, statistics }: Baseline,
  calibration: Calibration,
  { from, to, keepCounts: keep }: ReplayOptions,
): Promise<readonly ReplayedWindow[]> {
  const baseline = { id: manifest.id, statistics };
  return countedWindows(store, { ref: manifest, baseline, calibration, span: { from, to }, keep });
}

/** Replays past windows of an endpoint under a calibration of a baseline; undefined without windows. */
export async function replayEndpoint(
  store: ObjectStore,
  { manifest: { endpoint, schema } }: Baseline,
  calibration: Calibration,
  windows: readonly ReplayedWindow[],
  isOff: (feature: string) => boolean,
): Promise<Backtest | undefined> {
  if (windows.length === 0) return undefined;
  const { records, unreadable } = await readIncidentDocuments(store, [endpoint]);
  for (const { key, reason } of unreadable) printError(`warning: ${store.address}/${key} was left out: ${reason}`);
  const incidents = records.map(({ incident }) => incident).filter((incident) => incident.schema === schema);
  return backtest(calibration, windows, { isOff, incidents: incidents.map(pastIncident) });
}

function pastIncident(incident: Incident): PastIncident {
  const { id, opened, lastWindow, checkTypes, features } = incident;
  const { cause } = recordedFix(incident) ?? {};
  return {
    id,
    from: new Date(opened),
    lastWindow: new Date(lastWindow),
    checks: checkTypes,
    features,
    ...(cause !== undefined && { cause }),
  };
}
