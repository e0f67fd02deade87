import { isDeepStrictEqual } from 'node:util';
import { hourPath } from '../../contract/hours';
import { mapParallel } from '../../contract/mapParallel';
import { reportFiles } from '../../contract/modelMonitorFiles';
import type { IncidentSettings } from '../../contract/monitorSettings';
import { type Runbook, selectRunbooks } from '../../contract/runbooks';
import { parseReportKey, schedulesPrefix } from '../../contract/storeLayout';
import { type WindowSummary, windowSummaryFile, windowSummarySchema } from '../../contract/windowSummary';
import {
  addReport,
  closeIncident,
  emptyIncident,
  type Incident,
  includesReport,
  isClosedBy,
  isContinuedBy,
  isOfSchedule,
  openIncident,
  reopenAt,
  type WindowReport,
  withChanges,
} from '../../incidents/document/incident';
import { planMessages } from '../../incidents/document/incidentMessages';
import type { IncidentIndex } from '../../incidents/index/incidentIndex';
import type { IndexEntry } from '../../incidents/index/indexEntry';
import { maskRejects } from '../../quality/causes/maskValues';
import { maxIncidents, readIncidents, type StoredIncident, writeIncident } from './incidentStore';
import { knownFixes, readIndexed } from './knownFixes';
import type { MessageOutbox } from './messageOutbox';
import { readChanges } from './recentChanges';
import { type RunReport, readRejects } from './runReport';
import { isWriteConflict, listKeys, readText, type StorePlace } from './storeObjects';

/** More passes than other invocations can disturb; the message is then delivered again. */
const maxPasses = 5;
/** Summaries that are read at the same time. */
const parallelReads = 16;

export interface KeepIncidentsArgs extends StorePlace {
  /** @default similar incidents are found among the newest documents of the endpoint */
  readonly index?: IncidentIndex;
  readonly settings: IncidentSettings;
}

/**
 * Brings the incidents of an endpoint to the state that follows from its reports in order of their windows, whatever the
 * order in which they are handled, and sends the messages that are due. The run's summary must be in the store: of two
 * concurrent invocations, at least one then sees both summaries. Reads again after each write, until nothing is left to write
 * or to send.
 */
export async function keepIncidents(
  args: KeepIncidentsArgs,
  run: Pick<RunReport, 'prefix' | 'rejects' | 'rejectCount'>,
  summary: WindowSummary,
  outbox: MessageOutbox,
): Promise<void> {
  let indexed: readonly IndexEntry[] | undefined;
  const key = run.prefix + windowSummaryFile;
  for (let pass = 0; pass < maxPasses; pass += 1) {
    // Another invocation may have replaced the summary since the last pass.
    const report = pass === 0 ? reportOf(args, run.prefix, summary, run) : await readReport(args, key);
    const { stored, next } = await deriveIncidents(args, report);
    indexed ??= report.brokenPromises.length === 0 ? [] : await readIndexed(args.index, report);
    const known = (opened: string) => stored.get(opened)?.incident;
    const named = nameKnown(next, stored, { indexed, runbooks: args.settings.runbooks });
    const planned = planMessages(named, known, { now: outbox.now(), mutes: outbox.mutes });
    if (!(await writeEach(args, planned, stored, outbox))) return;
  }
  throw new Error(`the incidents of ${run.prefix} were changed by other invocations ${maxPasses} times`);
}

/** What a new document has besides what follows from the windows: when it was written, and what changed before. */
async function completeNew(place: StorePlace, incident: Incident, { now, mutes }: MessageOutbox): Promise<Incident> {
  return withChanges({ ...incident, detected: now().toISOString() }, await readChanges(place, incident, mutes));
}

const listedRunbooks = 5;

/** The incidents, each with the earlier ones that resemble it, and an open one with the runbooks that apply now. */
function nameKnown(
  incidents: readonly Incident[],
  stored: ReadonlyMap<string, StoredIncident>,
  { indexed, runbooks }: { readonly indexed: readonly IndexEntry[]; readonly runbooks: readonly Runbook[] },
): Incident[] {
  const documents = [...stored.values()].map(({ incident }) => incident);
  return incidents.map((incident) => {
    if (!isFilled(incident)) return incident;
    const applying =
      incident.status === 'open' ? selectRunbooks(runbooks, incident).slice(0, listedRunbooks) : incident.runbooks;
    return { ...incident, similar: knownFixes(incident, documents, indexed), runbooks: applying };
  });
}

/**
 * Writes the incidents that differ from their documents, then sends their messages: an invocation that ends in between leaves
 * them to the next one. Returns whether anything was written. The rest is left to the next pass after a document that was
 * written concurrently.
 */
