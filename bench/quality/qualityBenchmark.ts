import { join } from 'node:path';
import type { Benchmark, BenchmarkOptions } from '../benchmark';
import { type Aim, type Figure, type Measurement, median } from '../figure';
import { measuredChild, measuredTask } from '../measuredChild';
import { type BenchData, benchData } from './tableData';

interface Subject {
  readonly id: string;
  readonly what: string;
  readonly aim: Aim;
  readonly measure: () => Measurement;
}

const tasks = join('bench', 'quality', 'tasks');

/** The monitor's engine, beside DuckDB and whylogs on the same CSV. */
export const qualityBenchmark: Benchmark = {
  name: 'quality',
  title: 'The monitor: 15 numeric and 5 text columns',
  run: (options) => Promise.resolve(figuresOf(options)),
};

function figuresOf({ rows, repeat, tenfold, cache, say }: BenchmarkOptions): Figure[] {
  say(`data of ${rows} rows`);
  const small = benchData(cache, rows, true);
  const large = tenfold ? benchData(cache, 10 * rows, false) : undefined;
  const runs = new Map<Subject, Measurement[]>(subjects(small, large?.csv).map((subject) => [subject, []]));
  // Round by round: what else the machine does then slows all of them alike.
  for (let round = 1; round <= repeat; round++) {
    for (const [subject, measured] of runs) {
      say(`${subject.id}, ${round} of ${repeat}`);
      measured.push(subject.measure());
    }
  }
  return [...runs].map(([{ id, what, aim }, measured]) => ({ id, what, aim, ...median(measured) }));
}

function subjects({ csv, captures }: BenchData, largeCsv: string | undefined): Subject[] {
  const python = process.env['BENCH_PYTHON'];
  const whylogs: Subject[] = python
    ? [
        {
          id: 'whylogs',
          what: 'whylogs profiles the CSV',
          aim: {},
          measure: () => measuredChild(python, [join(tasks, 'whylogsProfile.py'), csv]),
        },
      ]
    : [];
  return [
    {
      id: 'load',
      what: 'DuckDB loads the CSV into a table',
      aim: {},
      measure: () => measuredTask(join(tasks, 'duckdbLoad.ts'), [csv]),
    },
    ...whylogs,
    {
      id: 'statistics',
      what: 'statistics and sketches of the CSV',
      aim: { atMostTimes: { load: 1.5, whylogs: 1 / 8 }, atMostMegabytes: 400 },
      measure: () => measuredTask(join(tasks, 'tableStatistics.ts'), [csv]),
    },
    {
      id: 'captures',
      what: 'statistics and checks of the same rows as captures',
      aim: { atMostTimes: { load: 2.5 }, atMostMegabytes: 400 },
      measure: () => measuredTask(join(tasks, 'captureStatistics.ts'), [captures]),
    },
    ...(largeCsv
      ? [
          {
            id: 'tenfold',
            what: 'statistics of ten times the rows',
            aim: { atMostTimes: { statistics: 11 }, atMostMegabytes: 400 },
            measure: () => measuredTask(join(tasks, 'tableStatistics.ts'), [largeCsv]),
          },
        ]
      : []),
    {
      id: 'compare',
      what: 'two baselines of 500 features compared',
      aim: { atMostSeconds: 0.2 },
      measure: () => measuredTask(join(tasks, 'compareBaselines.ts'), []),
    },
  ];
}
