import type { WindowAnalysis } from '../quality/analyzeWindow';
import type { OpenBaseline } from '../quality/openBaseline';
import { runPage } from '../report/monitorRun/runPage';
import { emptyRunReport, type NothingRead, type RunWindow, runReport } from '../report/monitorRun/runReport';
import type { CaptureWindow } from './captureWindow';
import type { FoundCapture } from './findCaptures';

/** What a run read, with which baseline it compared it, and when. */
interface RunSubject {
  readonly window: CaptureWindow;
  /** The captures of the window. */
  readonly chosen: readonly FoundCapture[];
  readonly baseline: OpenBaseline;
}

/** The page of a run, for its folder. */
export function monitorPage(analysis: WindowAnalysis, subject: RunSubject): string {
  return runPage(runReport(analysis, factsOf(subject)));
}

/** The page of a run that had nothing to compare. */
export function emptyMonitorPage(nothing: NothingRead, subject: RunSubject): string {
  return runPage(emptyRunReport(nothing, factsOf(subject)));
}

function factsOf({ window: { from, to }, chosen, baseline }: RunSubject) {
  const hours = chosen.flatMap(({ hour }) => (hour ? [hour.toISOString()] : [])).sort();
  const [firstHour, lastHour] = hours.length === chosen.length ? [hours[0], hours.at(-1)] : [];
  const window: RunWindow = {
    files: chosen.length,
    ...(from && { from: from.toISOString() }),
    ...(to && { to: to.toISOString() }),
    ...(firstHour !== undefined && { firstHour }),
    ...(lastHour !== undefined && { lastHour }),
  };
  return { writtenAt: new Date(), window, baseline };
}