async function writeEach(
  place: StorePlace,
  incidents: readonly Incident[],
  stored: ReadonlyMap<string, StoredIncident>,
  outbox: MessageOutbox,
): Promise<boolean> {
  const current = new Map(stored);
  const write = async (next: Incident) => {
    const document = current.get(next.opened);
    const complete = document ? next : await completeNew(place, next, outbox);
    current.set(next.opened, await writeIncident(place, complete, document));
    outbox.claim(next, document?.incident);
  };
  const changed = incidents.filter((incident) => !isDeepStrictEqual(incident, stored.get(incident.opened)?.incident));
  const sending = incidents.filter(hasPending);
  try {
    for (const incident of changed) await write(incident);
    for (const { opened } of sending) await sendMessages(opened, current, write, outbox);
  } catch (error) {
    if (!isWriteConflict(error)) throw error;
  }
  return changed.length > 0 || sending.length > 0;
}

/** Sends the pending messages of the incident that opened at an instant, one by one, and writes what was sent. */
async function sendMessages(
  opened: string,
  current: ReadonlyMap<string, StoredIncident>,
  write: (next: Incident) => Promise<void>,
  outbox: MessageOutbox,
): Promise<void> {
  for (let document = current.get(opened); document; document = current.get(opened)) {
    const next = await outbox.deliver(document.incident);
    if (next === document.incident) return;
    await write(next);
  }
}

/** Incidents as they are stored, by the start of their first window, and as they should be. */
interface DerivedIncidents {
  readonly stored: ReadonlyMap<string, StoredIncident>;
  readonly next: readonly Incident[];
}

/** The report of the newest window changes the stored incidents; any other one requires to read those after it again. */
async function deriveIncidents(args: KeepIncidentsArgs, report: WindowReport): Promise<DerivedIncidents> {
  const window = report.hour.toISOString();
  const { latest: incidents, readAll } = await readIncidents(args, report.endpoint, report.hour);
  const others = incidents
    .map(({ incident }) => incident)
    .filter((incident) => isFilled(incident) && (incident.opened < window || !isOfSchedule(incident, report)));
  const isChanged = others.some(
    (incident) => incident.reports.some(({ key }) => key === report.key) && !includesReport(incident, report),
  );
  // After a change of the schedule, two windows can begin at the same instant.
  const isShared = incidents.some(
    ({ incident }) => incident.opened === window && incident.reports.some(({ key }) => key !== report.key),
  );
  const overlap = firstOverlap(incidents.map(({ incident }) => incident));
  if (!isChanged && !isShared && overlap === undefined && !(await hasLaterSummary(args, report))) {
    return replay(
      incidents,
      window,
      others.map((other) => reopenAt(other, window)),
      [report],
    );
  }
  const all = await readAll();
  const own = all
    .map(({ incident }) => incident)
    .filter((incident) => isOfSchedule(incident, report) && isFilled(incident));
  const overlapping = firstOverlap(own);
  const from = firstAffected(own, overlapping !== undefined && overlapping < window ? overlapping : window);
  const isOpened = own.some(({ opened }) => opened === from);
  const isClean = report.brokenPromises.length === 0;
  if (isClean && from === window && !isOpened && overlapping === undefined) {
    if (!all.some(({ incident }) => hasPending(incident))) return { stored: new Map(), next: [] };
    const filled = all.map(({ incident }) => incident).filter(isFilled);
    return replay(all, window, filled, []);
  }
  const before = all
    .map(({ incident }) => incident)
    .filter((incident) => isFilled(incident) && (incident.opened < from || !isOfSchedule(incident, report)));
  return replay(all, from, before, await readReports(args, report, new Date(from)));
}

const isFilled = ({ reports }: Incident) => reports.length > 0;

/** Whether an emptied incident has messages, of which some may belong to another one now. */
const isTold = (incident: Incident) => !isFilled(incident) && incident.messages.length > 0;

const hasPending = ({ messages }: Incident) => messages.some(({ state }) => state === 'pending');

/**
 * The first window of the incidents that share one: two documents that merge or separate both have it until the second one is
 * written. Which of them is to have it follows from the reports only.
 */
function firstOverlap(incidents: readonly Incident[]): string | undefined {
  const holders = new Map<string, number>();
  for (const { key } of incidents.flatMap(({ reports }) => reports)) holders.set(key, (holders.get(key) ?? 0) + 1);
  return incidents
    .filter(({ reports }) => reports.some(({ key }) => (holders.get(key) ?? 0) > 1))
    .map(({ opened }) => opened)
    .sort()[0];
}

