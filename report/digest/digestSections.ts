import type { Severity } from '../../contract/alarmNames';
import { andMore } from '../../contract/andMore';
import { describeMute, type PlannedMute } from '../../contract/plannedMute';
import { shortenText } from '../../contract/shortenText';
import { type Digest, type DigestEndpoint, isQuiet } from '../../incidents/digest/digest';
import type { DigestIncident, HeldMessage } from '../../incidents/digest/digestIncident';
import { formatCount, formatInstant } from '../text/formats';
import { replaceUnprintable } from '../text/unprintable';

/** A line of a digest: what it is about, and what is to be said. Texts from data are short and on one line. */
export interface DigestLine {
  readonly about: string;
  readonly severity?: Severity;
  readonly text: string;
}

interface DigestSection {
  readonly title: string;
  readonly lines: readonly DigestLine[];
  /** Lines that were left out. */
  readonly more: number;
}

/** Lines that a section shows; the command `incident list` shows all. */
const listedLines = 50;
const listedViolations = 3;
const longestName = 60;
const longestText = 300;

/** A mail's subject: the stack, and what there is, in one line. */
export function digestSubject(digest: Digest): string {
  const { stack, owner } = digest;
  const of = owner === undefined ? stack : `${oneLine(owner, longestName)}, ${stack}`;
  return `Monitoring of ${of}: ${digestSentence(digest)}`;
}

/** What there is, in a clause. */
export function digestSentence(digest: Digest): string {
  const { opened, open, closed, held, silent } = digest;
  if (isQuiet(digest)) return `nothing to report on ${formatCount(digest.endpoints, 'endpoint')}`;
  const counts = [
    [opened.length, 'new', 'incident'],
    [open.length, 'open', 'incident'],
    [closed.length, 'closed', 'incident'],
    [held.length, 'held back', 'message'],
    [silent.length, 'silent', 'endpoint'],
  ] as const;
  const named = counts.flatMap(([count, state, noun]) => (count === 0 ? [] : [formatCount(count, `${state} ${noun}`)]));
  return named.length > 0 ? named.join(', ') : 'no incidents';
}

/** The sections that have lines, in order of urgency. */
export function digestSections(digest: Digest): DigestSection[] {
  const { opened, open, closed, silent, held, mutes, calibration } = digest;
  const sections: readonly (readonly [title: string, lines: readonly DigestLine[]])[] = [
    ['New incidents', opened.map(incidentLine)],
    ['Open incidents', open.map(incidentLine)],
    ['Silent endpoints', silent.map(silenceLine)],
    ['Held back by mutes', held.map(heldLine)],
    ['Closed incidents', closed.map(incidentLine)],
    ['Mutes in effect', mutes.map(muteLine)],
    ['Calibration', calibration.map(calibrationLine)],
  ];
  return sections.flatMap(([title, lines]) =>
    lines.length === 0
      ? []
      : [{ title, lines: lines.slice(0, listedLines), more: Math.max(0, lines.length - listedLines) }],
  );
}

function incidentLine({
  id,
  severity,
  state,
  opened,
  closed,
  windows,
  violations,
  cause,
  fix,
  likelyCause,
}: DigestIncident): DigestLine {
  const names = violations.map(({ check, feature }) => `${check} on ${oneLine(feature, longestName)}`);
  const until = closed === undefined ? '' : ` to ${formatInstant(closed)}`;
  return {
    about: id,
    severity,
    text: [
      `${state}, ${formatCount(windows, 'window')} from ${formatInstant(opened)}${until}: ${andMore(names, listedViolations)}.`,
      ...causeTexts({ cause, fix, likelyCause }),
    ].join(' '),
  };
}

/** What people recorded, else what the numbers show. */
function causeTexts({ cause, fix, likelyCause }: Pick<DigestIncident, 'cause' | 'fix' | 'likelyCause'>): string[] {
  if (cause !== undefined) return [`Cause: ${oneLine(cause)}`, `Fix: ${oneLine(fix ?? 'none recorded')}`];
  return likelyCause === undefined ? [] : [`Likely cause: ${oneLine(likelyCause)}`];
}

function silenceLine({ endpoint, owner, lastReport, silenceHours }: DigestEndpoint): DigestLine {
  const since = lastReport === undefined ? 'in the last two days' : `since ${formatInstant(lastReport)}`;
  return {
    about: endpoint,
    text: `no report ${since}; the limit is ${formatCount(silenceHours, 'hour')}. Owner: ${oneLine(owner, longestName)}`,
  };
}

function heldLine({ incident, kind, severity, at, reason, author }: HeldMessage): DigestLine {
  return { about: incident, severity, text: `${kind} at ${formatInstant(at)}, held back: ${reasonOf(reason, author)}` };
}

function muteLine(mute: PlannedMute): DigestLine {
  return { about: oneLine(describeMute(mute)), text: reasonOf(mute.reason, mute.author ?? '') };
}

const reasonOf = (reason: string, author: string) => `${oneLine(reason)} (${oneLine(author, longestName)})`;

function calibrationLine({ endpoint, windows, driftAlarms, exactAlarms, judgement }: DigestEndpoint): DigestLine {
  const of = `of ${formatCount(windows, 'window')}`;
  const text =
    judgement?.mode === 'calibrated'
      ? `drift alarms in ${driftAlarms} ${of}; the exact rule would have raised them in ${exactAlarms}`
      : `the exact rule raised drift alarms in ${driftAlarms} ${of}; a calibration raises them only for windows that are unusual for the endpoint. ${oneLine(judgement?.reason ?? '')}`;
  return { about: endpoint, text: text.trimEnd() };
}

function oneLine(text: string, longest = longestText): string {
  return replaceUnprintable(shortenText(text.replace(/\s+/g, ' ').trim(), longest));
}
