import * as z from 'zod';
import { severities } from '../../contract/alarmNames';
import type { FeatureHistogram } from '../../contract/featureHistogram';
import { hourMs } from '../../contract/hours';
import { messageKinds } from '../../contract/incidentMessage';
import { causeNames, type LikelyCause } from '../../contract/likelyCause';
import type { Reject } from '../../contract/modelMonitorFiles';
import { runbookSchema } from '../../contract/runbooks';
import { incidentId } from '../../contract/storeLayout';
import type { BrokenPromise, UnusualFeatureSummary } from '../../contract/windowSummary';
import { type Change, changeSchema, mergeChanges } from './change';
import {
  mergeHistograms,
  mergeRejects,
  mergeViolations,
  nameOf,
  violationSchema,
  windowHistogramSchema,
} from './mergeReport';
import { causeScores, rankCauses, rankedCauseSchema } from './rankCauses';

const instant = z.iso.datetime();

/** What people do about an incident. */
const incidentActions = ['acknowledge', 'resolve', 'reopen'] as const;

const actionSchema = z.object({
  action: z.enum(incidentActions),
  by: z.string(),
  at: instant,
  /** Of `resolve`: what was wrong, and what ended it. */
  cause: z.string().optional(),
  fix: z.string().optional(),
  /** Reason for the action. */
  note: z.string().optional(),
});
export type RecordedAction = z.infer<typeof actionSchema>;

const messageEntrySchema = z.object({
  /** Id of the incident that the first message was about, and the number of the message, counted from 1. */
  id: z.string(),
  kind: z.enum(messageKinds),
  severity: z.enum(severities),
  /** `pending` until the bus has accepted it; `held` if a mute held it back, so that it was not sent. */
  state: z.enum(['pending', 'sent', 'held']),
  /** When it was accepted; for a pending one, when an invocation set out to send it; for a held one, when it was due. */
  at: instant,
  /** The mute that held it back. */
  mute: z.object({ reason: z.string(), author: z.string(), until: z.string() }).optional(),
});
export type MessageEntry = z.infer<typeof messageEntrySchema>;

/** Front matter of an incident document. Keys that people add are kept. */
export const incidentSchema = z.looseObject({
  id: z.string(),
  endpoint: z.string(),
  schema: z.string(),
  /** Name of the monitoring schedule. */
  schedule: z.string(),
  status: z.enum(['open', 'closed']),
  /** Start of the first violating window, UTC. */
  opened: instant,
  /** Start of the last violating window. */
  lastWindow: instant,
  /** Start of the clean window that closed it. */
  closed: instant.optional(),
  /** When the function wrote the document for the first time. */
  detected: instant.optional(),
  checkTypes: z.array(z.string()),
  features: z.array(z.string()),
  /** One entry per feature and check type. */
  violations: z.array(violationSchema),
  /** One entry per run: its window, the prefix and versions of its files, and `check feature` of what it broke. */
  reports: z.array(
    z.object({
      window: instant,
      /** End of the window, and id of the baseline that it was compared with. */
      to: instant.optional(),
      baseline: z.string().optional(),
      /** Variants of its captures. */
      variants: z.array(z.string()).optional(),
      key: z.string(),
      version: z.string(),
      rows: z.int().optional(),
      rejected: z.int().default(0),
      broken: z.array(z.string()).default([]),
      /** Scores of the likely causes of this window. */
      causes: z.partialRecord(z.enum(causeNames), z.number()).default({}),
    }),
  ),
  /** Likely causes of all windows, the most likely first. */
  causes: z.array(rankedCauseSchema).default([]),
  /** Distributions of features with a violation, each of the latest window that has one. */
  histograms: z.array(windowHistogramSchema).default([]),
  /** The first rejected records, and how many there were in all runs. */
  rejects: z.array(z.object({ file: z.string(), line: z.int(), reason: z.string() })),
  rejectedLines: z.int(),
  /** Earlier incidents that resemble this one and whose fix is recorded, the most similar first. */
  similar: z
    .array(z.object({ id: z.string(), similarity: z.number(), cause: z.string(), fix: z.string() }))
    .default([]),
  /** Entries of the team's catalogue that apply, as of the last window. */
  runbooks: z.array(runbookSchema).default([]),
  /** What changed in the day before the first window and in it, in order of time. Absent before it was looked up. */
  changes: z.array(changeSchema).optional(),
  /** By people, in order; the incident function keeps them. */
  actions: z.array(actionSchema).default([]),
  /** Messages about it, in order. */
  messages: z.array(messageEntrySchema).default([]),
});

export type Incident = z.infer<typeof incidentSchema>;

/** A run's report, as incidents need it. */
export interface WindowReport {
  readonly endpoint: string;
  readonly schema: string;
  readonly monitoringSchedule: string;
  /** Start of the window, UTC. */
  readonly hour: Date;
  /** Its end. */
  readonly to: Date;
  /** Id of the baseline that the window was compared with. */
  readonly baseline?: string;
  /** Variants of its captures, if the engine reports them. */
  readonly variants?: readonly string[];
  /** Prefix of the report's files. */
  readonly key: string;
  /** Versions of its files. */
  readonly version: string;
  readonly brokenPromises: readonly BrokenPromise[];
  /** Features that raised the window's alarm on distributions, the most unusual first. */
  readonly unusual?: readonly UnusualFeatureSummary[];
  /** Likely causes, the most likely first. */
  readonly causes: readonly LikelyCause[];
  /** The distributions of features with a broken promise. */
  readonly histograms?: readonly FeatureHistogram[] | undefined;
  /** The first rejected records, and how many there were. */
  readonly rejects: readonly Reject[];
  readonly rejectCount: number;
  readonly rows: number;
}

