import * as z from 'zod';
import { severities } from '../../contract/alarmNames';
import { hourMs } from '../../contract/hours';
import type { Reject } from '../../contract/modelMonitorFiles';
import { incidentId } from '../../contract/storeLayout';
import type { BrokenPromise } from '../../contract/windowSummary';

const instant = z.iso.datetime();

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
  checkTypes: z.array(z.string()),
  features: z.array(z.string()),
  /** One entry per feature and check type. */
  violations: z.array(
    z.object({
      feature: z.string(),
      checkType: z.string(),
      severity: z.enum(severities).default('warning'),
      first: instant,
      last: instant,
      /** Number of windows. */
      windows: z.int(),
      /** From the latest report. */
      description: z.string(),
    }),
  ),
  /** One entry per run: its window, the prefix and versions of its files, and `check feature` of what it broke. */
  reports: z.array(
    z.object({
      window: instant,
      key: z.string(),
      version: z.string(),
      rows: z.int().optional(),
      rejected: z.int().default(0),
      broken: z.array(z.string()).default([]),
    }),
  ),
  /** The first rejected records, and how many there were in all runs. */
  rejects: z.array(z.object({ file: z.string(), line: z.int(), reason: z.string() })),
  rejectedLines: z.int(),
});

export type Incident = z.infer<typeof incidentSchema>;

/** A run's report, as incidents need it. */
export interface WindowReport {
  readonly endpoint: string;
  readonly schema: string;
  readonly monitoringSchedule: string;
  /** Start of the window, UTC. */
  readonly hour: Date;
  /** Prefix of the report's files. */
  readonly key: string;
  /** Versions of its files. */
  readonly version: string;
  readonly brokenPromises: readonly BrokenPromise[];
  /** The first rejected records, and how many there were. */
  readonly rejects: readonly Reject[];
  readonly rejectCount: number;
  readonly rows: number;
}

/** A violating window more than a day after the last one opens another incident. */
const maxPauseMs = 24 * hourMs;

/** Rejects that an incident lists; the report in the store lists more. */
const maxListedRejects = 50;

export function includesReport(incident: Incident, { key, version }: WindowReport): boolean {
  return incident.reports.some((report) => report.key === key && report.version === version);
}

/**
 * Whether a report that breaks promises belongs to an incident: the same window, or a later one with a check type in
 * common, up to the clean window that closed it. The closing window itself counts: its statistics may have arrived
 * before its violations.
 */
export function isContinuedBy(incident: Incident, report: WindowReport): boolean {
  const window = report.hour.toISOString();
  if (window === incident.opened) return true;
  const inTime = window > incident.opened && report.hour.getTime() <= Date.parse(incident.lastWindow) + maxPauseMs;
  const shared = report.brokenPromises.some(({ check }) => incident.checkTypes.includes(check));
  const before = incident.closed === undefined || window <= incident.closed;
  return before && incident.schedule === report.monitoringSchedule && inTime && shared;
}

/** Whether a report in which all promises hold closes an incident. */
export function isClosedBy(incident: Incident, report: WindowReport): boolean {
  const after = report.hour.getTime() >= Date.parse(incident.lastWindow);
  return incident.status === 'open' && incident.schedule === report.monitoringSchedule && after;
}

export function openIncident(report: WindowReport): Incident {
  const window = report.hour.toISOString();
  const empty: Incident = {
    id: incidentId(report.endpoint, report.hour),
    endpoint: report.endpoint,
    schema: report.schema,
    schedule: report.monitoringSchedule,
    status: 'open',
    opened: window,
    lastWindow: window,
    checkTypes: [],
    features: [],
    violations: [],
    reports: [],
    rejects: [],
    rejectedLines: 0,
  };
  return addReport(empty, report);
}

/** The incident with one more report that breaks promises, or unchanged if it includes the report. */
export function addReport(incident: Incident, report: WindowReport): Incident {
  if (includesReport(incident, report)) return incident;
  const window = report.hour.toISOString();
  // A rerun for a window replaces its report.
  const others = incident.reports.filter(({ key }) => key !== report.key);
  const { key, version, rows, rejectCount } = report;
  const broken = report.brokenPromises.map(nameOf).sort();
  const reports = [...others, { window, key, version, rows, rejected: rejectCount, broken }].sort((a, b) =>
    a.window.localeCompare(b.window),
  );
  const violations = mergeViolations(incident, report, reports);
  const { closed, ...rest } = incident;
  const stillClosed = closed !== undefined && closed > window;
  return {
    ...rest,
    status: stillClosed ? 'closed' : 'open',
    ...(stillClosed && { closed }),
    lastWindow: reports.at(-1)?.window ?? window,
    checkTypes: unique(violations.map(({ checkType }) => checkType)),
    features: unique(violations.map(({ feature }) => feature)),
    violations,
    reports,
    rejects: [...incident.rejects, ...selectNewRejects(incident, report)].slice(0, maxListedRejects),
    rejectedLines: reports.reduce((sum, { rejected }) => sum + rejected, 0),
  };
}

export function closeIncident(incident: Incident, report: WindowReport): Incident {
  return { ...incident, status: 'closed', closed: report.hour.toISOString() };
}

const nameOf = ({ check, feature }: BrokenPromise) => `${check} ${feature}`;

/** One entry per feature and check; which windows it broke is read off the reports, whatever their order of arrival. */
function mergeViolations(
  incident: Incident,
  report: WindowReport,
  reports: Incident['reports'],
): Incident['violations'] {
  const window = report.hour.toISOString();
  const merged = new Map(incident.violations.map((entry) => [`${entry.checkType} ${entry.feature}`, entry]));
  for (const promise of report.brokenPromises) {
    const { feature, check: checkType, severity, description } = promise;
    const before = merged.get(nameOf(promise));
    if (before && before.last > window) continue;
    merged.set(nameOf(promise), { feature, checkType, severity, first: window, last: window, windows: 1, description });
  }
  return [...merged]
    .flatMap(([name, entry]) => {
      const windows = reports.filter(({ broken }) => broken.includes(name)).map(({ window }) => window);
      const [first, last] = [windows[0], windows.at(-1)];
      return first === undefined || last === undefined ? [] : [{ ...entry, first, last, windows: windows.length }];
    })
    .sort((a, b) => a.checkType.localeCompare(b.checkType) || a.feature.localeCompare(b.feature));
}

function selectNewRejects(incident: Incident, report: WindowReport): Reject[] {
  const known = new Set(incident.rejects.map(({ file, line }) => `${file}:${line}`));
  return report.rejects.filter(({ file, line }) => !known.has(`${file}:${line}`));
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
