import type { FeatureBins, FeatureCounts } from '../../contract/calibration';
import { hourMs } from '../../contract/hours';
import type { FeatureStatistics, Statistics } from '../../contract/modelMonitorFiles';
import { featureBins } from './featureBins';
import { countValues } from './featureCounts';
import { featureValues } from './featureValues';
import { heldOutUnseen } from './heldOutUnseen';
import { hourOfWeekIn } from './hourOfWeek';
import { joinReports, joinSmallWindows } from './joinWindows';
import type { PastWindow } from './pastWindow';
import { weekMs, weekNumber } from './rollingWeeks';

/** A feature of a baseline that calibrations judge. */
export interface JudgedFeature {
  readonly name: string;
  /** Its position among the baseline's features and those of a report. */
  readonly position: number;
  readonly bins: FeatureBins;
}

/** A past window with enough rows, or the last of several that have enough together, and its counts of each judged feature. */
export interface JudgedWindow extends PastWindow {
  /** The number of its week, from Monday; of its day where the history is shorter than `dailyFolds`. */
  readonly fold: number;
  /** At its start, 0..167 from Sunday. */
  readonly hourOfWeek: number;
  readonly counts: readonly (FeatureCounts | undefined)[];
}

/** Weeks of history below which each day is a fold of its own. */
export const dailyFolds = 3;

export interface History {
  readonly features: readonly JudgedFeature[];
  /** By time. */
  readonly windows: readonly JudgedWindow[];
  /** The same windows by their start in milliseconds. */
  readonly byStart: ReadonlyMap<number, JudgedWindow>;
  readonly tooSmall: number;
  readonly weeks: number;
}

/** The features of a baseline that have a distribution. */
export function judgedFeatures(
  baseline: readonly FeatureStatistics[],
  isOff: (name: string) => boolean = () => false,
): JudgedFeature[] {
  return baseline.flatMap((feature, position): JudgedFeature[] => {
    const values = featureValues(feature);
    const bins = values && featureBins(values);
    return bins && !isOff(feature.name) ? [{ name: feature.name, position, bins }] : [];
  });
}

/** Counts past windows, by time, in a baseline's bins. Windows of other columns are left out, and those of few rows added up. */
export function readHistory(args: {
  readonly baseline: Statistics;
  readonly windows: readonly PastWindow[];
  readonly minimumRows: number;
  /** Of the hours of references (IANA). */
  readonly timeZone: string;
  readonly isOff?: (name: string) => boolean;
}): History {
  const { baseline, minimumRows, isOff } = args;
  const features = judgedFeatures(baseline.features, isOff);
  const matching = args.windows
    .filter(({ statistics }) => statistics.features.length === baseline.features.length)
    .sort((a, b) => a.from.getTime() - b.from.getTime());
  const { windows: large, tooSmall } = joinSmallWindows(matching, minimumRows, joinReports);
  const [start, end] = [matching[0]?.from.getTime() ?? 0, matching.at(-1)?.to.getTime() ?? 0];
  const weeks = (end - start) / weekMs;
  const hourOfWeek = hourOfWeekIn(args.timeZone);
  const foldOf = (from: Date) => (weeks < dailyFolds ? Math.floor(from.getTime() / (24 * hourMs)) : weekNumber(from));
  const folds = large.map(({ from }) => foldOf(from));
  const counts = features.map((feature) => countFeature(feature, large, folds));
  const windows = large.map(
    (window, i): JudgedWindow => ({
      ...window,
      fold: folds[i] ?? 0,
      hourOfWeek: hourOfWeek(window.from),
      counts: counts.map((ofFeature) => ofFeature[i]),
    }),
  );
  const byStart = new Map(windows.map((window) => [window.from.getTime(), window]));
  return { features, windows, byStart, tooSmall, weeks };
}

/** A feature's counts in past windows, with as many unseen values as if the weeks around each window were new. */
function countFeature(
  { position, bins }: JudgedFeature,
  windows: readonly PastWindow[],
  folds: readonly number[],
): (FeatureCounts | undefined)[] {
  const features = windows.map(({ statistics }) => statistics.features[position]);
  const values = features.map((feature) => feature && featureValues(feature));
  const unseen = heldOutUnseen(values, folds, bins);
  return values.map((of, i) => {
    const counts = of && countValues(of, bins);
    return counts && { ...counts, unseen: counts.unseen + (unseen[i] ?? 0) };
  });
}
