import { type Calibration, type ReferenceKind, referenceKinds } from '../../contract/calibration';
import { alarmsOf, countEpisodes, rateInterval } from '../../quality/calibrated/alarmEpisodes';
import { calibrateBaseline } from '../../quality/calibrated/calibrateBaseline';
import { injectValues } from '../../quality/calibrated/detectionPower';
import { faultLibrary } from '../../quality/calibrated/faults';
import { entriesOf, type FeatureValues } from '../../quality/calibrated/featureValues';
import { hourOfWeekIn } from '../../quality/calibrated/hourOfWeek';
import type { PastWindow } from '../../quality/calibrated/pastWindow';
import { type History, readHistory } from '../../quality/calibrated/pastWindows';
import { slotOf } from '../../quality/calibrated/referenceSlots';
import { countWeeks, rollingWeeks, weekMs, weekNumber } from '../../quality/calibrated/rollingWeeks';
import { type AlarmRule, calibratedRule, columnOf, exactRule, type JudgedFeatures, statisticsOf } from './alarmRules';
import type { DataSet, DataWindow, Row } from './dataSets';

/** Rows of windows that are drawn from the reference population. */
export const drawnRows = [50, 370, 1000] as const;

/** Windows drawn of each size, and places at which each fault is injected, in each span. */
const draws = 100;
const places = 3;

/** Events of some cases. */
interface Share {
  readonly events: number;
  readonly cases: number;
}

/** What one rule did in test weeks. */
export interface RuleFigures {
  readonly rule: AlarmRule['name'];
  readonly weeks: number;
  /** Judged windows in alarm. */
  readonly alarms: Share;
  readonly episodes: number;
  /** Severe faults found within two windows, moderate ones within six. */
  readonly severe: Share;
  readonly moderate: Share;
  /** Drawn windows in alarm, by their rows. */
  readonly drawn: readonly Share[];
}

/** A data set's window with its statistics. */
type MeasuredWindow = PastWindow & Pick<DataWindow, 'rows'>;

export function measureWindows({ windows }: DataSet): MeasuredWindow[] {
  return windows.map((window) => ({ ...window, statistics: statisticsOf(window.rows) }));
}

/** The weeks at which the tests of a data set begin. */
export function testStarts({ historyWeeks, testWeeks, windows }: DataSet): number[] {
  const [first, last] = [windows[0], windows.at(-1)];
  const weeks = first && last ? (last.to.getTime() - first.from.getTime()) / weekMs : 0;
  const count = Math.max(0, Math.floor((weeks + 0.3 - historyWeeks) / testWeeks));
  return Array.from({ length: count }, (_, i) => historyWeeks + i * testWeeks);
}

/** Fits both rules to the weeks before a test, and replays the test's weeks. Returns the seconds of the calibration too. */
export function testRules(set: DataSet, measured: readonly MeasuredWindow[], week: number) {
  const start = (measured[0]?.from.getTime() ?? 0) + week * weekMs;
  const span = (from: number, to: number) =>
    measured.filter(({ from: at }) => at.getTime() >= start + from * weekMs && at.getTime() < start + to * weekMs);
  const [history, test] = [span(-set.historyWeeks, 0), span(0, set.testWeeks)];
  const baselineRows = span(-set.historyWeeks / 2, 0).flatMap(({ rows }) => rows);
  const baseline = statisticsOf(baselineRows);
  const judged = history.filter(({ rows }) => rows.length >= set.minimumRows);
  const begin = process.hrtime.bigint();
  const { timeZone, minimumRows } = set;
  const calibration = calibrateBaseline({
    endpoint: set.id,
    schema: 'v1',
    baseline: '2026-01-01-abcdef',
    statistics: baseline,
    windows: history,
    budget: 0.5,
    minimumRows,
    timeZone,
    madeAt: new Date(0),
    madeBy: 'bench',
  });
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  const tested = readHistory({ baseline, windows: test, minimumRows, timeZone });
  const faulty = faultyWindows(tested);
  const population = populationOf(set, calibration, judged);
  // They have as many weeks before them as a rolling reference adds up.
  const recent = judged.filter(({ from }) => from.getTime() >= start - rollingWeeks * weekMs);
  const figures = [
    figuresOf(
      exactRule(baseline),
      set,
      tested,
      faulty,
      drawnWindows(judged, () => baselineRows),
    ),
    figuresOf(
      calibratedRule(calibration, countWeeks(calibration, [...history, ...test])),
      set,
      tested,
      faulty,
      drawnWindows(recent, population),
    ),
  ];
  return { calibration, seconds, figures };
}

/** The rows that a feature is compared with at a past window's time: those of all past windows, of the weeks before or of its hour. */
function populationOf(
  { timeZone }: DataSet,
  { features }: Calibration,
  windows: readonly MeasuredWindow[],
): (at: Date, feature: string) => readonly Row[] {
  const hourOfWeek = hourOfWeekIn(timeZone);
  const kinds = new Map(features.map(({ name, reference }) => [name, reference.kind]));
  const rowsBySlot = new Map<string, Row[]>();
  const keyOf = (kind: ReferenceKind, at: Date) =>
    kind === 'rolling' ? `rolling ${weekNumber(at)}` : `${kind} ${slotOf(kind, hourOfWeek(at))}`;
  for (const { from, rows } of windows) {
    const weeksAfter = Array.from({ length: rollingWeeks }, (_, i) => `rolling ${weekNumber(from) + 1 + i}`);
    const others = referenceKinds.filter((kind) => kind !== 'rolling').map((kind) => keyOf(kind, from));
    for (const key of [...weeksAfter, ...others]) {
      const list = rowsBySlot.get(key);
      if (list) list.push(...rows);
      else rowsBySlot.set(key, [...rows]);
    }
  }
  return (at, feature) => rowsBySlot.get(keyOf(kinds.get(feature) ?? 'flat', at)) ?? [];
}

