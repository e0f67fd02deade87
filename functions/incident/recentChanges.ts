import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { hourPath } from '../../contract/hours';
import { type EndpointMonitor, monitorOf, monitorSettingsKey } from '../../contract/monitorSettings';
import { describeMute, everyEndpoint, type PlannedMute } from '../../contract/plannedMute';
import { baselineKey, calibrationKey, parseReportKey, schedulesPrefix } from '../../contract/storeLayout';
import { windowSummaryFile, windowSummarySchema } from '../../contract/windowSummary';
import { type Change, type ChangeKind, changeSpan } from '../../incidents/document/change';
import type { Incident } from '../../incidents/document/incident';
import { listKeys, listVersions, readText, type StorePlace } from './storeObjects';

/**
 * What changed in the day before an incident and in its first window, as the store has it: versions of the settings, the
 * approvals of the baseline in effect and of its calibration, captured rows and mutes of messages. Who deployed settings or a model is in the audit
 * record only, which `incident changes --trail` reads.
 */
export async function readChanges(
  place: StorePlace,
  incident: Incident,
  mutes: readonly PlannedMute[],
): Promise<Change[]> {
  const { from, to } = changeSpan(incident);
  const changes = [
    ...(await settingsChanges(place, incident, from, to)),
    ...(await approvals(place, incident)),
    ...(await fallenRows(place, incident, from)),
    ...mutesInEffect(mutes, incident, from, to),
  ];
  return changes.filter(({ at }) => Date.parse(at) >= from.getTime() && Date.parse(at) < to.getTime());
}

/** Settings of an endpoint that are compared one by one, and the kind of a change of each. */
const kindOfSetting = {
  schema: 'schema',
  baseline: 'baseline',
  engine: 'schedule',
  variant: 'settings',
  schedule: 'schedule',
  owner: 'settings',
  featureMetrics: 'settings',
} as const satisfies Partial<Record<keyof EndpointMonitor, Change['kind']>>;

/** Changes of the endpoint's settings, by the versions of the object that the stack writes. */
async function settingsChanges(place: StorePlace, { endpoint }: Incident, from: Date, to: Date): Promise<Change[]> {
  const versions = (await listVersions(place, monitorSettingsKey)).filter(({ at }) => at < to);
  const inSpan = versions.filter(({ at }) => at >= from);
  const before = versions.filter(({ at }) => at < from).at(-1);
  if (inSpan.length === 0) return [];
  const changes: Change[] = [];
  let known = before && monitorOf((await readText(place, monitorSettingsKey, before.id)).text, endpoint);
  for (const { id, at } of inSpan) {
    const next = monitorOf((await readText(place, monitorSettingsKey, id)).text, endpoint);
    changes.push(...compareSettings(known, next).map((change) => ({ at: at.toISOString(), ...change })));
    known = next;
  }
  return changes;
}

/** What differs between the settings of an endpoint, one sentence each. */
export function compareSettings(
  before: EndpointMonitor | undefined,
  after: EndpointMonitor | undefined,
): Omit<Change, 'at'>[] {
  if (!before || !after) {
    if (before === after) return [];
    return [{ kind: 'settings', what: `The stack ${after ? 'began' : 'ended'} to monitor the endpoint.` }];
  }
  const settings = (Object.keys(kindOfSetting) as (keyof typeof kindOfSetting)[])
    .filter((name) => before[name] !== after[name])
    .map((name) => ({
      kind: kindOfSetting[name],
      what: `Setting ${name} changed from ${before[name] ?? 'none'} to ${after[name] ?? 'none'}.`,
    }));
  const promises = changedParts(before.sla, after.sla);
  if (promises.length === 0) return settings;
  return [...settings, { kind: 'settings', what: `The SLA changed: ${promises.join(', ')}.` }];
}

