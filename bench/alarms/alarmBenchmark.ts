import type { Calibration } from '../../contract/calibration';
import { judgeWindow } from '../../quality/calibrated/judgeWindow';
import type { Benchmark, BenchmarkOptions } from '../benchmark';
import type { Figure } from '../figure';
import { dataSets } from './dataSets';
import {
  drawnRows,
  figureCells,
  measureWindows,
  type RuleFigures,
  sumFigures,
  testRules,
  testStarts,
} from './ruleFigures';

/** Rows of the table of alarms, which `describe` prints below the times. */
const rows: string[][] = [];

/** False alarms and found faults of both rules, on weeks after those that they rest on. */
export const alarmBenchmark: Benchmark = {
  name: 'alarms',
  title: 'Alarms on distributions',
  run: measureAlarms,
  describe: () => alarmTable(rows),
};

async function measureAlarms({ cache, report }: BenchmarkOptions): Promise<Figure[]> {
  const figures: Figure[] = [];
  let judged: { calibration: Calibration; window: Parameters<typeof judgeWindow>[1] } | undefined;
  for (const set of await dataSets(cache)) {
    report(set.what);
    const windows = measureWindows(set);
    const tests = testStarts(set).map((week) => testRules(set, windows, week));
    for (const rule of ['exact', 'calibrated']) {
      const sum = sumFigures(tests.flatMap((test) => test.figures.filter((of) => of.rule === rule)));
      if (sum) rows.push([set.isKept ? set.id : `${set.id} (design)`, ...figureCells(sum)]);
    }
    const seconds = tests.map((test) => test.seconds).sort((a, b) => a - b)[Math.floor(tests.length / 2)] ?? 0;
    figures.push(figureOf(`calibrate-${set.id}`, `calibrate on ${set.historyWeeks} weeks: ${set.what}`, seconds, {}));
    const [last, latest] = [windows.at(-1), tests.at(-1)];
    if (!last || !latest || judged) continue;
    const features = Array.from(
      { length: 100 },
      (_, i) => latest.calibration.features[i % latest.calibration.features.length],
    );
    const byName = new Map(last.statistics.features.map((feature) => [feature.name, feature]));
    judged = {
      calibration: { ...latest.calibration, features: features.flatMap((feature) => feature ?? []) },
      window: { from: last.from, rows: 1000, featureOf: (name) => byName.get(name) },
    };
  }
  return judged ? [...figures, judgeFigure(judged)] : figures;
}

function judgeFigure({
  calibration,
  window,
}: {
  calibration: Calibration;
  window: Parameters<typeof judgeWindow>[1];
}): Figure {
  const times = Array.from({ length: 50 }, () => {
    const begin = process.hrtime.bigint();
    judgeWindow(calibration, window);
    return Number(process.hrtime.bigint() - begin) / 1e9;
  }).sort((a, b) => a - b);
  return figureOf('judge', 'judge a window of 100 features', times[25] ?? 0, { atMostSeconds: 0.05 });
}

function figureOf(id: string, what: string, seconds: number, aim: Figure['aim']): Figure {
  return { id, what, seconds, cpuSeconds: seconds, megabytes: process.memoryUsage().rss / 2 ** 20, aim };
}

/** Titles of the columns that `figureCells` fills, behind that of the data set. */
const columns = [
  'data set',
  'rule' satisfies keyof RuleFigures,
  'windows in alarm',
  'episodes a week (95 % interval)',
  'severe faults within 2 windows',
  'moderate within 6',
  `drawn windows in alarm (${drawnRows.join(', ')} rows)`,
];

function alarmTable(cells: readonly (readonly string[])[]): string {
  const line = (of: readonly string[]) => `| ${of.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...cells.map(line)].join('\n');
}
