import { hourMs } from '../../contract/hours';
import type { FeatureStatistics, Statistics } from '../../contract/modelMonitorFiles';
import type { PastWindow } from './pastWindow';

/** The longest time over which windows of few rows are added up. */
export const longestJoinMs = 24 * hourMs;

/** Windows of few rows that are added to one at most. */
export const mostJoined = 60;

/**
 * Adds windows of few rows to the next ones until they have enough together. Windows of enough rows stand for themselves.
 * `tooSmall` counts the windows that were never judged. `windows` is by time.
 */
export function joinSmallWindows<T extends { readonly from: Date; readonly to: Date }>(
  windows: readonly T[],
  minimumRows: number,
  { rowsOf, join }: { readonly rowsOf: (window: T) => number; readonly join: (parts: readonly T[]) => T },
): { readonly windows: T[]; readonly tooSmall: number } {
  const joined: T[] = [];
  let pending: T[] = [];
  let tooSmall = 0;
  for (const window of windows) {
    const recent = pending.filter(({ from }) => window.to.getTime() - from.getTime() <= longestJoinMs);
    const isSmall = rowsOf(window) < minimumRows;
    tooSmall += pending.length - (isSmall ? recent.length : 0);
    const parts = isSmall ? [...recent, window] : [window];
    const isEnough = parts.reduce((sum, part) => sum + rowsOf(part), 0) >= minimumRows;
    if (isEnough) joined.push(join(parts));
    pending = isEnough ? [] : parts;
  }
  return { windows: joined, tooSmall: tooSmall + pending.length };
}

/** Joins reports. */
export const joinReports = {
  rowsOf: ({ statistics }: PastWindow) => statistics.dataset.item_count,
  join: (parts: readonly PastWindow[]): PastWindow => ({
    ...(parts.at(-1) as PastWindow),
    statistics: joinStatistics(parts.map(({ statistics }) => statistics)),
  }),
};

/**
 * The statistics of several windows together, as far as distributions go: rows, missing values, sketches and categories. All
 * other numbers are those of the last window.
 */
export function joinStatistics(parts: readonly Statistics[]): Statistics {
  const last = parts.at(-1);
  if (!last) throw new Error('no statistics to join');
  if (parts.length === 1) return last;
  const same = parts.filter(({ features }) => features.length === last.features.length);
  return {
    ...last,
    dataset: { item_count: same.reduce((sum, { dataset }) => sum + dataset.item_count, 0) },
    features: last.features.map((feature, i) =>
      joinFeature(
        feature,
        same.flatMap(({ features }) => features[i] ?? []),
      ),
    ),
  };
}

function joinFeature(last: FeatureStatistics, parts: readonly FeatureStatistics[]): FeatureStatistics {
  const numbers = parts.flatMap(({ numerical_statistics: numeric }) => numeric ?? []);
  const texts = parts.flatMap(({ string_statistics: text }) => text ?? []);
  const { numerical_statistics: numeric, string_statistics: text } = last;
  return {
    ...last,
    ...(numeric && { numerical_statistics: { ...numeric, ...joinNumbers(numbers) } }),
    ...(text && { string_statistics: { ...text, ...joinTexts(texts) } }),
  };
}

type Numeric = NonNullable<FeatureStatistics['numerical_statistics']>;
type Text = NonNullable<FeatureStatistics['string_statistics']>;

function joinNumbers(parts: readonly Numeric[]): Pick<Numeric, 'common' | 'distribution'> {
  const sketches = parts.flatMap(({ distribution }) => distribution?.kll.sketch ?? []);
  const [first] = sketches;
  const levels = Math.max(0, ...sketches.map(({ data }) => data.length));
  const data = Array.from({ length: levels }, (_, level) => sketches.flatMap((sketch) => sketch.data[level] ?? []));
  return {
    common: joinCommon(parts),
    distribution: first && { kll: { buckets: [], sketch: { ...first, data } } },
  };
}

function joinTexts(parts: readonly Text[]): Pick<Text, 'common' | 'distribution'> {
  const counts = new Map<string, number>();
  for (const { distribution } of parts) {
    for (const { value, count } of distribution?.categorical.buckets ?? []) {
      counts.set(value, (counts.get(value) ?? 0) + count);
    }
  }
  // A part of too many texts has no distribution, and neither have all together.
  const isComplete = parts.every(({ distribution, common }) => distribution || common.num_present === 0);
  const buckets = [...counts].map(([value, count]) => ({ value, count }));
  return { common: joinCommon(parts), distribution: isComplete ? { categorical: { buckets } } : undefined };
}

function joinCommon(parts: readonly Pick<Numeric, 'common'>[]): Numeric['common'] {
  const sum = (count: (common: Numeric['common']) => number) =>
    parts.reduce((total, { common }) => total + count(common), 0);
  return { num_present: sum((common) => common.num_present), num_missing: sum((common) => common.num_missing) };
}
