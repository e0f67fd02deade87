import { hourMs, hourPath } from '../contract/hours';
import { mapParallel } from '../contract/mapParallel';
import type { EndpointMonitor, MonitorSettings } from '../contract/monitorSettings';
import { parseJson } from '../contract/parseJson';
import { parseReportKey, type SchemaRef, schedulesPrefix } from '../contract/storeLayout';
import { silenceHours } from '../contract/windowSchedule';
import { promiseChecks, type WindowSummary, windowSummaryFile, windowSummarySchema } from '../contract/windowSummary';
import type { DigestEndpoint, DigestFacts } from '../incidents/digest/digest';
import { readIncidentDocuments } from './incidentDocuments';
import type { ObjectStore } from './objectStore';

/** Endpoints that are read at a time. */
const parallelReads = 16;
/** Summaries that are read at most, in all and of one endpoint. */
const maxSummaries = 4_800;
const maxSummariesOfEndpoint = 24;
/** Reports are looked for this long before the end of the period: longer than the longest silence that is in time. */
const silenceMs = 48 * hourMs;
/** An incident that lasts longer continues in a new document. */
const incidentMs = 31 * 24 * hourMs;

/** Reads what digests of a period are about: incidents, mutes and the newest windows of each endpoint. */
export async function readDigestFacts(
  store: ObjectStore,
  { stack, mutes = [], endpoints: settings }: MonitorSettings,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<DigestFacts> {
  const entries = Object.entries(settings);
  const perEndpoint = Math.max(1, Math.min(maxSummariesOfEndpoint, Math.floor(maxSummaries / (entries.length || 1))));
  const endpoints = await mapParallel(entries, parallelReads, ([endpoint, monitor]) =>
    readEndpoint(store, endpoint, monitor, { from, to, summaries: perEndpoint }),
  );
  const since = new Date(to.getTime() - incidentMs);
  const { records } = await readIncidentDocuments(store, Object.keys(settings), since);
  return { stack, from, to, endpoints, incidents: records.map(({ incident }) => incident), mutes };
}

interface DigestWindow {
  readonly from: Date;
  readonly to: Date;
  /** Summaries to read at most. */
  readonly summaries: number;
}

async function readEndpoint(
  store: ObjectStore,
  endpoint: string,
  { schema, schedule, owner, sla }: EndpointMonitor,
  { from, to, summaries }: DigestWindow,
): Promise<DigestEndpoint> {
  const runs = await listRuns(store, { endpoint, schema }, to);
  const newest = runs.filter(({ at }) => at > from).slice(-summaries);
  const read = await Promise.all(newest.map(({ key }) => readSummary(store, key)));
  const windows = read.filter((summary) => summary !== undefined);
  const alarms = windows.at(-1)?.alarms;
  return {
    endpoint,
    owner,
    silenceHours: silenceHours(schedule, sla.freshnessHours),
    lastReport: runs.at(-1)?.at.toISOString(),
    windows: windows.length,
    driftAlarms: windows.filter(hasDriftAlarm).length,
    exactAlarms: windows.filter(({ features }) => features.some(exceedsLimit)).length,
    judgement: alarms && { mode: alarms.mode, reason: alarms.reason },
  };
}

/** The summarized windows of an endpoint that ended in the two days before an instant, in order. */
async function listRuns(store: ObjectStore, ref: SchemaRef, to: Date): Promise<{ key: string; at: Date }[]> {
  const schedules = await store.folders(schedulesPrefix(ref));
  const listings = schedules.map((schedule) => {
    const prefix = `${schedulesPrefix(ref)}${schedule}/`;
    return store.list(prefix, { after: `${prefix}${hourPath(new Date(to.getTime() - silenceMs))}/` });
  });
  return (await Promise.all(listings))
    .flat()
    .flatMap(({ key }) => {
      const report = parseReportKey(key);
      return report?.file === windowSummaryFile && report.runAt <= to ? [{ key, at: report.runAt }] : [];
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Undefined for a summary of another release: the digest goes on without it. */
async function readSummary(store: ObjectStore, key: string): Promise<WindowSummary | undefined> {
  const object = await store.read(key);
  return object && windowSummarySchema.safeParse(parseJson(Buffer.from(object.body).toString('utf8'))).data;
}

const hasDriftAlarm = ({ brokenPromises }: WindowSummary) =>
  brokenPromises.some(({ check }) => check === promiseChecks.driftLimit);

const exceedsLimit = ({ drift }: WindowSummary['features'][number]) =>
  drift !== undefined && drift.distance > drift.limit;
