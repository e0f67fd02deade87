import { isDeepStrictEqual } from 'node:util';
import { type Severity, severities } from '../../contract/alarmNames';
import type { MessageKind } from '../../contract/incidentMessage';
import type { Incident, MessageEntry } from './incident';

/** The gravest severity; undefined without any. */
function gravest(given: readonly Severity[]): Severity | undefined {
  return severities.find((severity) => given.includes(severity));
}

/** The gravest severity of an incident's violations, or that of its last message, if it has none anymore. */
function severityOf({ violations, messages }: Incident): Severity {
  return gravest(violations.map(({ severity }) => severity)) ?? messages.at(-1)?.severity ?? 'info';
}

/** The id under which all messages of an incident are sent: that of the incident that the first one was about. */
export function threadOf({ id, messages }: Pick<Incident, 'id' | 'messages'>): string {
  return messages[0]?.id.split('.')[0] ?? id;
}

/**
 * The next state of incidents, with an entry for the message that is due: each state is written together with its message,
 * so that neither is lost. `stored` returns the document of the incident that opened at an instant. Incidents that did not
 * change get no message, as those that are older than messages.
 *
 * When late reports make an incident part of an earlier one, its messages move to that one.
 */
export function planMessages(
  next: readonly Incident[],
  stored: (opened: string) => Incident | undefined,
  now: Date,
): Incident[] {
  return next.map((incident) => {
    if (absorberOf(incident, next)) return { ...incident, messages: [] };
    if (isDeepStrictEqual(incident, stored(incident.opened))) return incident;
    const absorbed = next.find((other) => absorberOf(other, next) === incident && other.messages.length > 0);
    const known = incident.messages.length > 0 ? incident : { ...incident, messages: absorbed?.messages ?? [] };
    const kind = dueKind(known);
    return kind ? { ...known, messages: [...known.messages, makeEntry(known, kind, now)] } : known;
  });
}

/** The incident that has the first window of one that has lost all of its windows. */
function absorberOf({ opened, reports }: Incident, incidents: readonly Incident[]): Incident | undefined {
  if (reports.length > 0) return undefined;
  return incidents.find(({ reports: own }) => own.some(({ window }) => window === opened));
}

/** What receivers do not know yet of an incident. */
function dueKind(incident: Incident): MessageKind | undefined {
  const { status, reports, messages } = incident;
  const last = messages.at(-1);
  const isKnownOpen = last !== undefined && last.kind !== 'closed';
  if (status === 'closed') return isKnownOpen || (last === undefined && reports.length > 0) ? 'closed' : undefined;
  if (!isKnownOpen) return 'opened';
  const isGraver = severities.indexOf(severityOf(incident)) < severities.indexOf(last.severity);
  return isGraver ? 'escalated' : undefined;
}

function makeEntry(incident: Incident, kind: MessageKind, now: Date): MessageEntry {
  const severity =
    kind === 'closed'
      ? (gravest([severityOf(incident), ...incident.messages.map((message) => message.severity)]) ?? 'info')
      : severityOf(incident);
  const id = `${threadOf(incident)}.${incident.messages.length + 1}`;
  return { id, kind, severity, state: 'pending', at: now.toISOString() };
}
