import type { ScaleLinear } from 'd3-scale';
import { type Markup, markup } from '../html/markup';
import type { SideNames } from './featureDistribution';
import { type PlotArea, type PlotFrame, plotFrame, roundPixels } from './plotFrame';

/** Draws grid lines and labels of a vertical axis of shares of rows. */
export function shareAxis(y: ScaleLinear<number, number>, area: PlotArea): Markup {
  const format = y.tickFormat(4, '~%');
  const ticks = y
    .ticks(4)
    .map(
      (tick) =>
        markup`<g class="tick"><line class="grid" x1="${area.left}" x2="${area.right}" y1="${roundPixels(y(tick))}" y2="${roundPixels(y(tick))}"/><text x="${area.left - 6}" y="${roundPixels(y(tick) + 3.5)}" text-anchor="end">${format(tick)}</text></g>`,
    );
  return markup`<text class="axis-title" x="4" y="${area.top - 20}">% of rows</text>${ticks}`;
}

/** Maximum average width of a letter in the legend, in pixels. */
const letterWidth = 6.3;

/** Draws the legend of two sides; one side needs none. */
export function plotLegend(area: PlotArea, { before, after }: SideNames): Markup | undefined {
  if (after === undefined) return undefined;
  const y = area.top - 30;
  const second = Math.floor(area.right - 19 - after.length * letterWidth);
  const first = Math.floor(second - 33 - before.length * letterWidth);
  return markup`<g class="legend"><rect class="bar before" x="${first}" y="${y}" width="14" height="11"/><text x="${first + 19}" y="${y + 10}">${before}</text><rect class="bar after" x="${second}" y="${y}" width="14" height="11"/><rect class="outline after" x="${second}" y="${y}" width="14" height="11"/><text x="${second + 19}" y="${y + 10}">${after}</text></g>`;
}

/** Draws a plot without values. */
export function emptyPlot({ id, title, width, height }: Pick<PlotFrame, 'id' | 'title' | 'width' | 'height'>): Markup {
  return plotFrame({
    id,
    title,
    description: 'Neither side has a value.',
    width,
    height,
    content: [markup`<text class="nothing" x="${width / 2}" y="${height / 2}" text-anchor="middle">no values</text>`],
  });
}