/** A violating window more than a day after the last one opens another incident. */
const maxPauseMs = 24 * hourMs;

/** Whether an incident lists a report with these versions and these broken promises. */
export function includesReport(incident: Incident, { key, version, brokenPromises }: WindowReport): boolean {
  const broken = brokenPromises.map(nameOf).sort().join();
  return incident.reports.some(
    (report) => report.key === key && report.version === version && report.broken.join() === broken,
  );
}

/** Whether an incident is about the same schema and schedule as a report. */
export function isOfSchedule({ schema, schedule }: Incident, report: WindowReport): boolean {
  return schema === report.schema && schedule === report.monitoringSchedule;
}

/**
 * Whether a report that breaks promises belongs to an incident, which has all windows before the report's: the incident is
 * open, and they have a check type in common. Incidents of one first window are one, whatever their schedules.
 */
export function isContinuedBy(incident: Incident, report: WindowReport): boolean {
  if (incident.opened === report.hour.toISOString()) return true;
  const inTime = report.hour.getTime() <= Date.parse(incident.lastWindow) + maxPauseMs;
  const shared = report.brokenPromises.some(({ check }) => incident.checkTypes.includes(check));
  return incident.status === 'open' && isOfSchedule(incident, report) && inTime && shared;
}

/** Whether a report in which all promises hold closes an incident. A new schema version closes those of the former. */
export function isClosedBy(incident: Incident, report: WindowReport): boolean {
  const after = report.hour.getTime() > Date.parse(incident.lastWindow);
  return incident.status === 'open' && incident.schedule === report.monitoringSchedule && after;
}

/** What an incident without windows has from its reports. */
const noWindows = () => ({
  checkTypes: [],
  features: [],
  violations: [],
  reports: [],
  causes: [],
  histograms: [],
  rejects: [],
  rejectedLines: 0,
});

/** The incident that a report opens. Keys that people added to a document of the same id are kept. */
export function openIncident(report: WindowReport, stored?: Incident): Incident {
  const window = report.hour.toISOString();
  const { closed: _, ...kept } = stored ?? {};
  const empty: Incident = {
    ...kept,
    id: incidentId(report.endpoint, report.hour),
    endpoint: report.endpoint,
    schema: report.schema,
    schedule: report.monitoringSchedule,
    status: 'open',
    opened: window,
    lastWindow: window,
    ...noWindows(),
    similar: stored?.similar ?? [],
    runbooks: stored?.runbooks ?? [],
    actions: stored?.actions ?? [],
    messages: stored?.messages ?? [],
  };
  return addReport(empty, report);
}

/** The incident with one more report that breaks promises, or unchanged if it includes the report. */
export function addReport(incident: Incident, report: WindowReport): Incident {
  if (includesReport(incident, report)) return incident;
  const window = report.hour.toISOString();
  // A rerun for a window replaces its report.
  const others = incident.reports.filter(({ key }) => key !== report.key);
  const { key, version, rows, rejectCount, baseline, variants } = report;
  const causes = causeScores(report.causes);
  const broken = report.brokenPromises.map(nameOf).sort();
  const to = report.to.toISOString();
  const added = {
    window,
    to,
    key,
    version,
    rows,
    rejected: rejectCount,
    broken,
    causes,
    ...(baseline && { baseline }),
    ...(variants && { variants: [...variants] }),
  };
  const reports = [...others, added].sort((a, b) => a.window.localeCompare(b.window));
  const violations = mergeViolations(incident.violations, report, reports);
  return {
    ...incident,
    lastWindow: reports.at(-1)?.window ?? window,
    checkTypes: unique(violations.map(({ checkType }) => checkType)),
    features: unique(violations.map(({ feature }) => feature)),
    violations,
    reports,
    causes: rankCauses(incident, report.causes, reports, window),
    histograms: mergeHistograms(incident.histograms, report, violations),
    rejects: mergeRejects(incident.rejects, report),
    rejectedLines: reports.reduce((sum, { rejected }) => sum + rejected, 0),
  };
}

export function closeIncident(incident: Incident, report: WindowReport): Incident {
  return { ...incident, status: 'closed', closed: report.hour.toISOString() };
}

/** An incident as it was before a window: open, if the window or a later one closed it. */
export function reopenAt({ closed, ...incident }: Incident, window: string): Incident {
  return closed === undefined || closed >= window ? { ...incident, status: 'open' } : { ...incident, closed };
}

/** The incident with what changed before it, which may be a likely cause. */
export function withChanges(incident: Incident, changes: readonly Change[]): Incident {
  const changed = { ...incident, changes: mergeChanges(incident.changes ?? [], changes) };
  return { ...changed, causes: rankCauses(changed, [], changed.reports, changed.opened) };
}

/** A closed incident without windows, as all of them belong to other incidents or violate nothing anymore. */
export function emptyIncident(incident: Incident): Incident {
  return { ...incident, ...noWindows(), status: 'closed', lastWindow: incident.opened, closed: incident.opened };
}

/** Variants of the captures in an incident's windows; empty if none is known. */
export function incidentVariants({ reports }: Pick<Incident, 'reports'>): string[] {
  return unique(reports.flatMap(({ variants = [] }) => variants));
}

/** `churn`, or `churn (variants blue, green)`. */
export function endpointText(incident: Pick<Incident, 'endpoint' | 'reports'>): string {
  const variants = incidentVariants(incident);
  const names = `variant${variants.length > 1 ? 's' : ''} ${variants.join(', ')}`;
  return variants.length === 0 ? incident.endpoint : `${incident.endpoint} (${names})`;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
