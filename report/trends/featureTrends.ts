import type { WindowSummary } from '../../contract/windowSummary';

/** A feature's numbers of one window. */
export interface TrendPoint {
  /** The window; ISO 8601, UTC, `to` is exclusive. */
  readonly from: string;
  readonly to: string;
  /** Share of the values that are present, 0..1. */
  readonly completeness: number;
  /** Distance from the baseline and its limit, 0..1; absent where none was compared. */
  readonly drift?: { readonly distance: number; readonly limit: number };
  /** Checks that the window broke for this feature, in Model Monitor's words. */
  readonly broken: readonly string[];
}

/** Numbers of one window over all its features. */
export interface TrendWindow {
  /** ISO 8601, UTC, `to` is exclusive. */
  readonly from: string;
  readonly to: string;
  /** Id of the baseline that the window was compared with. */
  readonly baseline?: string;
  readonly rows: number;
  /** Absent where the engine does not report them. */
  readonly rejected?: number;
  readonly brokenPromises: number;
}

/** Windows, and the features over them, both by the start of the windows. */
export interface Trends {
  readonly windows: readonly TrendWindow[];
  readonly trends: readonly FeatureTrend[];
}

/** The trends of some summaries. */
export function trendsOf(summaries: readonly WindowSummary[]): Trends {
  const windows = summaries.map(({ window, baseline, rows, rejected, brokenPromises }) => ({
    ...window,
    baseline,
    rows,
    rejected,
    brokenPromises: brokenPromises.length,
  }));
  return { windows, trends: featureTrends(summaries) };
}

/** A feature over time, by the start of the windows. */
export interface FeatureTrend {
  readonly name: string;
  readonly points: readonly TrendPoint[];
}

/** The numbers of each feature over the windows of some summaries, features in order of their first window. */
function featureTrends(summaries: readonly WindowSummary[]): FeatureTrend[] {
  const trends = new Map<string, TrendPoint[]>();
  for (const { window, features, brokenPromises } of summaries) {
    for (const { name, completeness, drift } of features) {
      const broken = brokenPromises.filter(({ feature }) => feature === name).map(({ check }) => check);
      const points = trends.get(name) ?? [];
      points.push({ ...window, completeness, drift, broken });
      trends.set(name, points);
    }
  }
  return [...trends].map(([name, points]) => ({ name, points }));
}

/** Distances of a trend's windows, where one was compared. */
export function distancesOf({ points }: FeatureTrend): number[] {
  return points.flatMap(({ drift }) => drift?.distance ?? []);
}

/** The limit of the last window that compared a distance. */
export function latestLimit({ points }: FeatureTrend): number | undefined {
  return points.findLast(({ drift }) => drift)?.drift?.limit;
}
