import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { hourMs } from '../../../contract/hours';
import { type Markup, markup } from '../../../report/html/markup';
import { roundPixels } from '../../../report/plot/plotFrame';
import { formatInstant } from '../../../report/text/formats';
import type { HourRow, RunStatus } from '../../model/rehearsalReport';
import type { Lane, TimeAxis } from './lane';
import { type MarkArgs, renderMark } from './lane';

const statusMarks = {
  Completed: { shape: 'circle', look: 'good' },
  CompletedWithViolations: { shape: 'triangle', look: 'warn' },
  Failed: { shape: 'cross', look: 'bad' },
  Stopped: { shape: 'square', look: 'bad' },
  Stopping: { shape: 'square', look: 'quiet' },
  Pending: { shape: 'square', look: 'quiet' },
  InProgress: { shape: 'square', look: 'quiet' },
  NotScheduled: { shape: 'square', look: 'quiet' },
} as const satisfies Record<RunStatus, Pick<MarkArgs, 'shape' | 'look'>>;

type PayloadKind = 'clean' | 'drifted' | 'broken' | 'none';

function payloadKind({ payload }: HourRow): PayloadKind {
  if (payload === 'captured') return 'clean';
  return payload === 'clean' || payload === 'drifted' || payload === 'none' ? payload : 'broken';
}

/** Groups consecutive hours with the same kind of payload. */
function groupByPayload(hours: readonly HourRow[]): { kind: PayloadKind; hours: HourRow[] }[] {
  const runs: { kind: PayloadKind; hours: HourRow[] }[] = [];
  for (const hour of hours) {
    const last = runs.at(-1);
    const follows = last && Date.parse(hour.hour) - Date.parse(last.hours.at(-1)?.hour ?? '') <= hourMs;
    if (last && follows && last.kind === payloadKind(hour)) last.hours.push(hour);
    else runs.push({ kind: payloadKind(hour), hours: [hour] });
  }
  return runs;
}

/** Payload of each hour. */
export function payloadLane(hours: readonly HourRow[], axis: TimeAxis): Lane {
  const content = groupByPayload(hours).map(({ kind, hours: run }): Markup => {
    const left = axis.x(run[0]?.hour ?? '');
    const width = run.length * axis.hourWidth - 2;
    const text = kind === 'none' ? 'nothing' : kind;
    const label = width >= text.length * 6.4 ? text : text.slice(0, Math.max(1, Math.floor(width / 8)));
    const title = run.map((hour) => `${formatInstant(hour.hour)}: ${hour.payload}, ${hour.rows} rows`).join('\n');
    return markup`<g class="payload ${kind}"><title>${title}</title><rect x="${roundPixels(left + 1)}" y="4" width="${roundPixels(width)}" height="22" rx="4"/><text x="${roundPixels(left + 1 + width / 2)}" y="19" text-anchor="middle">${label}</text></g>`;
  });
  return { label: 'Payload', note: 'replayed captures', first: true, height: 34, content };
}

/** Status of each hour's run. */
export function statusLane(hours: readonly HourRow[], axis: TimeAxis): Lane {
  const content = hours.map((hour) =>
    renderMark({
      ...statusMarks[hour.status],
      x: axis.x(hour.hour) + axis.hourWidth / 2,
      y: 14,
      title: `${formatInstant(hour.hour)}: ${hour.status}${hour.exitMessage === undefined ? '' : `, ${hour.exitMessage}`}`,
    }),
  );
  return { label: 'Monitor run', note: 'execution status', height: 30, content };
}

/** Number of violations in each hour's report. */
export function violationsLane(hours: readonly HourRow[], axis: TimeAxis): Lane {
  const height = 54;
  const base = height - 6;
  const y = scaleLinear()
    .domain([0, Math.max(1, max(hours, (hour) => hour.violations.length) ?? 0)])
    .range([base, 18]);
  const bars = hours
    .filter((hour) => hour.violations.length > 0)
    .map((hour) => {
      const count = hour.violations.length;
      const [x, top] = [axis.x(hour.hour) + axis.hourWidth * 0.2, y(count)];
      const title = hour.violations.map((v) => `${v.feature_name}: ${v.constraint_check_type}`).join('\n');
      return markup`<g class="violations"><title>${title}</title><rect x="${roundPixels(x)}" y="${roundPixels(top)}" width="${roundPixels(axis.hourWidth * 0.6)}" height="${roundPixels(base - top)}"/><text class="value" x="${roundPixels(x + axis.hourWidth * 0.3)}" y="${roundPixels(top - 4)}" text-anchor="middle">${count}</text></g>`;
    });
  const ground = markup`<line class="axis" x1="${axis.left}" x2="${axis.right}" y1="${base}" y2="${base}"/>`;
  return { label: 'Violations', note: 'per report', height, content: [ground, ...bars] };
}
