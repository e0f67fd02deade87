import type { FeatureHistogram } from '../../contract/featureHistogram';
import { shortenText } from '../../contract/shortenText';
import { type Markup, markup } from '../html/markup';

const width = 200;
const height = 40;
const longestName = 40;

const figure = (value: number) => String(Number(value.toPrecision(4)));
const percent = (share: number) => `${Number((100 * share).toFixed(1))} %`;

/**
 * Draws a small histogram: filled bars for the baseline, a line for the window. One path a side keeps the page small; the
 * caption has the ends of the axis, or the category that moved most.
 */
export function histogramPlot(histogram: FeatureHistogram): Markup {
  const { feature, expected, observed } = histogram;
  const highest = Math.max(...expected, ...observed, Number.MIN_VALUE);
  const name = shortenText(feature, longestName);
  return markup`<figure><figcaption>${name}: ${captionOf(histogram)}</figcaption><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${name}: baseline filled, window as a line"><path class="e" d="${stepPath(expected, highest)}V${height}H0z"/><path class="o" d="${stepPath(observed, highest)}"/></svg></figure>`;
}

/** The tops of the bars from left to right. */
function stepPath(shares: readonly number[], highest: number): string {
  const step = width / shares.length;
  const tops = shares.map((share) => height - Math.round((share / highest) * (height - 2)));
  return `M0 ${tops[0] ?? height}${tops.map((top, i) => `V${top}H${Math.round((i + 1) * step)}`).join('')}`;
}

function captionOf({ range, categories = [], expected, observed }: FeatureHistogram): string {
  if (range) return `${figure(range[0])} to ${figure(range[1])}`;
  const moved = expected.map((share, i) => Math.abs((observed[i] ?? 0) - share));
  const i = moved.indexOf(Math.max(...moved));
  const category = categories[i];
  const text = category === undefined ? 'other categories' : category === '' ? '(empty)' : category;
  return `${shortenText(text, longestName)} ${percent(expected[i] ?? 0)}, now ${percent(observed[i] ?? 0)}`;
}
