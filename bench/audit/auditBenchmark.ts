import { join } from 'node:path';
import type { Benchmark, BenchmarkOptions } from '../benchmark';
import { measureFile, measureInRounds, type Subject } from '../measure';
import { writeTrail } from './trailData';

/** Questions to a trail of as many records as the other benchmarks have rows. */
export const auditBenchmark: Benchmark = {
  name: 'audit',
  title: "The audit: questions to a trail's files",
  run: (options) => {
    const { rows, cache, report } = options;
    report(`trail of ${rows} records`);
    const trail = join(cache, `trail-${rows}`);
    writeTrail(trail, rows);
    return Promise.resolve(measureInRounds(subjects(trail, options), options));
  },
};

function subjects(trail: string, { rows }: BenchmarkOptions): Subject[] {
  // 5 s and 500 MB for 1,000,000 records.
  const aim = { atMostSeconds: Math.max(2, (5 * rows) / 1_000_000), atMostMegabytes: 500 };
  return [
    { id: 'who', what: 'audit who --alarm', aim, measure: () => ask('who', trail) },
    {
      id: 'unexplained',
      what: 'audit unexplained',
      aim: { atMostMegabytes: 500 },
      measure: () => ask('unexplained', trail),
    },
  ];
}

const ask = (question: string, trail: string) =>
  measureFile(join('bench', 'audit', 'tasks', 'askTrail.ts'), [question, trail]);
