import { z } from 'zod';
import { hourMs } from '../../contract/hours';
import type { Reject, Violation } from '../../contract/modelMonitorFiles';
import { incidentId } from '../../contract/storeLayout';

const instant = z.iso.datetime();

/** What a document's front matter holds; keys that people add are kept. */
export const incidentSchema = z.looseObject({
  id: z.string(),
  endpoint: z.string(),
  schema: z.string(),
  /** Name of the monitoring schedule. */
  schedule: z.string(),
  status: z.enum(['open', 'closed']),
  /** Start of the first window that broke the contract, UTC. */
  opened: instant,
  /** Start of the last one. */
  lastWindow: instant,
  /** Start of the clean window that ended it. */
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
      /** As the last report has it. */
      description: z.string(),
    }),
  ),
  /** The reports that were taken in; each version of a report once. */
  reports: z.array(z.object({ window: instant, key: z.string(), version: z.string(), rows: z.int().optional() })),
  /** The first lines that were set aside, and how many there were. */
  rejects: z.array(z.object({ file: z.string(), line: z.int(), reason: z.string() })),
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
  /** Lines that were set aside besides, and that the report only counts. */
  readonly rejectedBeyond?: number;
  /** Rows of the window, where the statistics say. */
  readonly rows?: number;
}

/** After a day without a violating window, the next one is another incident. */
const longestPauseMs = 24 * hourMs;

/** Lines of rejects that an incident names; the report in the store has more of them. */
const namedRejects = 50;

export function hasTakenIn(incident: Incident, { key, version }: Report): boolean {
  return incident.reports.some((report) => report.key === key && report.version === version);
}

/** Whether a violating report belongs to an incident: the same window, or the next ones with a check type in common. */
export function continues(incident: Incident, report: Report): boolean {
  const hour = report.hour.getTime();
  if (hour === Date.parse(incident.opened)) return true;
  const inTime = hour > Date.parse(incident.opened) && hour <= Date.parse(incident.lastWindow) + longestPauseMs;
  const shared = report.violations.some((violation) => incident.checkTypes.includes(violation.constraint_check_type));
  return incident.status === 'open' && incident.schedule === report.monitoringSchedule && inTime && shared;
}

/**
 * Whether a report without violations ends an incident. Where clean runs write no file of violations, nothing does: it
 * stays open in its document, and no longer goes on after `longestPauseMs`.
 */
export function ends(incident: Incident, report: Report): boolean {
  const after = report.hour.getTime() >= Date.parse(incident.lastWindow);
  return incident.status === 'open' && incident.schedule === report.monitoringSchedule && after;
}

export function openIncident(report: Report): Incident {
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
  return takeIn(empty, report);
}

/** The incident with one more violating report; a report that was taken in already changes nothing. */
export function takeIn(incident: Incident, report: Report): Incident {
  if (hasTakenIn(incident, report)) return incident;
  const window = report.hour.toISOString();
  const violations = mergedViolations(incident, report, window);
  // A monitor that ran again for a window replaces its report.
  const others = incident.reports.filter(({ key }) => key !== report.key);
  const { closed: _, ...rest } = incident;
  return {
    ...rest,
    status: 'open',
    lastWindow: later(incident.lastWindow, window),
    checkTypes: unique(violations.map(({ checkType }) => checkType)),
    features: unique(violations.map(({ feature }) => feature)),
    violations,
    reports: [
      ...others,
      { window, key: report.key, version: report.version, ...(report.rows === undefined ? {} : { rows: report.rows }) },
    ].sort((a, b) => a.window.localeCompare(b.window)),
    rejects: [...incident.rejects, ...newRejects(incident, report)].slice(0, namedRejects),
    rejectedLines: incident.rejectedLines + newRejects(incident, report).length + (report.rejectedBeyond ?? 0),
  };
}

export function endIncident(incident: Incident, report: Report): Incident {
  return { ...incident, status: 'closed', closed: report.hour.toISOString() };
}

function mergedViolations(incident: Incident, report: Report, window: string): Incident['violations'] {
  const merged = new Map(incident.violations.map((entry) => [`${entry.checkType} ${entry.feature}`, entry]));
  const again = incident.reports.some(({ key }) => key === report.key);
  for (const { feature_name: feature, constraint_check_type: checkType, description } of report.violations) {
    const key = `${checkType} ${feature}`;
    const before = merged.get(key);
    const counted = before !== undefined && again && before.last === window;
    merged.set(key, {
      feature,
      checkType,
      first: before && before.first < window ? before.first : window,
      last: later(before?.last ?? window, window),
      windows: (before?.windows ?? 0) + (counted ? 0 : 1),
      description: before && before.last > window ? before.description : description,
    });
  }
  return [...merged.values()].sort(
    (a, b) => a.checkType.localeCompare(b.checkType) || a.feature.localeCompare(b.feature),
  );
}

function newRejects(incident: Incident, report: Report): Reject[] {
  const known = new Set(incident.rejects.map(({ file, line }) => `${file}:${line}`));
  return report.rejects.filter(({ file, line }) => !known.has(`${file}:${line}`));
}

/** Of two instants in UTC, as ISO 8601 text. */
function later(a: string, b: string): string {
  return a.localeCompare(b) > 0 ? a : b;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
