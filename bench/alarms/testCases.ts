import { type Calibration, type ReferenceKind, referenceKinds } from '../../contract/calibration';
import type { FeatureStatistics, Statistics } from '../../contract/modelMonitorFiles';
import { calibrateBaseline } from '../../quality/calibrated/calibrateBaseline';
import { countedWindow } from '../../quality/calibrated/countedWindow';
import { injectValues } from '../../quality/calibrated/detectionPower';
import { type Fault, faultLibrary } from '../../quality/calibrated/faults';
import { entriesOf, type FeatureValues } from '../../quality/calibrated/featureValues';
import { hourOfWeekIn } from '../../quality/calibrated/hourOfWeek';
import { joinSmallWindows } from '../../quality/calibrated/joinWindows';
import type { PastWindow } from '../../quality/calibrated/pastWindow';
import { type History, readHistory } from '../../quality/calibrated/pastWindows';
import { slotOf } from '../../quality/calibrated/referenceSlots';
import { countWeeks, rollingWeeks, type WeekCounts, weekMs, weekNumber } from '../../quality/calibrated/rollingWeeks';
import { Kernel } from '../../quality/kernel/kernel';
import { ColumnAccumulator } from '../../quality/profile/columnAccumulator';
import { columnProfile } from '../../quality/profile/columnStatistics';
import type { DataSet, DataWindow, Row } from './dataSets';

/** Rows of windows that are drawn from the reference population. */
export const drawnRows = [50, 370, 1000] as const;

/** Windows drawn of each size, and places at which each fault is injected, in each test. */
const draws = 100;
export const places = 3;

export const budget = 0.5;

/** A window's features, or some of them: those that are left out are not judged. */
export interface JudgedFeatures {
  readonly from: Date;
  readonly rows: number;
  readonly features: readonly FeatureStatistics[];
}

/** A fault in the windows of one place: of one feature, which is then judged alone, or of all. */
export interface FaultCase extends Pick<Fault, 'name' | 'severity'> {
  readonly place: number;
  readonly windows: readonly JudgedFeatures[];
}

/** One test of a data set: rules rest on the weeks before it, and judge its windows. */
export interface TestCases {
  readonly start: Date;
  readonly weeks: number;
  readonly baseline: Statistics;
  readonly calibration: Calibration;
  /** Counts of the weeks before each window, for rolling references. */
  readonly weekCounts: WeekCounts;
  /** Processor time of the calibration. */
  readonly seconds: number;
  /** Windows of the baseline's time, and of the weeks before it; both with enough rows. */
  readonly baselineWindows: readonly JudgedFeatures[];
  readonly earlier: readonly JudgedFeatures[];
  readonly earlierWeeks: number;
  readonly clean: readonly JudgedFeatures[];
  readonly faults: readonly FaultCase[];
  /** By `drawnRows`: from the baseline's rows, and from the population that a calibrated feature is compared with. */
  readonly drawn: readonly (readonly JudgedFeatures[])[];
  readonly drawnFromReference: readonly (readonly JudgedFeatures[])[];
}

/** A data set's window with its statistics. */
export type MeasuredWindow = PastWindow & Pick<DataWindow, 'rows'>;

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

