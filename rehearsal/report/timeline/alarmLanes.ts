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

/** A stretch of time, in pixels. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

function stretchOf(state: AlarmState, { from, to }: Stretch, title: string): Markup {
  const { y, height } = heights[state];
  return markup`<rect class="state ${looks[state]}" x="${roundPixels(from)}" y="${y}" width="${roundPixels(Math.max(0, to - from))}" height="${height}"><title>${title}</title></rect>`;
}

function states({ transitions, finalState }: AlarmRow, axis: TimeAxis): Markup[] {
  const [first] = transitions;
  const before = stretchOf(
    first?.from ?? finalState,
    { from: axis.left, to: first ? axis.x(first.at) : axis.right },
    first?.from ?? finalState,
  );
  const after = transitions.map((change, i) => {
    const next = transitions[i + 1];
    const title = `${change.to} from ${formatInstant(change.at)}: ${change.reason}`;
    return stretchOf(change.to, { from: axis.x(change.at), to: next ? axis.x(next.at) : axis.right }, title);
  });
  return [before, ...after];
}

/** Times in which an alarm was muted, as the audit record tells. */
function mutedStretches(name: string, audit: readonly AuditEntry[], axis: TimeAxis): Stretch[] {
  const stretches: Stretch[] = [];
  let since: string | undefined;
  for (const entry of [...audit].sort((a, b) => a.when.localeCompare(b.when))) {
    if (entry.refused !== undefined || !entry.target.includes(JSON.stringify(name))) continue;
    if (entry.kind === 'alarm muted') since ??= entry.when;
    if (entry.kind === 'alarm unmuted' && since !== undefined) {
      stretches.push({ from: axis.x(since), to: axis.x(entry.when) });
      since = undefined;
    }
  }
  return since === undefined ? stretches : [...stretches, { from: axis.x(since), to: axis.right }];
}

function alarmLane(alarm: AlarmRow, audit: readonly AuditEntry[], axis: TimeAxis): Lane {
  const parts = parseAlarmName(alarm.name);
  const muted = mutedStretches(alarm.name, audit, axis).map(
    ({ from, to }) =>
      markup`<g class="muted"><title>muted</title><rect x="${roundPixels(from)}" y="3" width="${roundPixels(to - from)}" height="22"/><text x="${roundPixels(to - 6)}" y="18" text-anchor="end">muted</text></g>`,
  );
  return {
    label: parts?.what ?? alarm.name,
    note: alarm.severity,
    height: 30,
    content: [...states(alarm, axis), ...muted],
  };
}

/** A lane for each alarm that ever went off or was muted; the quiet ones are counted in one line. */
export function alarmLanes(alarms: readonly AlarmRow[], audit: readonly AuditEntry[], axis: TimeAxis): Lane[] {
  const told = alarms.filter((alarm) => alarm.muted || alarm.transitions.some((change) => change.to === 'ALARM'));
  const quiet = alarms.length - told.length;
  const lanes = told.map((alarm) => alarmLane(alarm, audit, axis));
  const rest: Lane = {
    label: `${quiet} other alarm${quiet === 1 ? '' : 's'}`,
    height: 24,
    content: [markup`<text class="note" x="${axis.left + 2}" y="16">never in ALARM</text>`],
  };
  return (quiet > 0 ? [...lanes, rest] : lanes).map((lane, i) => ({ ...lane, first: i === 0 }));
}
