import { isDeepStrictEqual } from 'node:util';
import { type Severity, severities } from '../../contract/alarmNames';
import type { MessageKind } from '../../contract/incidentMessage';
import { muteOf, type PlannedMute } from '../../contract/plannedMute';
import type { Incident, MessageEntry } from './incident';

/** The gravest severity; undefined without any. */
function gravest(given: readonly Severity[]): Severity | undefined {
  return severities.find((severity) => given.includes(severity));
}

/** The gravest severity of an incident's violations, or that of its last message, if it has none anymore. */
export function severityOf({ violations, messages }: Incident): Severity {
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
 * When late reports make an incident part of an earlier one, its messages move to that one, unless receivers already know
 * the earlier one by messages of its own: both threads then stay as they are, and the later one is closed. A message that a
 * mute holds back is noted once; it is due again with the first change after the mute.
 */
export function planMessages(
  next: readonly Incident[],
  stored: (opened: string) => Incident | undefined,
  { now, mutes }: { readonly now: Date; readonly mutes: readonly PlannedMute[] },
): Incident[] {
  return next.map((incident) => {
    const absorber = absorberOf(incident, next);
    if (absorber && givesMessages(incident, absorber, next)) return { ...incident, messages: [] };
    if (isDeepStrictEqual(incident, stored(incident.opened))) return incident;
    const messages = incident.messages.length > 0 ? incident.messages : (absorbedBy(incident, next)?.messages ?? []);
    const known = { ...incident, messages };
    const entry = dueEntry(known, now, mutes);
    return entry ? { ...known, messages: [...known.messages, entry] } : known;
  });
}

/** The incident that has the first window of one that has lost all of its windows. */
function absorberOf({ opened, reports }: Incident, incidents: readonly Incident[]): Incident | undefined {
  if (reports.length > 0) return undefined;
  return incidents.find(({ reports: own }) => own.some(({ window }) => window === opened));
}

/** The first incident with messages that is part of another one now. */
function absorbedBy(absorber: Incident, incidents: readonly Incident[]): Incident | undefined {
  return incidents.find((other) => other.messages.length > 0 && absorberOf(other, incidents) === absorber);
}

/** Whether the messages of an incident are those of the one that it is part of now, or become them. */
function givesMessages(incident: Incident, absorber: Incident, incidents: readonly Incident[]): boolean {
  if (incident.messages.length === 0) return false;
  // They have moved already, if an invocation ended after it wrote the absorber.
  if (absorber.messages.length > 0) return threadOf(absorber) === threadOf(incident);
  return absorbedBy(absorber, incidents) === incident;
}

/** The entry of a message that is due, or held back for the first time. The end of a known incident is never held back. */
function dueEntry(incident: Incident, now: Date, mutes: readonly PlannedMute[]): MessageEntry | undefined {
  const kind = dueKind(incident);
  if (!kind) return undefined;
  const entry = makeEntry(incident, kind, now);
  const { endpoint, messages } = incident;
  const isKnown = kind === 'closed' && messages.length > 0;
  const mute = isKnown ? undefined : muteOf(mutes, { endpoint, severity: entry.severity, at: now });
  if (!mute) return entry;
  const last = messages.at(-1);
  if (last?.state === 'held' && last.kind === kind && last.severity === entry.severity) return undefined;
  const { reason, author = '', until } = mute;
  return { ...entry, state: 'held', mute: { reason, author, until } };
}

/** The messages of an incident that people got or will get. */
export function heardMessages(messages: readonly MessageEntry[]): MessageEntry[] {
  return messages.filter(({ state }) => state !== 'held');
}

/** What receivers do not know yet of an incident. One that was over before a mute ended is in the digest only. */
function dueKind(incident: Incident): MessageKind | undefined {
  const { status, reports, messages } = incident;
  const last = heardMessages(messages).at(-1);
  const isKnownOpen = last !== undefined && last.kind !== 'closed';
  if (status === 'closed') return isKnownOpen || (messages.length === 0 && reports.length > 0) ? 'closed' : undefined;
  if (!isKnownOpen) return 'opened';
  const isGraver = severities.indexOf(severityOf(incident)) < severities.indexOf(last.severity);
  return isGraver ? 'escalated' : undefined;
}

function makeEntry(incident: Incident, kind: MessageKind, now: Date): MessageEntry {
  const heard =
    kind === 'closed' ? gravest(heardMessages(incident.messages).map((message) => message.severity)) : undefined;
  const severity = heard ?? severityOf(incident);
  const id = `${threadOf(incident)}.${incident.messages.length + 1}`;
  return { id, kind, severity, state: 'pending', at: now.toISOString() };
}
