import type { FeatureHistogram } from '../../contract/featureHistogram';
import type { FeatureStatistics, Statistics } from '../../contract/modelMonitorFiles';
import { shortenText } from '../../contract/shortenText';
import { featureValues } from '../calibrated/featureValues';
import { type Categories, type Numbers, quantile, rowsOf, weightOf } from './distributions';

/** Features with a histogram; a report has all. */
const maxFeatures = 10;
const bins = 10;
const maxCategories = 6;
const longestCategory = 40;
/** Share of the rows of either side that may be beyond each end. */
const tail = 0.005;

/** Small histograms of some features, which match the baseline's by position, as the monitor compares them. */
export function featureHistograms(
  baseline: Statistics,
  current: Statistics,
  features: ReadonlySet<string>,
): FeatureHistogram[] {
  if (baseline.features.length !== current.features.length) return [];
  return baseline.features
    .flatMap((expected, i) => {
      const observed = current.features[i];
      return observed && features.has(expected.name) ? (histogramOf(expected, observed) ?? []) : [];
    })
    .slice(0, maxFeatures);
}

/** Undefined if a side has no distribution, or one has numbers and the other texts. */
function histogramOf(expected: FeatureStatistics, observed: FeatureStatistics): FeatureHistogram | undefined {
  const [before, after] = [featureValues(expected), featureValues(observed)];
  const feature = expected.name;
  if (before?.kind === 'numeric' && after?.kind === 'numeric') return ofNumbers(feature, before.numbers, after.numbers);
  if (before?.kind === 'category' && after?.kind === 'category') {
    return ofCategories(feature, before.categories, after.categories);
  }
  return undefined;
}

const rounded = (share: number) => Number(share.toFixed(3));

function ofNumbers(feature: string, expected: Numbers, observed: Numbers): FeatureHistogram | undefined {
  const sides = [expected, observed].filter((side) => side.length > 0);
  if (sides.length === 0) return undefined;
  const from = Math.min(...sides.map((side) => quantile(side, tail)));
  const to = Math.max(...sides.map((side) => quantile(side, 1 - tail)));
  if (!Number.isFinite(to - from)) return undefined;
  const shares = (side: Numbers) => {
    const weights = new Array<number>(bins).fill(0);
    for (const [value, weight] of side) {
      const at = to === from ? 0 : Math.floor((bins * (value - from)) / (to - from));
      const bin = Math.min(bins - 1, Math.max(0, at));
      weights[bin] = (weights[bin] ?? 0) + weight;
    }
    return weights.map((weight) => rounded(weight / Math.max(1, weightOf(side))));
  };
  return { feature, range: [from, to], expected: shares(expected), observed: shares(observed) };
}

function ofCategories(feature: string, expected: Categories, observed: Categories): FeatureHistogram | undefined {
  const [before, after] = [Math.max(1, rowsOf(expected)), Math.max(1, rowsOf(observed))];
  const share = (value: string) => [(expected.get(value) ?? 0) / before, (observed.get(value) ?? 0) / after] as const;
  const byShare = [...new Set([...expected.keys(), ...observed.keys()])]
    .map((value) => ({ value, shares: share(value) }))
    .sort((a, b) => Math.max(...b.shares) - Math.max(...a.shares) || (a.value < b.value ? -1 : 1));
  if (byShare.length === 0) return undefined;
  const listed = byShare.slice(0, maxCategories);
  const others = byShare.slice(maxCategories);
  const side = (i: 0 | 1) => [
    ...listed.map(({ shares }) => rounded(shares[i])),
    ...(others.length > 0 ? [rounded(others.reduce((sum, { shares }) => sum + shares[i], 0))] : []),
  ];
  const categories = listed.map(({ value }) => shortenText(value, longestCategory));
  return { feature, categories, expected: side(0), observed: side(1) };
}
