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

/** The number of a message within its thread, counted from 1: the end of its id. */
export function messageNumber(id: string): number {
  return Number(id.split('.').at(-1));
}

/**
 * The next state of incidents, with an entry for the message that is due: each state is written together with its message,
 * so that neither is lost. `stored` returns the document of the incident that opened at an instant. Incidents that did not
 * change get no message, as those that are older than messages.
 *
 * When late reports make an incident part of an earlier one, its messages move to that one, unless receivers already know
 * the earlier one by messages of its own: both threads then stay as they are, and the later one is closed. When the two
 * separate again, the messages return, so that no id is used twice. A message that a mute holds back is noted once; it is
 * due again with the first change after the mute.
 *
 * Incidents that get messages come before those that lose them: written in this order, no entry is ever in no document.
 */
export function planMessages(
  next: readonly Incident[],
  stored: (opened: string) => Incident | undefined,
  { now, mutes }: { readonly now: Date; readonly mutes: readonly PlannedMute[] },
): Incident[] {
  const current = next.map((incident) => ({ ...incident, messages: currentMessages(incident, next) }));
  const planned = current.map((incident) => {
    const absorber = absorberOf(incident, current);
    if (absorber && givesMessages(incident, absorber, current)) return { ...incident, messages: [] };
    if (isDeepStrictEqual(incident, stored(incident.opened))) return incident;
    const messages = incident.messages.length > 0 ? incident.messages : (absorbedBy(incident, current)?.messages ?? []);
    return addDueEntries({ ...incident, messages }, now, mutes);
  });
  const losesMessages = ({ opened, messages }: Incident) => {
    const before = stored(opened)?.messages[0];
    return before !== undefined && before.id !== messages[0]?.id;
  };
  return [...planned.filter((incident) => !losesMessages(incident)), ...planned.filter(losesMessages)];
}

/**
 * The messages of an incident, as its latest document has them: an invocation may have ended between its writes of two. Those
 * whose first one was about an incident that has windows again return to that one.
 */
function currentMessages(incident: Incident, incidents: readonly Incident[]): MessageEntry[] {
  const { id, reports, messages } = incident;
  const thread = threadOf(incident);
  const isOfOther = thread !== id && incidents.some((other) => other.id === thread && other.reports.length > 0);
  if (isOfOther || (messages.length === 0 && reports.length === 0)) return [];
  return incidents
    .filter((other) => other.messages.length > 0 && threadOf(other) === thread)
    .map((other) => other.messages)
    .reduce((latest, other) => (isLater(other, latest) ? other : latest), messages);
}

/** Whether one state of a thread is later than another one. */
function isLater(messages: readonly MessageEntry[], than: readonly MessageEntry[]): boolean {
  if (messages.length !== than.length) return messages.length > than.length;
  return than.at(-1)?.state === 'pending' && messages.at(-1)?.state !== 'pending';
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

/** The incident with the messages that are due: one, or the first and the last of an incident that is over when it is detected. */
function addDueEntries(incident: Incident, now: Date, mutes: readonly PlannedMute[]): Incident {
  const entry = dueEntry(incident, now, mutes);
  return entry ? addDueEntries({ ...incident, messages: [...incident.messages, entry] }, now, mutes) : incident;
}

/** The entry of a message that is due, or held back for the first time. The end of a known incident is never held back. */
function dueEntry(incident: Incident, now: Date, mutes: readonly PlannedMute[]): MessageEntry | undefined {
  const kind = dueKind(incident);
  if (!kind) return undefined;
  const entry = makeEntry(incident, kind, now);
  const { endpoint, messages } = incident;
  const mute = kind === 'closed' ? undefined : muteOf(mutes, { endpoint, severity: entry.severity, at: now });
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
  if (last === undefined || last.kind === 'closed') {
    const isNew = messages.length === 0 && reports.length > 0;
    return status === 'open' || isNew ? 'opened' : undefined;
  }
  if (status === 'closed') return 'closed';
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
