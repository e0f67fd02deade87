import type {
  Calibration,
  CheckTail,
  FeatureCalibration,
  FeatureCounts,
  ReferenceKind,
} from '../../contract/calibration';
import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { type Level, levelOf } from './alarmEpisodes';
import { countsOf } from './featureCounts';
import { compareCounts } from './featureScores';
import { hourOfWeekIn } from './hourOfWeek';
import { movedPart } from './movedPart';
import { slotOf } from './referenceSlots';
import { rollingCounts, type WeekCounts, weekMs, weekNumber } from './rollingWeeks';
import { withoutRowEffects } from './rowEffect';
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
  /** A feature's statistics by its name in the baseline. */
  readonly featureOf: (name: string) => FeatureStatistics | undefined;
  /** Weeks of rolling references that the calibration lacks. */
  readonly weeks?: WeekCounts | undefined;
}

/** Compares a window's statistics with a calibration. */
export function judgeWindow(calibration: Calibration, window: WindowToJudge): DistributionVerdict {
  const { limits, minimumRows, features } = calibration;
  if (window.rows < minimumRows) return { isJudged: false, score: 0, level: 'usual', features: [] };
  const hourOfWeek = hourOfWeekIn(calibration.timeZone)(window.from);
  const compared = features.flatMap((feature) => judgeFeature(calibration, feature, window, hourOfWeek));
  compared.sort((a, b) => b.score - a.score);
  const score = Math.max(0, compared[0]?.score ?? 0);
  return { isJudged: true, score, level: levelOf(score, limits), features: compared };
}

function judgeFeature(
  calibration: Calibration,
  feature: FeatureCalibration,
  window: WindowToJudge,
  hourOfWeek: number,
): UnusualFeature[] {
  const { name, bins, reference, checks } = feature;
  const counts = countsOf(window.featureOf(name), bins);
  const expected = counts && expectedCounts(feature, window, hourOfWeek);
  const ofChecks = <T>(take: (tail: CheckTail) => T) =>
    Object.fromEntries(Object.entries(checks).map(([check, tail]) => [check, take(tail)]));
  const effects = ofChecks(({ rowEffect }) => rowEffect);
  const most =
    expected &&
    mostUnusual(
      withoutRowEffects(compareCounts(counts, expected, bins.kind), effects, window.rows),
      ofChecks(({ tail }) => tail),
    );
  if (!most) return [];
  const onceInWeeks = weeksBetween(most.score, calibration.tail, windowsPerWeek(calibration));
  const part = movedPart(most.check, bins, counts, expected);
  return [{ name, ...most, reference: reference.kind, onceInWeeks, part }];
}

function expectedCounts(
  { name, reference: { kind, slots } }: FeatureCalibration,
  { from, weeks }: WindowToJudge,
  hourOfWeek: number,
): FeatureCounts | undefined {
  if (kind === 'rolling') return rollingCounts(weekNumber(from), slots, (week) => weeks?.get(week)?.get(name));
  return slots[slotOf(kind, hourOfWeek)];
}

/** Judged windows a week, as in the history. */
function windowsPerWeek({ history }: Calibration): number {
  const { windows, weeks, windowMinutes } = history;
  return weeks > 0 ? windows / weeks : weekMs / 60_000 / windowMinutes;
}
