import { parseAlarmName } from '../../../contract/alarmNames';
import type { AuditEntry } from '../../../contract/auditEvents';
import { type Markup, markup } from '../../../report/html/markup';
import { roundPixels } from '../../../report/plot/plotFrame';
import { formatInstant } from '../../../report/text/formats';
import type { AlarmRow, AlarmState } from '../../model/rehearsalReport';
import type { Lane, TimeAxis } from './lane';

const looks = {
  OK: 'ok',
  ALARM: 'alarm',
  INSUFFICIENT_DATA: 'unknown',
} as const satisfies Record<AlarmState, string>;

const heights = {
  OK: { y: 12, height: 4 },
  ALARM: { y: 6, height: 16 },
  INSUFFICIENT_DATA: { y: 13, height: 2 },
} as const satisfies Record<AlarmState, object>;

/** A period of time, in pixels. */
interface Span {
  readonly from: number;
  readonly to: number;
}

function renderState(state: AlarmState, { from, to }: Span, title: string): Markup {
  const { y, height } = heights[state];
  return markup`<rect class="state ${looks[state]}" x="${roundPixels(from)}" y="${y}" width="${roundPixels(Math.max(0, to - from))}" height="${height}"><title>${title}</title></rect>`;
}

function renderStates({ transitions, finalState }: AlarmRow, axis: TimeAxis): Markup[] {
  const [first] = transitions;
  const before = renderState(
    first?.from ?? finalState,
    { from: axis.left, to: first ? axis.x(first.at) : axis.right },
    first?.from ?? finalState,
  );
  const after = transitions.map((change, i) => {
    const next = transitions[i + 1];
    const title = `${change.to} from ${formatInstant(change.at)}: ${change.reason}`;
    return renderState(change.to, { from: axis.x(change.at), to: next ? axis.x(next.at) : axis.right }, title);
  });
  return [before, ...after];
}

/** Periods during which an alarm was muted, from the audit record. */
function mutedSpans(name: string, audit: readonly AuditEntry[], axis: TimeAxis): Span[] {
  const spans: Span[] = [];
  let since: string | undefined;
  for (const entry of [...audit].sort((a, b) => a.when.localeCompare(b.when))) {
    if (entry.refused !== undefined || !entry.target.includes(JSON.stringify(name))) continue;
    if (entry.kind === 'alarm muted') since ??= entry.when;
    if (entry.kind === 'alarm unmuted' && since !== undefined) {
      spans.push({ from: axis.x(since), to: axis.x(entry.when) });
      since = undefined;
    }
  }
  return since === undefined ? spans : [...spans, { from: axis.x(since), to: axis.right }];
}

function alarmLane(alarm: AlarmRow, audit: readonly AuditEntry[], axis: TimeAxis): Lane {
  const parts = parseAlarmName(alarm.name);
  const muted = mutedSpans(alarm.name, audit, axis).map(
    ({ from, to }) =>
      markup`<g class="muted"><title>muted</title><rect x="${roundPixels(from)}" y="3" width="${roundPixels(to - from)}" height="22"/><text x="${roundPixels(to - 6)}" y="18" text-anchor="end">muted</text></g>`,
  );
  return {
    label: parts?.what ?? alarm.name,
    note: alarm.severity,
    height: 30,
    content: [...renderStates(alarm, axis), ...muted],
  };
}

/** A lane for each alarm that was raised or muted, and one lane with the number of the others. */
export function alarmLanes(alarms: readonly AlarmRow[], audit: readonly AuditEntry[], axis: TimeAxis): Lane[] {
  const shown = alarms.filter((alarm) => alarm.muted || alarm.transitions.some((change) => change.to === 'ALARM'));
  const others = alarms.length - shown.length;
  const lanes = shown.map((alarm) => alarmLane(alarm, audit, axis));
  const othersLane: Lane = {
    label: `${others} other alarm${others === 1 ? '' : 's'}`,
    height: 24,
    content: [markup`<text class="note" x="${axis.left + 2}" y="16">never in ALARM</text>`],
  };
  return (others > 0 ? [...lanes, othersLane] : lanes).map((lane, i) => ({ ...lane, first: i === 0 }));
}
