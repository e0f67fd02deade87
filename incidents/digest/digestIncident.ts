import { type Severity, severities } from '../../contract/alarmNames';
import type { MessageKind } from '../../contract/incidentMessage';
import { causes } from '../../contract/likelyCause';
import type { Incident } from '../document/incident';
import { severityOf } from '../document/incidentMessages';
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

/** A message that a mute held back. */
export interface HeldMessage {
  readonly incident: string;
  readonly kind: MessageKind;
  readonly severity: Severity;
  readonly at: string;
  readonly reason: string;
  readonly author: string;
}

/** When an incident was found; of documents that are older than this entry, when its first window began. */
export function foundAt({ detected, opened }: Incident): Date {
  return new Date(detected ?? opened);
}

/** When an incident was resolved by a person or closed by a clean window; undefined for one that is open. */
export function overAt(incident: Incident): Date | undefined {
  const { status, closed, messages } = incident;
  if (incidentState(incident) === 'resolved') return new Date(recordedFix(incident)?.at ?? incident.lastWindow);
  if (status === 'open') return undefined;
  return new Date(messages.findLast(({ kind }) => kind === 'closed')?.at ?? closed ?? incident.lastWindow);
}

/** The gravest first, then the newest. */
export function byUrgency(a: Incident, b: Incident): number {
  return rankOf(severityOf(a)) - rankOf(severityOf(b)) || b.opened.localeCompare(a.opened) || a.id.localeCompare(b.id);
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

/** The messages about an incident that mutes held back. */
export function heldMessages({ id, messages }: Incident): HeldMessage[] {
  return messages.flatMap(({ kind, severity, at, mute }) =>
    mute ? [{ incident: id, kind, severity, at, reason: mute.reason, author: mute.author }] : [],
  );
}
