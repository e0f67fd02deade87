import { max, min } from 'd3-array';
import { scaleUtc } from 'd3-scale';
import { hourMs } from '../../../contract/hours';
import { type Markup, markup } from '../../../report/html/markup';
import { plotFrame, roundPixels } from '../../../report/plot/plotFrame';
import type { RehearsalReport } from '../../model/rehearsalReport';
import { alarmLanes } from './alarmLanes';
import { auditLane, messageLanes } from './eventLanes';
import { payloadLane, statusLane, violationsLane } from './hourLanes';
import type { Lane, TimeAxis } from './lane';

type Timed = Pick<RehearsalReport, 'hours' | 'alarms' | 'messages' | 'audit'>;

const left = 196;
const top = 42;
const minWidth = 1080;
const minHourWidth = 44;

interface Axis extends TimeAxis {
  readonly width: number;
  /** Hours from the first to the one after the last, in which its alarms are evaluated. */
  readonly ticks: readonly Date[];
}

function makeAxis(hours: Timed['hours']): Axis {
  const starts = hours.map((hour) => Date.parse(hour.hour));
  const start = min(starts) ?? 0;
  const end = (max(starts) ?? start) + 2 * hourMs;
  const count = Math.round((end - start) / hourMs);
  const width = Math.max(minWidth, left + count * minHourWidth + 16);
  const right = width - 16;
  const scale = scaleUtc().domain([start, end]).range([left, right]).clamp(true);
  return {
    left,
    right,
    width,
    hourWidth: (right - left) / count,
    x: (instant) => scale(Date.parse(instant)),
    ticks: Array.from({ length: count + 1 }, (_, i) => new Date(start + i * hourMs)),
  };
}

/** Hour labels, and the date above the first hour of each day. */
function renderHourGrid(axis: Axis, height: number): Markup[] {
  return axis.ticks.map((tick, i) => {
    const x = roundPixels(axis.x(tick.toISOString()));
    const iso = tick.toISOString();
    const newDay = i === 0 || iso.slice(11, 13) === '00';
    const day = newDay ? markup`<text class="day" x="${x}" y="${top - 27}">${iso.slice(0, 10)}</text>` : undefined;
    return markup`<g class="tick">${day}<line class="grid" x1="${x}" x2="${x}" y1="${top - 8}" y2="${height}"/><text x="${x}" y="${top - 13}" text-anchor="middle">${iso.slice(11, 13)}</text></g>`;
  });
}

function renderLane(lane: Lane, y: number, axis: Axis): Markup {
  const rule = lane.first ? markup`<line class="rule" x1="8" x2="${axis.right}" y1="-3" y2="-3"/>` : undefined;
  const middle = Math.min(lane.height / 2, 27);
  const short = lane.label.length > 27 ? `${lane.label.slice(0, 26)}…` : lane.label;
  const note =
    lane.note === undefined ? undefined : markup`<text class="note" x="8" y="${middle + 11}">${lane.note}</text>`;
  return markup`<g class="lane" transform="translate(0,${y})">${rule}<text class="lane-label" x="8" y="${note ? middle - 1 : middle + 4}">${short}<title>${lane.label}</title></text>${note}${lane.content}</g>`;
}

/** Plots the rehearsed hours from left to right: payload, run, violations, alarms, messages and recorded changes. */
export function timelinePlot({ hours, alarms, messages, audit }: Timed, id: string): Markup {
  const axis = makeAxis(hours);
  const lanes = [
    payloadLane(hours, axis),
    statusLane(hours, axis),
    violationsLane(hours, axis),
    ...alarmLanes(alarms, audit, axis),
    ...messageLanes(messages, axis),
    auditLane(audit, axis),
  ];
  let y = top;
  const rows = lanes.map((lane) => {
    y += lane.first ? 8 : 0;
    const row = renderLane(lane, y, axis);
    y += lane.height;
    return row;
  });
  const violations = hours.reduce((sum, hour) => sum + hour.violations.length, 0);
  return plotFrame({
    id,
    title: 'Timeline of the rehearsed hours',
    description: `${hours.length} hours with ${violations} violations, ${messages.length} messages and ${audit.length} recorded changes. The table below has the same data.`,
    width: axis.width,
    scrolls: true,
    height: y + 8,
    content: [...renderHourGrid(axis, y), ...rows],
  });
}
