import { scaleUtc } from 'd3-scale';
import { hourMs } from '../../contract/hours';
import { shortenText } from '../../contract/shortenText';
import type { IncidentRecord } from '../../incidents/memory/incidentRecord';
import { incidentState } from '../../incidents/memory/incidentState';
import { type Markup, markup } from '../html/markup';
import { plotFrame, roundPixels } from '../plot/plotFrame';
import { formatCount } from '../text/formats';

const width = 900;
const rowHeight = 26;
const left = 150;
const right = 880;
const top = 10;
/** Endpoints with a row; the list has all. */
const maxRows = 30;
/** Characters of a name beside its row. */
const maxName = 18;

/** Draws each incident as a bar from its first to its last window, in one row per endpoint. */
export function incidentTimeline(records: readonly IncidentRecord[]): Markup {
  const endpoints = [...new Set(records.map(({ incident }) => incident.endpoint))].sort().slice(0, maxRows);
  const times = records.flatMap(({ incident }) => [Date.parse(incident.opened), endOf(incident)]);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const x = scaleUtc().domain([first, last]).range([left, right]);
  const bottom = top + endpoints.length * rowHeight;
  const rows = endpoints.map((endpoint, i) => {
    const y = top + i * rowHeight;
    const name = shortenText(endpoint, maxName);
    const bars = records.filter(({ incident }) => incident.endpoint === endpoint).map((record) => bar(record, x, y));
    return markup`<text class="tick" x="${left - 8}" y="${y + 17}" text-anchor="end">${name}</text><line class="grid" x1="${left}" x2="${right}" y1="${y + 13}" y2="${y + 13}"/>${bars}`;
  });
  const format = x.tickFormat();
  const ticks = x
    .ticks(6)
    .filter((tick) => x(tick) < right - 20)
    .map(
      (tick) =>
        markup`<g class="tick"><line x1="${roundPixels(x(tick))}" x2="${roundPixels(x(tick))}" y1="${bottom}" y2="${bottom + 4}"/><text x="${roundPixels(x(tick))}" y="${bottom + 17}" text-anchor="middle">${format(tick)}</text></g>`,
    );
  return plotFrame({
    id: 'timeline-plot',
    title: 'Incidents over time',
    description: `${formatCount(records.length, 'incident')} of ${formatCount(endpoints.length, 'endpoint')} from ${new Date(first).toISOString()} to ${new Date(last).toISOString()}; the list below has the times of each.`,
    width,
    height: bottom + 24,
    content: [...rows, ...ticks, markup`<line class="axis" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>`],
  });
}

const endOf = ({ lastWindow }: IncidentRecord['incident']) => Date.parse(lastWindow) + hourMs;

function bar({ incident }: IncidentRecord, x: (at: Date) => number, y: number): Markup {
  const from = x(new Date(incident.opened));
  const length = Math.max(3, x(new Date(endOf(incident))) - from);
  const state = incidentState(incident);
  return markup`<rect class="incident ${state}" data-incident="${incident.id}" x="${roundPixels(from)}" y="${y + 6}" width="${roundPixels(length)}" height="14" rx="2"/>`;
}