/** Prepares the test that begins at a week. The baseline has the later half of the weeks before it. */
export function prepareTest(set: DataSet, measured: readonly MeasuredWindow[], week: number): TestCases {
  const start = (measured[0]?.from.getTime() ?? 0) + week * weekMs;
  const span = (from: number, to: number) =>
    measured.filter(({ from: at }) => at.getTime() >= start + from * weekMs && at.getTime() < start + to * weekMs);
  const judged = (windows: readonly MeasuredWindow[]) => windows.filter(({ rows }) => rows.length >= set.minimumRows);
  const { timeZone, minimumRows, historyWeeks } = set;
  const [history, half] = [span(-historyWeeks, 0), historyWeeks / 2];
  const baselineRows = span(-half, 0).flatMap(({ rows }) => rows);
  const baseline = statisticsOf(baselineRows);
  const cpu = process.cpuUsage();
  const calibration = calibrateBaseline({
    endpoint: set.id,
    schema: 'v1',
    baseline: '2026-01-01-abcdef',
    statistics: baseline,
    windows: history,
    budget,
    minimumRows,
    timeZone,
    madeAt: new Date(0),
    madeBy: 'bench',
  });
  const { user, system } = process.cpuUsage(cpu);
  const windows = span(0, set.testWeeks);
  const tested = readHistory({ baseline, windows, minimumRows, timeZone });
  const compared = joinRows(history, minimumRows);
  // They have as many weeks before them as a rolling reference adds up.
  const recent = compared.filter(({ from }) => from.getTime() >= start - rollingWeeks * weekMs);
  return {
    start: new Date(start),
    weeks: set.testWeeks,
    baseline,
    calibration,
    weekCounts: countWeeks(calibration, [...history, ...windows].map(countedWindow)),
    seconds: (user + system) / 1e6,
    baselineWindows: judged(span(-half, 0)).map(featuresOf),
    earlier: judged(span(-historyWeeks, -half)).map(featuresOf),
    earlierWeeks: half,
    clean: tested.windows.map(featuresOf),
    faults: faultCases(tested),
    drawn: drawnWindows(judged(history), () => baselineRows),
    drawnFromReference: drawnWindows(recent, populationOf(set, calibration, compared)),
  };
}

/** The windows that references add up: small ones together, with the rows of all. */
function joinRows(windows: readonly MeasuredWindow[], minimumRows: number): MeasuredWindow[] {
  return joinSmallWindows(windows, minimumRows, {
    rowsOf: ({ rows }) => rows.length,
    join: (parts) => ({ ...(parts.at(-1) as MeasuredWindow), rows: parts.flatMap(({ rows }) => rows) }),
  }).windows;
}

const featuresOf = ({ from, statistics: { dataset, features } }: PastWindow): JudgedFeatures => ({
  from,
  rows: dataset.item_count,
  features,
});

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

/** Every fault at every place: of faults of one feature that feature alone, of faults of rows all features. */
function faultCases(tested: History): FaultCase[] {
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
  return faultLibrary.flatMap(({ name, severity, scope }, fault) =>
    Array.from({ length: 2 * places }, (_, place) => {
      const injections = byFeature.flatMap((faults) => {
        const windows = faults[fault]?.[place];
        return windows ? [windows] : [];
      });
      const cases = scope === 'feature' || injections.length === 0 ? injections : [joinFeatures(injections.flat())];
      return cases.map((windows): FaultCase => ({ name, severity, place: place % places, windows }));
    }).flat(),
  );
}

/** Joins the features of each window. */
function joinFeatures(windows: readonly JudgedFeatures[]): JudgedFeatures[] {
  const byStart = new Map<number, JudgedFeatures>();
  for (const window of windows) {
    const same = byStart.get(window.from.getTime());
    byStart.set(window.from.getTime(), { ...window, features: [...(same?.features ?? []), ...window.features] });
  }
  return [...byStart.values()].sort((a, b) => a.from.getTime() - b.from.getTime());
}

export function columnOfValues(name: string, values: FeatureValues): FeatureStatistics {
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

/** statistics.json of rows, as the monitor computes it. */
function statisticsOf(rows: readonly Row[]): Statistics {
  const names = Object.keys(rows[0] ?? {});
  const features = names.map((name) =>
    columnOf(name, (add) => {
      for (const row of rows) add(row[name] || null);
    }),
  );
  return { version: 0, dataset: { item_count: rows.length }, features };
}

/** Columns of one kernel, whose memory is freed with it. */
const columnsAKernel = 200;
let [kernel, columns] = [new Kernel(), 0];

/** The statistics of a column of texts. */
function columnOf(name: string, fill: (add: (text: string | null) => void) => void): FeatureStatistics {
  columns += 1;
  if (columns % columnsAKernel === 0) kernel = new Kernel();
  const column = new ColumnAccumulator([], kernel);
  fill((text) => column.addText(text));
  return columnProfile(name, column).statistics;
}
