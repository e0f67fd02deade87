import type { Calibration, FeatureCalibration, FeatureCounts, ReferenceKind } from '../../contract/calibration';
import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { compareCounts } from './featureScores';
import { movedPart } from './movedPart';
import { countsOf, weekMs } from './pastWindows';
import { referenceCounts, slotOf } from './referenceSlots';
import { type FeatureScore, mostUnusual, weeksBetween } from './tails';

/** How unusual a feature of a window is. */
export interface UnusualFeature extends FeatureScore {
  readonly name: string;
  readonly reference: ReferenceKind;
  /** The feature reaches the limit about once in so many weeks. */
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
  /** Whether the score reaches the limit. */
  readonly isUnusual: boolean;
  /** The most unusual first. */
  readonly features: readonly UnusualFeature[];
}

/** Compares a window's statistics with a calibration. `featureOf` returns a feature's statistics by its name in the baseline. */
export function judgeWindow(
  calibration: Calibration,
  window: {
    readonly from: Date;
    readonly rows: number;
    readonly featureOf: (name: string) => FeatureStatistics | undefined;
  },
): DistributionVerdict {
  const { limit, minimumRows, features } = calibration;
  if (window.rows < minimumRows) return { isJudged: false, score: 0, isUnusual: false, features: [] };
  const compared = features.flatMap((feature) =>
    judgeFeature(calibration, feature, window.featureOf(feature.name), window.from),
  );
  compared.sort((a, b) => b.score - a.score);
  const score = Math.max(0, compared[0]?.score ?? 0);
  return { isJudged: true, score, isUnusual: score >= limit, features: compared };
}

function judgeFeature(
  calibration: Calibration,
  { name, bins, reference, checks }: FeatureCalibration,
  current: FeatureStatistics | undefined,
  from: Date,
): UnusualFeature[] {
  const counts = countsOf(current, bins);
  const expected = counts && referenceOf(reference, from);
  const most = expected && mostUnusual(compareCounts(counts, expected, bins.kind), checks);
  if (!most) return [];
  const onceInWeeks = weeksBetween(most.score, calibration.tail, windowsPerWeek(calibration));
  const part = movedPart(most.check, bins, counts, expected);
  return [{ name, ...most, reference: reference.kind, onceInWeeks, part }];
}

function referenceOf({ kind, slots }: FeatureCalibration['reference'], from: Date): FeatureCounts | undefined {
  return referenceCounts(slots, slotOf(kind, from));
}

/** Judged windows a week, as in the history. */
function windowsPerWeek({ history }: Calibration): number {
  const { windows, weeks, windowMinutes } = history;
  return weeks > 0 ? windows / weeks : weekMs / 60_000 / windowMinutes;
}
