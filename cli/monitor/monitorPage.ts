import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import type { WindowAnalysis } from '../../quality/monitor/analyzeWindow';
import { runPage } from '../../report/monitorRun/runPage';
import { emptyRunReport, type NothingRead, type RunWindow, runReport } from '../../report/monitorRun/runReport';
import type { CaptureInput } from '../input/captureInput';
import type { CaptureWindow } from '../input/captureWindow';

/** What a run read, with which baseline it compared it, and when. */
interface RunSubject {
  readonly window: CaptureWindow;
  /** The captures of the window. */
  readonly input: Pick<CaptureInput, 'hours' | 'amount' | 'stored'>;
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

function factsOf({ window: { from, to }, input: { hours, amount, stored }, baseline }: RunSubject) {
  const [firstHour, lastHour] = [hours[0]?.toISOString(), hours.at(-1)?.toISOString()];
  const window: RunWindow = {
    files: amount.files,
    ...(from && { from: from.toISOString() }),
    ...(to && { to: to.toISOString() }),
    ...(firstHour !== undefined && { firstHour }),
    ...(lastHour !== undefined && { lastHour }),
    ...(stored && { variants: stored.variants, lateFiles: stored.late.length }),
  };
  return { writtenAt: new Date(), window, baseline };
}
