import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Calibration } from '../../contract/calibration';
import { columnsOf } from '../../contract/captureSchema';
import { hourMs } from '../../contract/hours';
import type { Statistics } from '../../contract/modelMonitorFiles';
import { calibrateBaseline } from '../../quality/calibrated/calibrateBaseline';
import { judgeWindow } from '../../quality/calibrated/judgeWindow';
import type { PastWindow } from '../../quality/calibrated/pastWindow';
import { suggestConstraints } from '../../quality/constraints/suggestConstraints';
import { analyzeWindow } from '../../quality/monitor/analyzeWindow';
import { columnStatistics } from '../../quality/profile/columnStatistics';
import type { BenchmarkOptions } from '../benchmark';
import type { Aim, Figure } from '../figure';
import { benchData, benchSchema } from '../quality/tableData';
import { backtestStack, endpoints, weeks, writeBacktestStore } from './backtestSpeed';
import { budget } from './testCases';

/** Hourly windows of a thousand records with 20 columns. */
const windows = 48;
const rows = 1000;
const recordsAFile = 10_000;

/** Processor time of what a calibration adds to a window's statistics, of judging 100 features, and of a backtest. */
export async function alarmSpeed({ cache, repeat }: BenchmarkOptions): Promise<Figure[]> {
  const captures = readCaptures(cache);
  const statistics = await fastest(repeat, () => windowStatistics(captures));
  const past = pastWindows(statistics.result);
  const calibration = calibrate(past);
  const judge = await fastest(repeat, () => past.map((window) => judgeAll(calibration, window)));
  const { features } = calibration;
  const hundred = Array.from({ length: 100 }, (_, i) => features[i % features.length]).flatMap((of) => of ?? []);
  const wide = await fastest(repeat, () =>
    past.map((window) => judgeAll({ ...calibration, features: hundred }, window)),
  );
  const replay = await measureBacktest(calibration, statistics.result);
  const size = `${windows} windows of ${rows} rows and ${features.length} features`;
  return [
    figureOf('statistics', `statistics of ${size}, from captures`, statistics.seconds, {}),
    figureOf('calibrated', 'the same, judged by a calibration', statistics.seconds + judge.seconds, {
      atMostTimes: { statistics: 1.1 },
    }),
    figureOf('judge', 'judge a window of 100 features', wide.seconds / windows, { atMostSeconds: 0.05 }),
    {
      ...figureOf('backtest', `backtest of ${replay.what}`, replay.cpuSeconds, { atMostSeconds: 60 }),
      seconds: replay.seconds,
    },
  ];
}

/** Time and processor time of a backtest of all endpoints of a stack. */
async function measureBacktest(calibration: Calibration, statistics: readonly Statistics[]) {
  const folder = mkdtempSync(join(tmpdir(), 'backtest-'));
  try {
    const { megabytes } = writeBacktestStore(folder, calibration, statistics);
    const start = performance.now();
    const { result, seconds: cpuSeconds } = await fastest(0, () => backtestStack(folder));
    const seconds = (performance.now() - start) / 1e3;
    const what = `${endpoints} endpoints, ${result} such windows of ${weeks} weeks, from kept counts of ${megabytes.toFixed(0)} MB an endpoint in a folder`;
    return { what, seconds, cpuSeconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The least processor time of some runs, in seconds. */
async function fastest<T>(repeat: number, work: () => T | Promise<T>): Promise<{ result: T; seconds: number }> {
  let best: { result: T; seconds: number } | undefined;
  for (let i = 0; i <= repeat; i++) {
    const cpu = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(cpu);
    const seconds = (user + system) / 1e6;
    if (!best || seconds < best.seconds) best = { result, seconds };
  }
  return best as { result: T; seconds: number };
}

/** Capture files of one window each. */
function readCaptures(cache: string): Buffer[] {
  const { captures } = benchData(cache, Math.max(100_000, windows * rows), true);
  return Array.from({ length: windows }, (_, i) => {
    const file = String(Math.floor((i * rows) / recordsAFile)).padStart(5, '0');
    const lines = readFileSync(join(captures, `${file}.jsonl`), 'utf8').split('\n');
    const start = (i * rows) % recordsAFile;
    return Buffer.from(`${lines.slice(start, start + rows).join('\n')}\n`);
  });
}

async function windowStatistics(captures: readonly Buffer[]): Promise<Statistics[]> {
  const statistics: Statistics = {
    version: 0,
    dataset: { item_count: 1 },
    features: columnsOf(benchSchema).map(({ name }) => columnStatistics(name, ['1']).statistics),
  };
  const constraints = suggestConstraints(statistics);
  const all: Statistics[] = [];
  for (const capture of captures) {
    const source = { file: 'captures.jsonl', open: () => Readable.from([capture]) };
    const analysis = await analyzeWindow({ captures: [source], statistics, constraints, schema: benchSchema });
    all.push(analysis.statistics);
  }
  return all;
}

/** Every second hour of four days: a calibration compares a window with those of other days. */
function pastWindows(statistics: readonly Statistics[]): PastWindow[] {
  const start = Date.UTC(2026, 0, 4);
  return statistics.map((of, i) => ({
    from: new Date(start + 2 * i * hourMs),
    to: new Date(start + (2 * i + 1) * hourMs),
    statistics: of,
  }));
}

function calibrate(past: readonly PastWindow[]): Calibration {
  const [first] = past;
  if (!first) throw new Error('no windows');
  return calibrateBaseline({
    endpoint: 'bench',
    schema: 'v1',
    baseline: '2026-01-01-abcdef',
    statistics: first.statistics,
    windows: past,
    budget,
    minimumRows: 30,
    timeZone: 'UTC',
    madeAt: new Date(0),
    madeBy: 'bench',
  });
}

function judgeAll(calibration: Calibration, { from, statistics }: PastWindow) {
  const byName = new Map(statistics.features.map((feature) => [feature.name, feature]));
  return judgeWindow(calibration, { from, rows, featureOf: (name) => byName.get(name) });
}

function figureOf(id: string, what: string, seconds: number, aim: Aim): Figure {
  return { id, what, seconds, cpuSeconds: seconds, megabytes: process.memoryUsage().rss / 2 ** 20, aim };
}
