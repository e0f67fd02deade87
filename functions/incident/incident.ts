import { z } from 'zod';
import { hourMs } from '../../contract/hours';
import type { Reject, Violation } from '../../contract/modelMonitorFiles';
import { incidentId } from '../../contract/storeLayout';

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
      first: instant,
      last: instant,
      /** Number of windows. */
      windows: z.int(),
      /** From the latest report. */
      description: z.string(),
    }),
  ),
  /** The reports of the incident, each with the version that was read. */
  reports: z.array(z.object({ window: instant, key: z.string(), version: z.string(), rows: z.int().optional() })),
  /** The first rejected records. */
  rejects: z.array(z.object({ file: z.string(), line: z.int(), reason: z.string() })),
  /** Number of all rejected records. */
  rejectedLines: z.int(),
});

export type Incident = z.infer<typeof incidentSchema>;

/** A monitor's report on one window. */
export interface Report {
  readonly endpoint: string;
  readonly schema: string;
  readonly monitoringSchedule: string;
  /** Start of the window, UTC. */
  readonly hour: Date;
  /** Key of the violations file. */
  readonly key: string;
  /** The object's version. */
  readonly version: string;
  readonly violations: readonly Violation[];
  readonly rejects: readonly Reject[];
  /** Rejects that the report counts without listing them. */
  readonly unlistedRejects?: number;
  /** Rows of the window; undefined without statistics. */
  readonly rows?: number;
}

/** A violating window more than a day after the last one opens another incident. */
const maxPauseMs = 24 * hourMs;

/** Rejects that an incident lists; the report in the store lists more. */
const maxListedRejects = 50;

/** Whether an incident already includes this version of a report. */
export function includesReport(incident: Incident, { key, version }: Report): boolean {
  return incident.reports.some((report) => report.key === key && report.version === version);
}

/** Whether a violating report belongs to an incident: the same window, or a later one with a common check type. */
export function isContinuedBy(incident: Incident, report: Report): boolean {
  const hour = report.hour.getTime();
  if (hour === Date.parse(incident.opened)) return true;
  const isInTime = hour > Date.parse(incident.opened) && hour <= Date.parse(incident.lastWindow) + maxPauseMs;
  const sharesCheckType = report.violations.some((violation) =>
    incident.checkTypes.includes(violation.constraint_check_type),
  );
  return incident.status === 'open' && incident.schedule === report.monitoringSchedule && isInTime && sharesCheckType;
}

/**
 * Whether a report without violations closes an incident. If clean runs write no violations file, the document stays open,
 * and no window more than `maxPauseMs` later is added to it.
 */
export function isClosedBy(incident: Incident, report: Report): boolean {
  const isLaterOrSame = report.hour.getTime() >= Date.parse(incident.lastWindow);
  return incident.status === 'open' && incident.schedule === report.monitoringSchedule && isLaterOrSame;
}

/** A new incident from its first violating report. */
export function openIncident(report: Report): Incident {
  const window = report.hour.toISOString();
  const emptyIncident: Incident = {
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
  return addReport(emptyIncident, report);
}

/** The incident with one more violating report, or unchanged if it includes the report. */
export function addReport(incident: Incident, report: Report): Incident {
  if (includesReport(incident, report)) return incident;
  const window = report.hour.toISOString();
  const violations = mergeViolations(incident, report, window);
  // A rerun for a window replaces its report.
  const otherReports = incident.reports.filter(({ key }) => key !== report.key);
  const { closed: _, ...rest } = incident;
  return {
    ...rest,
    status: 'open',
    lastWindow: later(incident.lastWindow, window),
    checkTypes: unique(violations.map(({ checkType }) => checkType)),
    features: unique(violations.map(({ feature }) => feature)),
    violations,
    reports: [
      ...otherReports,
      { window, key: report.key, version: report.version, ...(report.rows === undefined ? {} : { rows: report.rows }) },
    ].sort((a, b) => a.window.localeCompare(b.window)),
    rejects: [...incident.rejects, ...selectNewRejects(incident, report)].slice(0, maxListedRejects),
    rejectedLines: incident.rejectedLines + selectNewRejects(incident, report).length + (report.unlistedRejects ?? 0),
  };
}

/** The incident, closed by a clean report. */
export function closeIncident(incident: Incident, report: Report): Incident {
  return { ...incident, status: 'closed', closed: report.hour.toISOString() };
}

function mergeViolations(incident: Incident, report: Report, window: string): Incident['violations'] {
  const merged = new Map(incident.violations.map((entry) => [`${entry.checkType} ${entry.feature}`, entry]));
  const isRerun = incident.reports.some(({ key }) => key === report.key);
  for (const { feature_name: feature, constraint_check_type: checkType, description } of report.violations) {
    const key = `${checkType} ${feature}`;
    const previous = merged.get(key);
    const isCounted = previous !== undefined && isRerun && previous.last === window;
    merged.set(key, {
      feature,
      checkType,
      first: previous && previous.first < window ? previous.first : window,
      last: later(previous?.last ?? window, window),
      windows: (previous?.windows ?? 0) + (isCounted ? 0 : 1),
      description: previous && previous.last > window ? previous.description : description,
    });
  }
  return [...merged.values()].sort(
    (a, b) => a.checkType.localeCompare(b.checkType) || a.feature.localeCompare(b.feature),
  );
}

function selectNewRejects(incident: Incident, report: Report): Reject[] {
  const listed = new Set(incident.rejects.map(({ file, line }) => `${file}:${line}`));
  return report.rejects.filter(({ file, line }) => !listed.has(`${file}:${line}`));
}

/** The later of two ISO 8601 instants in UTC. */
function later(a: string, b: string): string {
  return a.localeCompare(b) > 0 ? a : b;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
