import { max } from 'd3-array';
import { scaleLinear, scaleUtc } from 'd3-scale';
import { line } from 'd3-shape';
import { type Markup, markup } from '../html/markup';
import { type PlotArea, plotFrame, roundPixels } from './plotFrame';

const width = 400;
const height = 130;
const area: PlotArea = { left: 46, right: 384, top: 22, bottom: 104 };

export interface Trend {
  /** Unique in the page; letters, digits and `-`. */
  readonly id: string;
  readonly title: string;
  /** Name of the values, such as `drift distance`. */
  readonly unit: string;
  /** In order of time; values of 0 or more. */
  readonly points: readonly { readonly at: Date; readonly value: number; readonly broken: boolean }[];
  readonly limit?: number;
}

/** Draws values over time as a line with a point for each window, and the limit if there is one. */
export function trendPlot({ id, title, unit, points, limit }: Trend): Markup {
  const [first = new Date(0), last = first] = [points[0]?.at, points.at(-1)?.at];
  const x = scaleUtc().domain([first, last]).range([area.left, area.right]);
  const highest = max([...points.map(({ value }) => value), limit ?? 0]) || 1;
  const y = scaleLinear().domain([0, highest]).nice(3).range([area.bottom, area.top]);
  const path = line<Trend['points'][number]>(
    ({ at }) => x(at),
    ({ value }) => y(value),
  ).digits(2);
  const circles = points.map(
    ({ at, value, broken }) =>
      markup`<circle class="point ${broken ? 'over' : ''}" cx="${roundPixels(x(at))}" cy="${roundPixels(y(value))}" r="${broken ? 3 : 1.5}"/>`,
  );
  const limitLine =
    limit === undefined
      ? undefined
      : markup`<g class="limit"><line x1="${area.left}" x2="${area.right}" y1="${roundPixels(y(limit))}" y2="${roundPixels(y(limit))}"/></g>`;
  const broken = points.filter((point) => point.broken).length;
  return plotFrame({
    id,
    title,
    description: `${unit} of ${points.length} windows from ${first.toISOString()} to ${last.toISOString()}; ${broken} broke a promise.`,
    width,
    height,
    content: [
      markup`<text class="axis-title" x="4" y="12">${unit}</text>`,
      ...valueTicks(y),
      ...timeTicks(x),
      markup`<line class="axis" x1="${area.left}" x2="${area.right}" y1="${area.bottom}" y2="${area.bottom}"/>`,
      markup`${limitLine}<path class="outline after" d="${path(points) ?? ''}"/>`,
      ...circles,
    ],
  });
}

function valueTicks(y: ReturnType<typeof scaleLinear<number, number>>): Markup[] {
  const format = y.tickFormat(3);
  return y
    .ticks(3)
    .map(
      (tick) =>
        markup`<g class="tick"><line class="grid" x1="${area.left}" x2="${area.right}" y1="${roundPixels(y(tick))}" y2="${roundPixels(y(tick))}"/><text x="${area.left - 6}" y="${roundPixels(y(tick) + 3.5)}" text-anchor="end">${format(tick)}</text></g>`,
    );
}

function timeTicks(x: ReturnType<typeof scaleUtc<number, number>>): Markup[] {
  const format = x.tickFormat();
  return x
    .ticks(4)
    .map(
      (tick) =>
        markup`<g class="tick"><line x1="${roundPixels(x(tick))}" x2="${roundPixels(x(tick))}" y1="${area.bottom}" y2="${area.bottom + 4}"/><text x="${roundPixels(x(tick))}" y="${area.bottom + 17}" text-anchor="middle">${format(tick)}</text></g>`,
    );
}
