import { type Severity, severities } from '../../contract/alarmNames';
import { causes } from '../../contract/likelyCause';
import type { Incident } from '../document/incident';
import { type IncidentState, incidentState, recordedFix } from '../memory/incidentState';

/** An incident in a digest. */
export interface DigestIncident {
  readonly id: string;
  readonly endpoint: string;
  readonly severity: Severity;
  readonly state: IncidentState;
  readonly opened: string;
  readonly closed?: string;
  readonly windows: number;
  /** Check and feature of each violation, the gravest first. */
  readonly violations: readonly { readonly check: string; readonly feature: string }[];
  /** As a person recorded them. */
  readonly cause?: string;
  readonly fix?: string;
  /** The most likely cause by the numbers, with its evidence. */
  readonly likelyCause?: string;
}

/** When an incident was found; of documents that are older than this entry, when its first window began. */
export function foundAt({ detected, opened }: Incident): Date {
  return new Date(detected ?? opened);
}

/** When an incident was resolved by a person or closed by a clean window; undefined for one that is open. */
export function overAt(incident: Incident): Date | undefined {
  const { status, closed } = incident;
  if (incidentState(incident) === 'resolved') return new Date(recordedFix(incident)?.at ?? incident.lastWindow);
  if (status === 'open') return undefined;
  return new Date(closed ?? incident.lastWindow);
}

/** The gravest first, then the newest. */
export function byUrgency(a: Incident, b: Incident): number {
  return rankOf(severityOf(a)) - rankOf(severityOf(b)) || b.opened.localeCompare(a.opened) || a.id.localeCompare(b.id);
}

/** The gravest severity of an incident's violations. */
function severityOf({ violations }: Incident): Severity {
  return severities.find((severity) => violations.some((entry) => entry.severity === severity)) ?? 'info';
}

const rankOf = (severity: Severity) => severities.indexOf(severity);

export function digestIncident(incident: Incident): DigestIncident {
  const { id, endpoint, opened, closed, reports, violations } = incident;
  const [likely] = incident.causes;
  const fix = recordedFix(incident);
  return {
    id,
    endpoint,
    severity: severityOf(incident),
    state: incidentState(incident),
    opened,
    closed,
    windows: reports.length,
    violations: [...violations]
      .sort((a, b) => rankOf(a.severity) - rankOf(b.severity))
      .map(({ checkType, feature }) => ({ check: checkType, feature })),
    cause: fix?.cause,
    fix: fix?.fix,
    likelyCause: likely && `${causes[likely.cause]}. ${likely.evidence}`,
  };
}
