import type { DistributionCheck, FeatureBins, FeatureCounts } from '../../contract/calibration';
import { filledBins } from './featureScores';

/** Says which part of a distribution moved, in a clause such as `values above 12.5: 61 % instead of 34 %`. */
export function movedPart(
  check: DistributionCheck,
  bins: FeatureBins,
  window: FeatureCounts,
  reference: FeatureCounts,
): string {
  const [n, m] = [window.rows - window.nulls, reference.rows - reference.nulls];
  const shares = (what: string, a: number, b: number) => `${what}: ${percent(a)} instead of ${percent(b)}`;
  if (check === 'nulls') return shares('missing values', window.nulls / window.rows, reference.nulls / reference.rows);
  if (check === 'zeros') return shares('zeros', window.zeros / n, reference.zeros / m);
  if (check === 'unseen') {
    const what = bins.kind === 'category' ? 'categories' : 'values';
    return shares(`${what} that the baseline lacks`, window.unseen / n, reference.unseen / m);
  }
  if (check === 'spike' && bins.kind === 'numeric') return fullestBin(bins.edges, window.bins, reference.bins, n, m);
  if (check === 'common') {
    const value = bins.kind === 'numeric' ? String(bins.common) : quote(bins.categories[0] ?? '');
    return shares(`the baseline's most frequent value ${value}`, window.common / n, reference.common / m);
  }
  if (check === 'cardinality') return filledText(bins, window.bins, reference.bins);
  return bins.kind === 'category'
    ? largestCategory(bins.categories, window, reference, n, m)
    : largestCut(bins.edges, window.bins, reference.bins, n, m);
}

function largestCategory(
  categories: readonly string[],
  window: FeatureCounts,
  reference: FeatureCounts,
  n: number,
  m: number,
): string {
  const entries = [
    ...categories.map((value, i) => ({ what: quote(value), a: window.bins[i] ?? 0, b: reference.bins[i] ?? 0 })),
    { what: 'categories that the baseline lacks', a: window.unseen, b: reference.unseen },
  ].map(({ what, a, b }) => ({ what, a: a / n, b: b / m }));
  const { what, a, b } = entries.reduce((x, y) => (Math.abs(y.a - y.b) > Math.abs(x.a - x.b) ? y : x));
  return `${what}: ${percent(a)} instead of ${percent(b)}`;
}

/** The cut at which the cumulative shares differ most; or, if the middle spread, the largest change of one bin. */
function largestCut(
  edges: readonly number[],
  window: ArrayLike<number>,
  reference: ArrayLike<number>,
  n: number,
  m: number,
): string {
  let [above, expected, at, a, b] = [1, 1, Number.NaN, 1, 1];
  edges.forEach((edge, i) => {
    above -= (window[i] ?? 0) / n;
    expected -= (reference[i] ?? 0) / m;
    if (Number.isNaN(at) || Math.abs(above - expected) > Math.abs(a - b)) [at, a, b] = [edge, above, expected];
  });
  if (Number.isNaN(at)) return 'one value only';
  return `values above ${Number(at.toPrecision(4))}: ${percent(a)} instead of ${percent(b)}`;
}

/** The window's fullest bin. */
function fullestBin(
  edges: readonly number[],
  window: ArrayLike<number>,
  reference: ArrayLike<number>,
  n: number,
  m: number,
): string {
  let bin = 0;
  for (let i = 1; i < window.length; i++) if ((window[i] ?? 0) > (window[bin] ?? 0)) bin = i;
  const [low, high] = [edges[bin - 1], edges[bin]].map((edge) => edge && Number(edge.toPrecision(4)));
  const range = low === undefined ? `up to ${high}` : high === undefined ? `above ${low}` : `from ${low} to ${high}`;
  return `values ${range}: ${percent((window[bin] ?? 0) / n)} instead of ${percent((reference[bin] ?? 0) / m)}`;
}

function filledText({ kind }: FeatureBins, window: ArrayLike<number>, reference: ArrayLike<number>): string {
  const of = kind === 'numeric' ? 'ranges of values' : 'categories';
  return `${filledBins(window)} of the ${filledBins(reference)} usual ${of} occur`;
}

const quote = (value: string) => `'${value.length > 40 ? `${value.slice(0, 40)}...` : value}'`;
const percent = (share: number) => `${Number((Math.max(0, share) * 100).toFixed(1))} %`;
