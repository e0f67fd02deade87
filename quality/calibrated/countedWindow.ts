import type { FeatureBins, FeatureCounts } from '../../contract/calibration';
import { countsOf, sumCounts } from './featureCounts';
import type { PastWindow } from './pastWindow';

/** A feature and where it is cut. */
export interface CutFeature {
  readonly name: string;
  readonly bins: FeatureBins;
}

/** A past window's counts at a baseline's cut points. */
export interface CountedWindow {
  readonly from: Date;
  readonly to: Date;
  readonly rows: number;
  /** A feature's counts; undefined if it has none. */
  readonly countsOf: (feature: CutFeature) => FeatureCounts | undefined;
}

/** Counts a window's report, each feature once. */
export function countedWindow({ from, to, statistics }: PastWindow): CountedWindow {
  const features = new Map(statistics.features.map((feature) => [feature.name, feature]));
  const known = new Map<string, FeatureCounts | undefined>();
  return {
    from,
    to,
    rows: statistics.dataset.item_count,
    countsOf: ({ name, bins }) => {
      if (!known.has(name)) known.set(name, countsOf(features.get(name), bins));
      return known.get(name);
    },
  };
}

/** Several windows together, of which the last gives its name and time. */
export function joinCounted<T extends CountedWindow>(parts: readonly T[]): T {
  const last = parts.at(-1);
  if (!last) throw new Error('no windows to join');
  if (parts.length === 1) return last;
  return {
    ...last,
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    countsOf: (feature) => sumCounts(parts.flatMap((part) => part.countsOf(feature) ?? [])),
  };
}
