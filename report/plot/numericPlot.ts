import { max } from 'd3-array';
import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { curveStepAfter, line } from 'd3-shape';
import { type Markup, markup } from '../html/markup';
import { commonBuckets } from './commonBuckets';
import { type NumericDistribution, plotTitle, type SideNames } from './featureDistribution';
import { type PlotArea, plotFrame, roundPixels } from './plotFrame';
import { emptyPlot, plotLegend, shareAxis } from './shareAxis';

const width = 400;
const height = 250;
const tickCount = 6;
/** Maximum width of a digit, in pixels. */
const digitWidth = 7.7;
const area: PlotArea = { left: 46, right: 390, top: 34, bottom: 206 };

function drawBars(
  series: keyof SideNames,
  shares: readonly number[],
  xs: readonly number[],
  y: (share: number) => number,
): Markup[] {
  return shares.map((share, i) => {
    const [left = 0, right = 0] = [xs[i], xs[i + 1]];
    const top = y(share);
    return markup`<rect class="bar ${series}" x="${roundPixels(left)}" y="${roundPixels(top)}" width="${roundPixels(right - left)}" height="${roundPixels(area.bottom - top)}"/>`;
  });
}

/** Draws the outline of the second histogram, which shows overlaps and works without colors. */
function drawOutline(shares: readonly number[], xs: readonly number[], y: (share: number) => number): Markup {
  const [first = area.left, last = area.right] = [xs[0], xs.at(-1)];
  const steps = shares.map((share, i): [number, number] => [xs[i] ?? 0, y(share)]);
  const points: [number, number][] = [
    [first, area.bottom],
    ...steps,
    [last, y(shares.at(-1) ?? 0)],
    [last, area.bottom],
  ];
  return markup`<path class="outline after" d="${line().curve(curveStepAfter).digits(2)(points) ?? ''}"/>`;
}

/** Format of numbers on the axis; powers of ten if digits would not fit. */
function axisFormat(x: ScaleLinear<number, number>): (value: number) => string {
  const highest = max(x.domain(), Math.abs) ?? 0;
  return x.tickFormat(tickCount, highest >= 1e9 || highest < 1e-4 ? '~g' : undefined);
}

/** Draws histograms of the share of rows by value: the first side filled, the second, if there is one, outlined. */
export function numericPlot(distribution: NumericDistribution, sides: SideNames, id: string): Markup {
  const { feature, unit = 'value', outerOpen } = distribution;
  const title = plotTitle(feature, sides);
  const isPair = sides.after !== undefined;
  const { edges, before, after, spread } = commonBuckets(distribution.before, distribution.after);
  const [lower, upper] = [edges[0], edges.at(-1)];
  if (lower === undefined || upper === undefined) return emptyPlot({ id, title, width, height });
  const x = scaleLinear().domain([lower, upper]).range([area.left, area.right]);
  const y = scaleLinear()
    .domain([0, max([...before, ...after]) ?? 0])
    .range([area.bottom, area.top]);
  const xs = edges.map((edge) => x(edge));
  const format = axisFormat(x);
  const ticks = x.ticks(tickCount).map((tick) => {
    const label = format(tick);
    // The last label may not fit under its tick: it moves to the left.
    const middle = Math.min(x(tick), width - 2 - (label.length * digitWidth) / 2);
    return markup`<g class="tick"><line x1="${roundPixels(x(tick))}" x2="${roundPixels(x(tick))}" y1="${area.bottom}" y2="${area.bottom + 4}"/><text x="${roundPixels(middle)}" y="${area.bottom + 17}" text-anchor="middle">${label}</text></g>`;
  });
  const hint = spread
    ? ' (buckets differ: counts spread evenly)'
    : outerOpen
      ? ' (outer bars include values beyond)'
      : '';
  return plotFrame({
    id,
    title,
    description: `Histograms over ${before.length} buckets from ${format(lower)} to ${format(upper)} (${unit}), as shares of all rows.`,
    width,
    height,
    content: [
      shareAxis(y, area),
      plotLegend(area, sides),
      ...drawBars('before', before, xs, y),
      ...(isPair ? [...drawBars('after', after, xs, y), drawOutline(after, xs, y)] : []),
      markup`<line class="axis" x1="${area.left}" x2="${area.right}" y1="${area.bottom}" y2="${area.bottom}"/>`,
      ...ticks,
      markup`<text class="axis-title" x="${(area.left + area.right) / 2}" y="${height - 8}" text-anchor="middle">${unit}${hint}</text>`,
    ],
  });
}
