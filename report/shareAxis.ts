import type { ScaleLinear } from 'd3-scale';
import { type Markup, markup } from './markup';
import { type PlotArea, type PlotFrame, plotFrame } from './plotFrame';
import { rounded } from './rounded';

/** Grid lines and labels of a vertical axis that shows shares of rows. */
export function shareAxis(y: ScaleLinear<number, number>, area: PlotArea): Markup {
  const format = y.tickFormat(4, '~%');
  const ticks = y
    .ticks(4)
    .map(
      (tick) =>
        markup`<g class="tick"><line class="grid" x1="${area.left}" x2="${area.right}" y1="${rounded(y(tick))}" y2="${rounded(y(tick))}"/><text x="${area.left - 6}" y="${rounded(y(tick) + 3.5)}" text-anchor="end">${format(tick)}</text></g>`,
    );
  return markup`<text class="axis-title" x="4" y="${area.top - 20}">% of rows</text>${ticks}`;
}

/** Which look stands for which histogram. */
export function plotLegend(area: PlotArea): Markup {
  const y = area.top - 30;
  const [first, second] = [area.right - 178, area.right - 96];
  return markup`<g class="legend"><rect class="bar baseline" x="${first}" y="${y}" width="14" height="11"/><text x="${first + 19}" y="${y + 10}">baseline</text><rect class="bar drifted" x="${second}" y="${y}" width="14" height="11"/><rect class="outline drifted" x="${second}" y="${y}" width="14" height="11"/><text x="${second + 19}" y="${y + 10}">drifted hour</text></g>`;
}

/** A picture that says that there is nothing to see. */
export function emptyPlot({ id, title, width, height }: Pick<PlotFrame, 'id' | 'title' | 'width' | 'height'>): Markup {
  return plotFrame({
    id,
    title,
    description: 'Neither the baseline nor the hour has a value.',
    width,
    height,
    content: [markup`<text class="nothing" x="${width / 2}" y="${height / 2}" text-anchor="middle">no values</text>`],
  });
}
