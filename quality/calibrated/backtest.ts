import type { Calibration, DistributionCheck } from '../../contract/calibration';
import { alarmsOf, countEpisodes, levelOf } from './alarmEpisodes';
import { joinCounted } from './countedWindow';
import { joinSmallWindows } from './joinWindows';
import { describeFeature, highestScoresOf, scoreWindow } from './judgeWindow';
import { countWeeks, weekMs } from './rollingWeeks';
import type { ReplayedWindow } from './weekFile';

/** How often a rule would have raised an alarm. */
interface RuleFigures {
  /** Windows. */
  readonly alarms: number;
  readonly episodes: number;
}

/** An incident that was recorded. */
export interface PastIncident {
  readonly id: string;
  /** Start of its first window, and of its last one that broke a promise. */
  readonly from: Date;
  readonly lastWindow: Date;
  /** Check types in Model Monitor's words, and features. */
  readonly checks: readonly string[];
  readonly features: readonly string[];
  /** What a person recorded as the cause. */
  readonly cause?: string;
}

/** A recorded incident with replayed windows, and whether each rule raises an alarm in one of them. */
export interface ReplayedIncident extends Omit<PastIncident, 'from' | 'lastWindow'> {
  /** ISO 8601. */
  readonly from: string;
  readonly lastWindow: string;
  readonly exact: boolean;
  readonly calibrated: boolean;
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
  /** Recorded incidents with windows in the span, by time. */
  readonly incidents: readonly ReplayedIncident[];
  /** The calibration's alarms, with the most unusual feature of each; `from` is ISO 8601. */
  readonly alarms: readonly {
    readonly from: string;
    readonly feature: string;
    readonly check: DistributionCheck;
    readonly score: number;
    readonly part: string;
  }[];
}

interface BacktestOptions {
  /** Features whose drift check is off. */
  readonly isOff?: (name: string) => boolean;
  readonly incidents?: readonly PastIncident[];
}

/** Replays past windows, by time, under a calibration and under the exact rule as their reports have it. */
export function backtest(
  calibration: Calibration,
  windows: readonly ReplayedWindow[],
  { isOff = () => false, incidents = [] }: BacktestOptions = {},
): Backtest {
  const judging = { ...calibration, features: calibration.features.filter(({ name }) => !isOff(name)) };
  const weeks = countWeeks(judging, windows);
  const { windows: joined } = joinSmallWindows(windows, calibration.minimumRows, {
    rowsOf: ({ rows }) => rows,
    join: joinCounted,
  });
  const toJudge = joined.map(({ from, rows, countsOf }) => ({ from, rows, countsOf, weeks }));
  const scores = highestScoresOf(judging, toJudge);
  const judged = toJudge.map((window, i) => {
    const level = levelOf(scores[i] ?? 0, judging.limits);
    // Few windows are unusual, and only these need the details.
    return { from: window.from, level, most: level === 'usual' ? undefined : scoreWindow(judging, window).features[0] };
  });
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
    incidents: replayIncidents(incidents, {
      all: windows.map(({ from }) => from),
      exact: windows.flatMap(({ from }, i) => (exact[i] ? [from] : [])),
      calibrated: judged.flatMap(({ from }, i) => (alarms[i] ? [from] : [])),
    }),
    alarms: judged.flatMap(({ from, most }, i) => {
      if (!alarms[i] || !most) return [];
      const { name, check, score, part } = describeFeature(calibration, most);
      return [{ from: from.toISOString(), feature: name, check, score, part }];
    }),
  };
}

/** Finds the windows of each incident among all replayed windows and among those in alarm, which are all by time. */
function replayIncidents(
  incidents: readonly PastIncident[],
  windows: Readonly<Record<'all' | 'exact' | 'calibrated', readonly Date[]>>,
): ReplayedIncident[] {
  return incidents
    .map(({ from, lastWindow, ...incident }) => {
      const isAmong = (of: readonly Date[]) => of.some((window) => window >= from && window <= lastWindow);
      return {
        ...incident,
        from: from.toISOString(),
        lastWindow: lastWindow.toISOString(),
        isReplayed: isAmong(windows.all),
        exact: isAmong(windows.exact),
        calibrated: isAmong(windows.calibrated),
      };
    })
    .filter(({ isReplayed }) => isReplayed)
    .map(({ isReplayed: _, ...incident }) => incident)
    .sort((a, b) => a.from.localeCompare(b.from));
}
