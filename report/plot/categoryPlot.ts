import { max } from 'd3-array';
import { scaleBand, scaleLinear } from 'd3-scale';
import { type Markup, markup } from '../html/markup';
import { type CategoryBucket, type CategoryDistribution, plotTitle, type SideNames } from './featureDistribution';
import { plotFrame, roundPixels } from './plotFrame';
import { emptyPlot, plotLegend } from './shareAxis';

const width = 400;
/** Maximum number of rows; further categories are summed in the last one. */
const maxRows = 10;
const rowHeight = 50;
const area = { left: 12, right: 334, top: 44, bottom: 0 };

interface CategoryRow {
  readonly value: string;
  readonly before: number;
  readonly after: number;
}

function shareByValue(buckets: readonly CategoryBucket[]): Map<string, number> {
  const total = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  return new Map(buckets.map(({ value, count }) => [value, total === 0 ? 0 : count / total]));
}

/**
 * Categories with their shares, most frequent of the first side first. Of more than ten, those that are large on either
 * side are shown, so that a new category is not lost; all others are summed.
 */
function categoryRows(distribution: CategoryDistribution): CategoryRow[] {
  const [before, after] = [shareByValue(distribution.before), shareByValue(distribution.after)];
  const values = [...new Set([...before.keys(), ...after.keys()])];
  const rows = values
    .map((value) => ({ value, before: before.get(value) ?? 0, after: after.get(value) ?? 0 }))
    .filter((row) => row.before + row.after > 0)
    .sort((a, b) => b.before - a.before || b.after - a.after);
  if (rows.length <= maxRows) return rows;
  const largest = [...rows].sort((a, b) => Math.max(b.before, b.after) - Math.max(a.before, a.after));
  const shown = new Set(largest.slice(0, maxRows - 1));
  const others = rows.filter((row) => !shown.has(row));
  const sum = (key: keyof SideNames) => others.reduce((all, row) => all + row[key], 0);
  return [
    ...rows.filter((row) => shown.has(row)),
    { value: `${others.length} others`, before: sum('before'), after: sum('after') },
  ];
}

/** Number of lower-case letters that fit into the plot. */
const nameLength = 56;

function fitCategory(value: string, room: number): string {
  return fitText(value === '' ? '(empty)' : value, room);
}

function formatShare(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.001 ? 2 : 1)}%`;
}

/** Draws a pair of bars per category: its share of the rows on each side; one bar if there is one side. */
export function categoryPlot(distribution: CategoryDistribution, sides: SideNames, id: string): Markup {
  const title = plotTitle(distribution.feature, sides);
  const isPair = sides.after !== undefined;
  const rows = categoryRows(distribution);
  if (rows.length === 0) return emptyPlot({ id, title, width, height: 250 });
  const bottom = area.top + rows.length * rowHeight;
  const height = Math.max(250, bottom + 34);
  const x = scaleLinear()
    .domain([0, max(rows.flatMap((row) => [row.before, row.after])) ?? 0])
    .range([area.left, area.right]);
  const y = scaleBand()
    .domain(rows.map((_, i) => String(i)))
    .range([area.top, bottom])
    .paddingInner(0.1);
  const bar = (series: keyof SideNames, share: number, top: number): Markup => {
    const length = roundPixels(x(share) - area.left);
    return markup`<rect class="bar ${series}" x="${area.left}" y="${roundPixels(top)}" width="${length}" height="11"/>${series === 'after' ? markup`<rect class="outline after" x="${area.left}" y="${roundPixels(top)}" width="${length}" height="11"/>` : undefined}<text class="value" x="${roundPixels(area.left + length + 5)}" y="${roundPixels(top + 9.5)}">${formatShare(share)}</text>`;
  };
  const pairs = rows.map((row, i) => {
    const top = y(String(i)) ?? 0;
    const isNew = row.before === 0 ? ` (not in the ${sides.before})` : '';
    return markup`<g class="pair"><text class="category" x="${area.left}" y="${roundPixels(top + 11)}">${fitCategory(row.value, nameLength - isNew.length)}${isNew}</text><line class="axis" x1="${area.left}" x2="${area.left}" y1="${roundPixels(top + 15)}" y2="${roundPixels(top + (isPair ? 43 : 30))}"/>${bar('before', row.before, top + 17)}${isPair ? bar('after', row.after, top + 30) : undefined}</g>`;
  });
  return plotFrame({
    id,
    title,
    description: `Share of rows by category. ${rows.map((row) => `${fitCategory(row.value, nameLength)}: ${formatShare(row.before)}${isPair ? `, then ${formatShare(row.after)}` : ''}`).join('. ')}.`,
    width,
    height,
    content: [
      plotLegend({ left: area.left, right: 390, top: 34, bottom }, sides),
      markup`<text class="axis-title" x="4" y="14">% of rows</text>`,
      ...pairs,
    ],
  });
}

/** Width of a letter relative to most lower-case ones: capitals and a few others are wider, East Asian letters twice. */
function widthOf(letter: string): number {
  if (letter >= '\u1100') return 2;
  return /[A-Z@%mw&]/.test(letter) ? 1.5 : 1;
}

/** Cuts a text, with an ellipsis, to the width of a number of lower-case letters. */
export function fitText(text: string, room: number): string {
  const letters = [...text];
  let used = 0;
  const cut = letters.findIndex((letter) => {
    used += widthOf(letter);
    return used > room;
  });
  if (cut === -1) return text;
  used = 1;
  const end = letters.findIndex((letter) => {
    used += widthOf(letter);
    return used > room;
  });
  return `${letters.slice(0, end).join('')}…`;
}