/** The first window of the incidents that a window can belong to or close, and of those that these depend on. */
function firstAffected(incidents: readonly Incident[], window: string): string {
  const reaching = incidents.filter(
    ({ opened, closed }) => opened < window && (closed === undefined || closed >= window),
  );
  const first = reaching.map(({ opened }) => opened).sort()[0];
  return first === undefined ? window : firstAffected(incidents, first);
}

/** The incidents after some reports, in order of their windows. Stored ones from an instant on that none belongs to are emptied. */
function replay(
  stored: readonly StoredIncident[],
  from: string,
  before: readonly Incident[],
  reports: readonly WindowReport[],
): DerivedIncidents {
  const documents = new Map(stored.map((document) => [document.incident.opened, document]));
  const incidents = new Map(before.map((incident) => [incident.opened, incident]));
  for (const report of reports) {
    const changed = changedBy([...incidents.values()], report, documents.get(report.hour.toISOString())?.incident);
    for (const incident of changed) incidents.set(incident.opened, incident);
  }
  const unused = stored.filter(
    ({ incident }) => (incident.opened >= from || isTold(incident)) && !incidents.has(incident.opened),
  );
  return { stored: documents, next: [...incidents.values(), ...unused.map(({ incident }) => emptyIncident(incident))] };
}

/** The incidents that a report opens, continues or closes; `stored` is the document of an incident that it would open. */
function changedBy(incidents: readonly Incident[], report: WindowReport, stored: Incident | undefined): Incident[] {
  const latest = [...incidents].sort((a, b) => (a.opened < b.opened ? 1 : -1)).slice(0, maxIncidents);
  if (report.brokenPromises.length === 0) {
    return latest.filter((incident) => isClosedBy(incident, report)).map((incident) => closeIncident(incident, report));
  }
  const continued = latest.find((incident) => isContinuedBy(incident, report));
  return [continued ? addReport(continued, report) : openIncident(report, stored)];
}

async function hasLaterSummary(place: StorePlace, report: WindowReport): Promise<boolean> {
  const runAt = runAtOf(report.key + windowSummaryFile);
  return (await summaryKeys(place, report, runAt)).some((key) => runAtOf(key) > runAt);
}

/** Keys of the summaries of one schedule whose windows ended in the hour of an instant or later. */
async function summaryKeys(place: StorePlace, report: WindowReport, since: Date): Promise<string[]> {
  const prefix = `${schedulesPrefix(report)}${report.monitoringSchedule}/`;
  const keys = await listKeys(place, prefix, `${prefix}${hourPath(since)}/`);
  return keys.filter((key) => key.endsWith(`/${windowSummaryFile}`));
}

function runAtOf(key: string): Date {
  const parts = parseReportKey(key);
  if (!parts) throw new Error(`${key}: is not the key of a report`);
  return parts.runAt;
}

/** The reports of the windows of one schedule that begin at an instant or later, in order. */
async function readReports(args: KeepIncidentsArgs, report: WindowReport, from: Date): Promise<WindowReport[]> {
  const own = report.key + windowSummaryFile;
  const keys = (await summaryKeys(args, report, from)).filter((key) => key !== own);
  const reports = [report, ...(await mapParallel(keys, parallelReads, (key) => readReport(args, key)))];
  return reports.filter(({ hour }) => hour >= from).sort((a, b) => a.hour.getTime() - b.hour.getTime());
}

async function readReport(args: KeepIncidentsArgs, key: string): Promise<WindowReport> {
  const prefix = key.slice(0, -windowSummaryFile.length);
  const summary = windowSummarySchema.parse(JSON.parse((await readText(args, key)).text));
  const hasRejects = summary.brokenPromises.length > 0 && summary.reportVersions[reportFiles.rejects] !== undefined;
  const { rejects, count } = hasRejects ? await readRejects(args, prefix) : { rejects: [], count: 0 };
  return reportOf(args, prefix, summary, { rejects, rejectCount: count });
}

function reportOf(
  { settings: { maskValues } }: KeepIncidentsArgs,
  prefix: string,
  summary: WindowSummary,
  { rejects, rejectCount = 0 }: Pick<RunReport, 'rejects' | 'rejectCount'>,
): WindowReport {
  const { endpoint, schema, monitoringSchedule, baseline, variants, brokenPromises, histograms, rows } = summary;
  return {
    ...{ endpoint, schema, monitoringSchedule, baseline, variants, brokenPromises, histograms, rows },
    hour: new Date(summary.window.from),
    to: new Date(summary.window.to),
    key: prefix,
    version: Object.values(summary.reportVersions).join(' '),
    unusual: summary.alarms?.features?.filter(({ isAlarm }) => isAlarm),
    causes: summary.causes ?? [],
    rejects: maskValues ? maskRejects(rejects) : rejects,
    rejectCount,
  };
}
