import type { Calibration, FeatureCalibration, FeatureCounts, ReferenceKind } from '../../contract/calibration';
import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { type Level, levelOf } from './alarmEpisodes';
import { countsOf } from './featureCounts';
import { compareCounts } from './featureScores';
import { hourOfWeekIn } from './hourOfWeek';
import { movedPart } from './movedPart';
import { slotOf } from './referenceSlots';
import { rollingCounts, type WeekCounts, weekMs, weekNumber } from './rollingWeeks';
import { type FeatureScore, mostUnusual, weeksBetween } from './tails';

/** How unusual a feature of a window is. */
export interface UnusualFeature extends FeatureScore {
  readonly name: string;
  readonly reference: ReferenceKind;
  /** Weeks between two windows in which the feature reaches the limit, about. */
  readonly onceInWeeks: number;
  /** Which part of the distribution moved, in a clause. */
  readonly part: string;
}

/** A window under a calibration. */
export interface DistributionVerdict {
  /** False for a window of too few rows. */
  readonly isJudged: boolean;
  /** The highest score of its features; 0 if none was compared. */
  readonly score: number;
  readonly level: Level;
  /** The most unusual first. */
  readonly features: readonly UnusualFeature[];
}

/** A window to judge. */
export interface WindowToJudge {
  readonly from: Date;
  readonly rows: number;
  /** A feature's counts; undefined if it is not judged or has none. */
  readonly countsOf: (feature: FeatureCalibration) => FeatureCounts | undefined;
  /** Weeks of rolling references that the calibration lacks. */
  readonly weeks?: WeekCounts | undefined;
}

/** Compares a window's statistics with a calibration. */
export function judgeWindow(
  calibration: Calibration,
  {
    featureOf,
    ...window
  }: Omit<WindowToJudge, 'countsOf'> & {
    /** A feature's statistics by its name in the baseline. */
    readonly featureOf: (name: string) => FeatureStatistics | undefined;
  },
): DistributionVerdict {
  const scored = scoreWindow(calibration, { ...window, countsOf: ({ name, bins }) => countsOf(featureOf(name), bins) });
  const features = scored.features.map((feature) => describeFeature(calibration, feature));
  return { ...scored, features };
}

/** A feature's score, with what it follows from. */
interface ScoredFeature extends FeatureScore {
  readonly feature: FeatureCalibration;
  readonly counts: FeatureCounts;
  readonly expected: FeatureCounts;
}

/** Scores the features of a window, the most unusual first. */
export function scoreWindow(
  calibration: Calibration,
  window: WindowToJudge,
): Omit<DistributionVerdict, 'features'> & { readonly features: readonly ScoredFeature[] } {
  const { limits, minimumRows } = calibration;
  if (window.rows < minimumRows) return { isJudged: false, score: 0, level: 'usual', features: [] };
  const hourOfWeek = hourOfWeekIn(calibration.timeZone)(window.from);
  const features = calibration.features.flatMap((feature) => scoreFeature(feature, window, hourOfWeek) ?? []);
  features.sort((a, b) => b.score - a.score);
  const score = features[0]?.score ?? 0;
  return { isJudged: true, score, level: levelOf(score, limits), features };
}

/** The highest score of each of some windows, of which nothing else is kept; 0 if no feature was compared. */
export function highestScoresOf(
  { features, timeZone }: Calibration,
  windows: readonly WindowToJudge[],
): readonly number[] {
  const hourOfWeek = hourOfWeekIn(timeZone);
  const hours = windows.map(({ from }) => hourOfWeek(from));
  const highest = windows.map(() => 0);
  // All windows of one feature after another: its reference and tails then stay in the processor's cache.
  for (const feature of features) {
    windows.forEach((window, i) => {
      const score = scoreFeature(feature, window, hours[i] ?? 0)?.score ?? 0;
      if (score > (highest[i] ?? 0)) highest[i] = score;
    });
  }
  return highest;
}

function scoreFeature(
  feature: FeatureCalibration,
  window: WindowToJudge,
  hourOfWeek: number,
): ScoredFeature | undefined {
  const counts = window.countsOf(feature);
  const expected = counts && expectedCounts(feature, window, hourOfWeek);
  if (!expected) return undefined;
  const most = mostUnusual(compareCounts(counts, expected, feature.bins), feature.checks, window.rows);
  return most && { check: most.check, score: most.score, feature, counts, expected };
}

/** Says what moved in a feature, and how often a window is as unusual. */
export function describeFeature(
  calibration: Calibration,
  { feature: { name, bins, reference }, counts, expected, check, score }: ScoredFeature,
): UnusualFeature {
  const onceInWeeks = weeksBetween(score, calibration.tail, windowsPerWeek(calibration));
  const part = movedPart(check, bins, counts, expected);
  return { name, check, score, reference: reference.kind, onceInWeeks, part };
}

function expectedCounts(
  feature: FeatureCalibration,
  { from, weeks = noWeeks }: WindowToJudge,
  hourOfWeek: number,
): FeatureCounts | undefined {
  const { kind, slots } = feature.reference;
  return kind === 'rolling' ? rollingCounts(feature, weekNumber(from), weeks) : slots[slotOf(kind, hourOfWeek)];
}

const noWeeks: WeekCounts = new Map();

/** Judged windows a week, as in the history. */
function windowsPerWeek({ history }: Calibration): number {
  const { windows, weeks, windowMinutes } = history;
  return weeks > 0 ? windows / weeks : weekMs / 60_000 / windowMinutes;
}
