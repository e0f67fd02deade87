import { alarmsOf, countEpisodes, levelOf, rateInterval } from '../../quality/calibrated/alarmEpisodes';
import { faultLibrary } from '../../quality/calibrated/faults';
import { weekMs } from '../../quality/calibrated/rollingWeeks';
import type { RuleName, ScoredTest } from './alarmRules';
import type { DataSetFigures, FaultFigures, RuleFigures, Share, WeekFigures } from './measuredAlarms';
import { places, type TestCases } from './testCases';

/** Windows within which a severe and a moderate fault must be found. */
export const windowsToFind = { severe: 2, moderate: 6 } as const;

/** A fault at one place: the index of the first window in alarm, -1 if there is none. */
interface Outcome {
  readonly fault: string;
  readonly severity: 'severe' | 'moderate';
  /** All faults of one place change the same windows. */
  readonly place: number;
  readonly first: number;
  /** Whether no window in which it must be found is more unusual than past windows; undefined if the rule cannot tell. */
  readonly looksUsual: boolean | undefined;
}

/** What a rule did in all tests of a data set. */
export function ruleFigures(
  rule: RuleName,
  isRaised: boolean,
  tests: readonly TestCases[],
  scored: readonly ScoredTest[],
): RuleFigures {
  const alarmsIn = ({ limits, persistence }: ScoredTest, scores: readonly number[]) =>
    alarmsOf(
      scores.map((score) => levelOf(score, limits)),
      persistence,
    );
  const clean = scored.map((test) => alarmsIn(test, test.clean));
  const episodes = clean.reduce((sum, alarms) => sum + countEpisodes(alarms), 0);
  const weeks = tests.reduce((sum, test) => sum + test.weeks, 0);
  const outcomes = tests.flatMap(({ faults }, i) =>
    faults.map(({ name, severity, place }, fault): Outcome => {
      const test = scored[i];
      const scores = test?.faults[fault] ?? [];
      const first = test ? alarmsIn(test, scores).indexOf(true) : -1;
      const highest = Math.max(0, ...scores.slice(0, windowsToFind[severity]));
      const looksUsual = test?.usualScore === undefined ? undefined : highest <= test.usualScore;
      return { fault: name, severity, place: i * places + place, first, looksUsual };
    }),
  );
  const { low, high } = rateInterval(episodes, weeks);
  return {
    rule,
    isRaised,
    weeks,
    windowsInAlarm: shareOf(clean.flat()),
    episodes,
    episodesPerWeek: { value: round(episodes / weeks), low: round(low), high: round(high) },
    severe: powerOf(outcomes, 'severe'),
    moderate: powerOf(outcomes, 'moderate'),
    drawn: (scored[0]?.drawn ?? []).map((_, size) =>
      shareOf(scored.flatMap((test) => test.drawn[size]?.flatMap((score) => alarmsIn(test, [score])) ?? [])),
    ),
    faults: faultFigures(outcomes),
    byWeek: tests.flatMap((test, i) => weeksOf(test, clean[i] ?? [])),
  };
}

/** The alarms of each week of a test. An episode counts in the week in which it begins. */
function weeksOf({ start, weeks, clean }: TestCases, alarms: readonly boolean[]): WeekFigures[] {
  const week = clean.map(({ from }) => Math.floor((from.getTime() - start.getTime()) / weekMs));
  return Array.from({ length: weeks }, (_, i) => ({
    windows: week.filter((of) => of === i).length,
    alarms: alarms.filter((alarm, window) => alarm && week[window] === i).length,
    episodes: alarms.filter((alarm, window) => alarm && !alarms[window - 1] && week[window] === i).length,
  }));
}

const shareOf = (alarms: readonly boolean[]): Share => ({
  events: alarms.filter(Boolean).length,
  cases: alarms.length,
});

const isFound = ({ first, severity }: Outcome) => first >= 0 && first < windowsToFind[severity];
const round = (value: number) => Number(value.toFixed(4));

/** The share of a severity's faults that are found in time, with an interval. */
function powerOf(outcomes: readonly Outcome[], severity: Outcome['severity']): RuleFigures['severe'] {
  const own = outcomes.filter((outcome) => outcome.severity === severity);
  const missed = own.filter((outcome) => !isFound(outcome));
  const canTell = own.some(({ looksUsual }) => looksUsual !== undefined);
  return {
    ...shareOf(own.map(isFound)),
    ...powerInterval(own),
    ...(canTell && { missedAsUsual: missed.filter(({ looksUsual }) => looksUsual).length }),
  };
}

const resamples = 1000;

/**
 * A 95 % interval by the bootstrap over places (Efron 1979, https://doi.org/10.1214/aos/1176344552), because the faults of one
 * place change the same windows and are found or missed together. The seed is fixed.
 */
function powerInterval(outcomes: readonly Outcome[]): { low: number; high: number } {
  const byPlace = new Map<number, Share>();
  for (const outcome of outcomes) {
    const { events, cases } = byPlace.get(outcome.place) ?? { events: 0, cases: 0 };
    byPlace.set(outcome.place, { events: events + Number(isFound(outcome)), cases: cases + 1 });
  }
  const all = [...byPlace.values()];
  let state = 1;
  const shares = Array.from({ length: resamples }, () => {
    let [events, cases] = [0, 0];
    for (let i = 0; i < all.length; i++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const drawn = all[Math.floor((state / 2 ** 32) * all.length)];
      events += drawn?.events ?? 0;
      cases += drawn?.cases ?? 0;
    }
    return events / Math.max(cases, 1);
  }).sort((a, b) => a - b);
  return { low: round(shares[resamples * 0.025] ?? 0), high: round(shares[resamples * 0.975] ?? 0) };
}

/** Found faults by kind and severity, in the library's order. */
function faultFigures(outcomes: readonly Outcome[]): FaultFigures[] {
  return faultLibrary.flatMap(({ name, severity }): FaultFigures[] => {
    const firsts = outcomes.filter((of) => of.fault === name && of.severity === severity).map(({ first }) => first);
    if (firsts.length === 0) return [];
    const shareWithin = (windows: number) =>
      firsts.filter((first) => first >= 0 && first < windows).length / firsts.length;
    const sorted = firsts.map((first) => (first < 0 ? Number.POSITIVE_INFINITY : first + 1)).sort((a, b) => a - b);
    const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.POSITIVE_INFINITY;
    return [
      {
        fault: name,
        severity,
        injections: firsts.length,
        withinTwo: round(shareWithin(2)),
        withinSix: round(shareWithin(6)),
        medianWindows: Number.isFinite(median) ? median : null,
      },
    ];
  });
}

/** Describes a data set's tests, without the figures of rules. */
export function describeTests(
  tests: readonly TestCases[],
): Pick<DataSetFigures, 'tests' | 'weeks' | 'judgedWindows' | 'from'> {
  return {
    from: tests[0]?.start.toISOString() ?? '',
    tests: tests.length,
    weeks: tests.reduce((sum, { weeks }) => sum + weeks, 0),
    judgedWindows: tests.reduce((sum, { clean }) => sum + clean.length, 0),
  };
}
