import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hourMs } from '../../contract/hours';
import { reportFiles, reportPage, violationsFiles } from '../../contract/modelMonitorFiles';
import { onDemandReportPrefix } from '../../contract/storeLayout';
import { UserError } from '../../contract/userError';
import type { AlarmVerdict } from '../../contract/windowSummary';
import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import type { WindowAnalysis } from '../../quality/monitor/judgeWindow';
import { runPage } from '../../report/monitorRun/runPage';
import { emptyRunReport, type NothingRead, type RunWindow, runReport } from '../../report/monitorRun/runReport';
import type { CaptureWindow } from '../input/captureWindow';
import type { RunInput } from './runInput';

/** What a run read, and which baseline it was compared with. */
interface RunSubject {
  readonly window: CaptureWindow;
  readonly input: RunInput;
  readonly baseline: OpenBaseline;
}

/** Renders the HTML page of a run. */
export function renderPage(analysis: WindowAnalysis, subject: RunSubject & { readonly alarms: AlarmVerdict }): string {
  return runPage(runReport(analysis, { ...pageFacts(subject), alarms: subject.alarms }));
}

/** Renders the HTML page of a run that had nothing to compare. */
export function renderEmptyPage(nothingRead: NothingRead, subject: RunSubject): string {
  return runPage(emptyRunReport(nothingRead, pageFacts(subject)));
}

function pageFacts({
  window: { from, to },
  input: { hours, amount, tables, stored, otherFiles },
  baseline,
}: RunSubject) {
  const window: RunWindow = {
    files: amount.files,
    tables,
    otherFiles,
    from: from?.toISOString(),
    to: to?.toISOString(),
    firstHour: hours[0]?.toISOString(),
    lastHour: hours.at(-1)?.toISOString(),
    variants: stored?.variants,
    lateFiles: stored?.late.length,
  };
  return { writtenAt: new Date(), window, baseline };
}

/** Writes the files of a report, and removes files of an earlier report in the same folder. */
export async function writeReport(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of [...Object.values(reportFiles), reportPage]) {
    const text = files[name];
    if (text === undefined) await rm(join(folder, name), { force: true });
    else await writeFile(join(folder, name), text);
  }
}

/** Uploads the report of an on-demand run and returns its address. Nothing is overwritten. */
export async function uploadReport(
  { stored, hours }: RunInput,
  { from, to, variant }: CaptureWindow & { readonly variant?: string },
  files: Readonly<Record<string, string>>,
  startedAt: Date,
): Promise<string> {
  const [first, last] = [hours[0], hours.at(-1)];
  if (!stored || !first || !last) throw new Error('only a window of a store that has captures can be uploaded');
  const window = { from: from ?? first, to: to ?? new Date(last.getTime() + hourMs) };
  const prefix = onDemandReportPrefix(stored.ref, { ...window, variant }, startedAt);
  // Violations go last, as in the report of a schedule.
  const orderOf = (name: string) => Number(violationsFiles.some((file) => file === name));
  for (const [name, text] of Object.entries(files).sort(([a], [b]) => orderOf(a) - orderOf(b))) {
    if (await stored.store.create(prefix + name, text)) continue;
    throw new UserError(
      `${stored.store.address}/${prefix}${name}: exists already; run again to upload under a new name`,
    );
  }
  return `${stored.store.address}/${prefix}`.slice(0, -1);
}