function figuresOf(
  rule: AlarmRule,
  { testWeeks }: DataSet,
  { windows }: History,
  faults: readonly Faulty[],
  drawn: readonly (readonly JudgedFeatures[])[],
): RuleFigures {
  const alarmsIn = (judged: readonly JudgedFeatures[]) =>
    alarmsOf(
      judged.map((window) => rule.levelOf(window)),
      rule.persistence,
    );
  const shareOf = (alarms: readonly boolean[]): Share => ({
    events: alarms.filter(Boolean).length,
    cases: alarms.length,
  });
  const alarms = alarmsIn(
    windows.map(({ from, statistics: { dataset, features } }) => ({ from, rows: dataset.item_count, features })),
  );
  const outcomes = faults.map(({ severity, windows }) => {
    const first = alarmsIn(windows).indexOf(true);
    return { severity, isFound: first >= 0 && first < (severity === 'severe' ? 2 : 6) };
  });
  const foundOf = (severity: string) =>
    shareOf(outcomes.filter((fault) => fault.severity === severity).map(({ isFound }) => isFound));
  return {
    rule: rule.name,
    weeks: testWeeks,
    alarms: shareOf(alarms),
    episodes: countEpisodes(alarms),
    severe: foundOf('severe'),
    moderate: foundOf('moderate'),
    drawn: drawn.map((windows) => shareOf(alarmsIn(windows))),
  };
}

interface Faulty {
  readonly severity: string;
  readonly windows: readonly JudgedFeatures[];
}

/** The windows of every fault: of faults of one feature that feature alone, of faults of rows all features. */
function faultyWindows(tested: History): Faulty[] {
  const byFeature = tested.features.map(({ name }, i) =>
    injectValues(tested, i, places).map((ofFault) =>
      ofFault.map((injection) =>
        injection?.map(({ window, injected }) => ({
          from: window.from,
          rows: window.statistics.dataset.item_count,
          features: injected ? [columnOfValues(name, injected)] : [],
        })),
      ),
    ),
  );
  return faultLibrary.flatMap(({ severity, scope }, fault): Faulty[] => {
    const injections = byFeature.flatMap((faults) => faults[fault] ?? []);
    if (scope === 'feature') return injections.flatMap((windows) => (windows ? [{ severity, windows }] : []));
    return Array.from({ length: places }, (_, place) =>
      byFeature.flatMap((faults) => faults[fault]?.[place] ?? []),
    ).flatMap((windows): Faulty[] => {
      const starts = [...new Set(windows.map(({ from }) => from.getTime()))].sort((a, b) => a - b);
      const joined = starts.flatMap((start): JudgedFeatures[] => {
        const same = windows.filter(({ from }) => from.getTime() === start);
        return same[0] ? [{ ...same[0], features: same.flatMap(({ features }) => features) }] : [];
      });
      return joined.length > 0 ? [{ severity, windows: joined }] : [];
    });
  });
}

function columnOfValues(name: string, values: FeatureValues) {
  return columnOf(name, (add) => {
    for (const [value, rows] of entriesOf(values)) for (let i = 0; i < rows; i++) add(String(value));
    for (let i = 0; i < values.nulls; i++) add(null);
  });
}

/** Windows of independent rows from the population that a feature is compared with at a past window's time, by size. */
function drawnWindows(
  history: readonly MeasuredWindow[],
  population: (at: Date, feature: string) => readonly Row[],
): JudgedFeatures[][] {
  let state = 1;
  const draw = <T>(from: readonly T[]) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return from[Math.floor((state / 2 ** 32) * from.length)] as T;
  };
  const names = Object.keys(history[0]?.rows[0] ?? {});
  return drawnRows.map((rows) =>
    Array.from({ length: draws }, (): JudgedFeatures => {
      const { from } = draw(history);
      const features = names.map((name) => {
        const all = population(from, name);
        return columnOf(name, (add) => {
          for (let i = 0; i < rows; i++) add(draw(all)[name] || null);
        });
      });
      return { from, rows, features };
    }),
  );
}

/** Adds up what a rule did in several tests. */
export function sumFigures(figures: readonly RuleFigures[]): RuleFigures | undefined {
  const add = (a: Share, b: Share): Share => ({ events: a.events + b.events, cases: a.cases + b.cases });
  const [first, ...others] = figures;
  return others.reduce(
    (sum, more): RuleFigures | undefined =>
      sum && {
        rule: sum.rule,
        weeks: sum.weeks + more.weeks,
        alarms: add(sum.alarms, more.alarms),
        episodes: sum.episodes + more.episodes,
        severe: add(sum.severe, more.severe),
        moderate: add(sum.moderate, more.moderate),
        drawn: sum.drawn.map((share, i) => add(share, more.drawn[i] ?? { events: 0, cases: 0 })),
      },
    first,
  );
}

/** One row of the table: rule, windows in alarm, episodes a week with their interval, power, drawn windows in alarm. */
export function figureCells({ rule, weeks, alarms, episodes, severe, moderate, drawn }: RuleFigures): string[] {
  const { low, high } = rateInterval(episodes, weeks);
  const percent = ({ events, cases }: Share) => (cases === 0 ? '-' : `${((events / cases) * 100).toFixed(1)} %`);
  const rate = `${(episodes / weeks).toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
  return [rule, percent(alarms), rate, percent(severe), percent(moderate), drawn.map(percent).join(', ')];
}
