import { max } from 'd3-array';
import { scaleBand, scaleLinear } from 'd3-scale';
import type { CategoryBucket, CategoryDistribution } from './featureDistribution';
import { type Markup, markup } from './markup';
import { plotFrame } from './plotFrame';
import { rounded } from './rounded';
import { emptyPlot, plotLegend } from './shareAxis';

const width = 400;
/** Rows drawn; the rest are summed up in one. */
const shownCategories = 10;
const rowHeight = 50;
const area = { left: 12, right: 334, top: 44, bottom: 0 };

interface CategoryRow {
  readonly value: string;
  readonly baseline: number;
  readonly drifted: number;
}

function shareByValue(buckets: readonly CategoryBucket[]): Map<string, number> {
  const total = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  return new Map(buckets.map(({ value, count }) => [value, total === 0 ? 0 : count / total]));
}

/** Categories with their shares, the baseline's most frequent first; past the tenth, all others together. */
function categoryRows({ baseline, drifted }: CategoryDistribution): CategoryRow[] {
  const [before, after] = [shareByValue(baseline), shareByValue(drifted)];
  const values = [...new Set([...before.keys(), ...after.keys()])];
  const rows = values
    .map((value) => ({ value, baseline: before.get(value) ?? 0, drifted: after.get(value) ?? 0 }))
    .filter((row) => row.baseline + row.drifted > 0)
    .sort((a, b) => b.baseline - a.baseline || b.drifted - a.drifted);
  if (rows.length <= shownCategories) return rows;
  const others = rows.splice(shownCategories - 1);
  const sum = (key: 'baseline' | 'drifted') => others.reduce((all, row) => all + row[key], 0);
  return [...rows, { value: `${others.length} others`, baseline: sum('baseline'), drifted: sum('drifted') }];
}

function shortened(value: string): string {
  const name = value === '' ? '(empty)' : value;
  return name.length > 48 ? `${name.slice(0, 47)}…` : name;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.001 ? 2 : 1)}%`;
}

/** Pairs of bars, one pair a category: its share of the baseline's rows and of the drifted hour's. */
export function categoryPlot(distribution: CategoryDistribution, id: string): Markup {
  const title = `${distribution.feature}: baseline and drifted hour`;
  const rows = categoryRows(distribution);
  if (rows.length === 0) return emptyPlot({ id, title, width, height: 250 });
  const bottom = area.top + rows.length * rowHeight;
  const height = Math.max(250, bottom + 34);
  const x = scaleLinear()
    .domain([0, max(rows.flatMap((row) => [row.baseline, row.drifted])) ?? 0])
    .range([area.left, area.right]);
  const y = scaleBand()
    .domain(rows.map((_, i) => String(i)))
    .range([area.top, bottom])
    .paddingInner(0.1);
  const bar = (series: 'baseline' | 'drifted', share: number, top: number): Markup => {
    const length = rounded(x(share) - area.left);
    return markup`<rect class="bar ${series}" x="${area.left}" y="${rounded(top)}" width="${length}" height="11"/>${series === 'drifted' ? markup`<rect class="outline drifted" x="${area.left}" y="${rounded(top)}" width="${length}" height="11"/>` : undefined}<text class="value" x="${rounded(area.left + length + 5)}" y="${rounded(top + 9.5)}">${percent(share)}</text>`;
  };
  const pairs = rows.map((row, i) => {
    const top = y(String(i)) ?? 0;
    const isNew = row.baseline === 0 ? ' (not in the baseline)' : '';
    return markup`<g class="pair"><text class="category" x="${area.left}" y="${rounded(top + 11)}">${shortened(row.value)}${isNew}</text><line class="axis" x1="${area.left}" x2="${area.left}" y1="${rounded(top + 15)}" y2="${rounded(top + 43)}"/>${bar('baseline', row.baseline, top + 17)}${bar('drifted', row.drifted, top + 30)}</g>`;
  });
  return plotFrame({
    id,
    title,
    description: `Share of rows by category. ${rows.map((row) => `${shortened(row.value)}: ${percent(row.baseline)}, then ${percent(row.drifted)}`).join('. ')}.`,
    width,
    height,
    content: [
      plotLegend({ left: area.left, right: 390, top: 34, bottom }),
      markup`<text class="axis-title" x="4" y="14">% of rows</text>`,
      ...pairs,
    ],
  });
}
