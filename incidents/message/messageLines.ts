import { andMore } from '../../contract/andMore';
import type { IncidentMessage } from '../../contract/incidentMessage';

/** Violations that a message to people names; programs get all of the message's. */
const shownViolations = 5;

/** `2026-11-23 10:00 UTC`. */
function timeText(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}

/** The violations, one line each. */
export function violationLines({ violations, moreViolations }: IncidentMessage): string[] {
  const more = violations.length - shownViolations + moreViolations;
  return [
    ...violations
      .slice(0, shownViolations)
      .map(({ feature, check, description }) => `${feature} (${check}): ${description}`),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}

/** Names and values that every message to people has, in order. */
export function messageFacts(message: IncidentMessage): readonly (readonly [name: string, value: string])[] {
  const { opened, lastWindow, closed, windows, variants = [], causes, similar, owner, stack } = message;
  const [cause] = causes;
  return [
    ...(variants.length === 0 ? [] : [['Variants', variants.join(', ')] as const]),
    ['Windows', `${windows}, from ${timeText(opened)} to ${timeText(lastWindow)}`],
    ...(closed === undefined ? [] : [['Closed', timeText(closed)] as const]),
    ['Likely cause', cause ? `${cause.cause}: ${cause.meaning}. ${cause.evidence}` : 'no pattern found'],
    ...(similar.length === 0
      ? []
      : [
          [
            'Seen before',
            andMore(
              similar.map(({ incident, fix }) => `${incident}, fix: ${fix}`),
              1,
            ),
          ] as const,
        ]),
    ['Owner', owner],
    ['Stack', stack],
  ];
}

/** Titles and addresses of the pages to open. */
export function messageLinks({ runbook, links }: IncidentMessage): readonly (readonly [title: string, url: string])[] {
  return [
    ['Runbook', runbook],
    ['Report', links.report],
    ['Incident', links.incident],
    ['Dashboard', links.dashboard],
  ];
}
