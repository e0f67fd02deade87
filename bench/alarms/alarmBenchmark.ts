import type { Benchmark, BenchmarkOptions } from '../benchmark';
import type { Figure } from '../figure';
import { alarmSpeed } from './alarmSpeed';
import { alarmTable } from './alarmTables';
import { dataSets } from './dataSets';
import { measureDataSet } from './measureDataSet';
import type { DataSetFigures } from './measuredAlarms';
import { budget } from './testCases';

/** What was measured, which `describe` and `details` show. */
const dataSetFigures: DataSetFigures[] = [];

/** False alarms and found faults of calibrations and of other rules, on weeks after those that they rest on. */
export const alarmBenchmark: Benchmark = {
  name: 'alarms',
  title: 'Alarms on distributions',
  run: measureAlarms,
  describe: () => alarmTable(dataSetFigures),
  details: () => ({ budget, dataSets: dataSetFigures }),
};

async function measureAlarms(options: BenchmarkOptions): Promise<Figure[]> {
  const { cache, report, save } = options;
  const figures: Figure[] = [];
  for (const set of await dataSets(cache)) {
    const { figures: ofSet, tests } = measureDataSet(set, cache, report);
    dataSetFigures.push(ofSet);
    save();
    const times = tests.map(({ seconds }) => seconds).sort((a, b) => a - b);
    const seconds = times[Math.floor(times.length / 2)] ?? 0;
    figures.push({
      id: `calibrate-${set.id}`,
      what: `calibrate on ${set.historyWeeks} weeks: ${set.what}`,
      seconds,
      cpuSeconds: seconds,
      megabytes: process.memoryUsage().rss / 2 ** 20,
      aim: {},
    });
  }
  report('speed');
  return [...figures, ...(await alarmSpeed(options))];
}
