import { join } from 'node:path';
import type { Benchmark, BenchmarkOptions } from '../benchmark';
import type { Figure } from '../figure';
import { measureFile, measureInRounds, measureProgram, type Subject } from '../measure';
import { type BenchData, benchData, benchParquet } from './tableData';

const tasks = join('bench', 'quality', 'tasks');

/** The monitor's engine, beside DuckDB and whylogs on the same CSV. */
export const qualityBenchmark: Benchmark = {
  name: 'quality',
  title: 'The monitor: 15 numeric and 5 text columns',
  run: measureMonitor,
};

async function measureMonitor(options: BenchmarkOptions): Promise<Figure[]> {
  const { rows, tenfold, cache, report } = options;
  report(`data of ${rows} rows`);
  const small = benchData(cache, rows, true);
  const large = tenfold ? benchData(cache, 10 * rows, false) : undefined;
  return measureInRounds(subjects(small, await benchParquet(small.csv), large?.csv), options);
}

function subjects({ csv, captures, objects }: BenchData, parquet: string, largeCsv: string | undefined): Subject[] {
  const python = process.env['BENCH_PYTHON'];
  const whylogs: Subject[] = python
    ? [
        {
          id: 'whylogs',
          what: 'whylogs profiles the CSV',
          aim: {},
          measure: () => measureProgram(python, [join(tasks, 'whylogsProfile.py'), csv]),
        },
      ]
    : [];
  return [
    {
      id: 'load',
      what: 'DuckDB loads the CSV into a table',
      aim: {},
      measure: () => measureFile(join(tasks, 'duckdbLoad.ts'), [csv]),
    },
    ...whylogs,
    {
      id: 'statistics',
      what: 'statistics and sketches of the CSV',
      aim: { atMostTimes: { load: 1.5, whylogs: 1 / 8 }, atMostMegabytes: 400 },
      measure: () => measureFile(join(tasks, 'tableStatistics.ts'), [csv]),
    },
    {
      id: 'parquet-duckdb',
      what: 'the same statistics of Parquet, from texts by DuckDB',
      aim: {},
      measure: () => measureFile(join(tasks, 'duckdbParquet.ts'), [parquet]),
    },
    {
      id: 'parquet',
      what: 'the same statistics of Parquet',
      aim: { atMostTimes: { 'parquet-duckdb': 2 }, atMostMegabytes: 400 },
      measure: () => measureFile(join(tasks, 'tableStatistics.ts'), [parquet]),
    },
    {
      id: 'captures',
      what: 'statistics and checks of the same rows as captures',
      aim: { atMostTimes: { load: 2.5 }, atMostMegabytes: 400 },
      measure: () => measureFile(join(tasks, 'captureStatistics.ts'), [captures]),
    },
    {
      id: 'objects',
      what: 'statistics and checks of the same rows as captures of JSON objects',
      aim: { atMostTimes: { load: 5 }, atMostMegabytes: 400 },
      measure: () => measureFile(join(tasks, 'captureStatistics.ts'), [objects]),
    },
    ...(largeCsv
      ? [
          {
            id: 'tenfold',
            what: 'statistics of ten times the rows',
            aim: { atMostTimes: { statistics: 11 }, atMostMegabytes: 400 },
            measure: () => measureFile(join(tasks, 'tableStatistics.ts'), [largeCsv]),
          },
        ]
      : []),
    {
      id: 'compare',
      what: 'two baselines of 500 features compared',
      aim: { atMostSeconds: 0.3 },
      measure: () => measureFile(join(tasks, 'compareBaselines.ts'), []),
    },
  ];
}
