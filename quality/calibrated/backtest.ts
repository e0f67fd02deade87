import type { Calibration, DistributionCheck } from '../../contract/calibration';
import { alarmsOf, countEpisodes } from './alarmEpisodes';
import { joinSmallWindows } from './joinWindows';
import { judgeWindow } from './judgeWindow';
import type { PastWindow } from './pastWindow';
import { countWeeks, weekMs } from './rollingWeeks';

/** How often a rule would have raised an alarm. */
interface RuleFigures {
  /** Windows. */
  readonly alarms: number;
  readonly episodes: number;
}

/** What two rules would have done in the past. */
export interface Backtest {
  readonly windows: number;
  /** Windows with enough rows for the calibration. */
  readonly judged: number;
  readonly weeks: number;
  readonly exact: RuleFigures;
  readonly calibrated: RuleFigures;
  /** Whether the calibration rests on some of the windows. */
  readonly overlap: boolean;
  /** The calibration's alarms, with the most unusual feature of each; `from` is ISO 8601. */
  readonly alarms: readonly {
    readonly from: string;
    readonly feature: string;
    readonly check: DistributionCheck;
    readonly score: number;
    readonly part: string;
  }[];
}

/** Replays past windows, by time, under a calibration and under the exact rule as their reports have it. */
export function backtest(
  calibration: Calibration,
  windows: readonly (PastWindow & { readonly hadDrift: boolean })[],
  isOff: (name: string) => boolean = () => false,
): Backtest {
  const weeks = countWeeks(calibration, windows);
  const { windows: joined } = joinSmallWindows(windows, calibration.minimumRows);
  const verdicts = joined.map(({ from, statistics }) => {
    const features = new Map(statistics.features.map((feature) => [feature.name, feature]));
    const featureOf = (name: string) => (isOff(name) ? undefined : features.get(name));
    return { from, ...judgeWindow(calibration, { from, rows: statistics.dataset.item_count, featureOf, weeks }) };
  });
  const judged = verdicts.filter(({ isJudged }) => isJudged);
  const alarms = alarmsOf(
    judged.map(({ level }) => level),
    calibration.persistence,
  );
  const exact = windows.map(({ hadDrift }) => hadDrift);
  const figures = (of: readonly boolean[]) => ({ alarms: of.filter(Boolean).length, episodes: countEpisodes(of) });
  const [first, last] = [windows[0], windows.at(-1)];
  const { history } = calibration;
  return {
    windows: windows.length,
    judged: judged.length,
    weeks: first && last ? (last.to.getTime() - first.from.getTime()) / weekMs : 0,
    exact: figures(exact),
    calibrated: figures(alarms),
    overlap: windows.some(({ from, to }) => from < new Date(history.to) && to > new Date(history.from)),
    alarms: judged.flatMap(({ from, features: [most] }, i) =>
      alarms[i] && most
        ? [{ from: from.toISOString(), feature: most.name, check: most.check, score: most.score, part: most.part }]
        : [],
    ),
  };
}