/** Paths of an SLA's parts that differ, features one by one. */
function changedParts(before: EndpointMonitor['sla'], after: EndpointMonitor['sla']): string[] {
  const { features: featuresBefore, ...restBefore } = before;
  const { features: featuresAfter, ...restAfter } = after;
  return [
    ...changedKeys(restBefore, restAfter),
    ...changedKeys(featuresBefore, featuresAfter).map((name) => `feature ${name}`),
  ];
}

function changedKeys(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.filter((name) => !isDeepStrictEqual(before[name], after[name]));
}

/** Mutes of messages about the endpoint that were in effect; one that began earlier has the start of the span. */
function mutesInEffect(mutes: readonly PlannedMute[], { endpoint }: Incident, from: Date, to: Date): Change[] {
  return mutes.flatMap((mute): Change[] => {
    const isOwn = mute.endpoints?.some((name) => name === endpoint || name === everyEndpoint);
    const begins = Math.max(from.getTime(), Date.parse(mute.from ?? from.toISOString()));
    if (!isOwn || begins >= to.getTime() || Date.parse(mute.until) <= from.getTime()) return [];
    const what = `Messages of ${describeMute(mute)}, are held back: ${mute.reason}`;
    return [{ at: new Date(begins).toISOString(), kind: 'mute', what, by: mute.author }];
  });
}

const approvedFile = z.object({
  approval: z.object({ by: z.string(), at: z.iso.datetime(), why: z.string() }).optional(),
});

/** The approvals of the baseline that the first window was compared with, and of its calibration. */
async function approvals(place: StorePlace, incident: Incident): Promise<Change[]> {
  const baseline = incident.reports[0]?.baseline;
  if (baseline === undefined) return [];
  const manifest = baselineKey(incident, baseline, 'manifest.json');
  const calibration = calibrationKey(incident, baseline);
  return [
    ...(await approvalIn(place, manifest, 'baseline', `Baseline ${baseline}`)),
    ...(await approvalIn(place, calibration, 'calibration', `The calibration of baseline ${baseline}`)),
  ];
}

/** The approval in the file of a baseline or of a calibration, if it has one. */
export async function approvalIn(place: StorePlace, key: string, kind: ChangeKind, what: string): Promise<Change[]> {
  if (!(await listKeys(place, key)).includes(key)) return [];
  const { success, data } = approvedFile.safeParse(JSON.parse((await readText(place, key)).text));
  if (!success || !data.approval) return [];
  const { by, at, why } = data.approval;
  return [{ at, kind, what: `${what} was approved: ${why}`, by }];
}

/** Windows before the first one whose rows it is compared with. */
const comparedWindows = 6;
/** Fewer rows than this share of the least of them are a fall; the windows must have rows to fall from. */
const fallenShare = 0.2;
const leastRows = 100;

/** The rows of the first window, if far fewer were captured than in each window before it. */
async function fallenRows(place: StorePlace, incident: Incident, from: Date): Promise<Change[]> {
  const [first] = incident.reports;
  const rows = first?.rows;
  const runAt = first && parseReportKey(first.key + windowSummaryFile)?.runAt;
  if (rows === undefined || !runAt) return [];
  const prefix = `${schedulesPrefix(incident)}${incident.schedule}/`;
  const keys = (await listKeys(place, prefix, `${prefix}${hourPath(from)}/`)).filter((key) => {
    const report = parseReportKey(key);
    return report?.file === windowSummaryFile && report.runAt < runAt;
  });
  if (keys.length < comparedWindows) return [];
  const before = await Promise.all(keys.slice(-comparedWindows).map((key) => rowsOf(place, key)));
  const least = Math.min(...before);
  if (least < leastRows || rows >= fallenShare * least) return [];
  const what = `Captures fell to ${rows} rows; each of the ${comparedWindows} windows before had at least ${least}.`;
  return [{ at: incident.opened, kind: 'captures', what }];
}

async function rowsOf(place: StorePlace, key: string): Promise<number> {
  return windowSummarySchema.parse(JSON.parse((await readText(place, key)).text)).rows;
}
