import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark, BenchmarkOptions } from '../benchmark';
import { measureFile, measureInRounds, type Subject } from '../measure';
import { mutedAlarm, writeTrail } from './trailData';

const alarmType = 'aws:cloudwatch/metricAlarm:MetricAlarm';

/** Questions to a trail of as many records as the other benchmarks have rows. */
export const auditBenchmark: Benchmark = {
  name: 'audit',
  title: "The audit: questions to a trail's files",
  run: (options) => {
    const { rows, cache, report } = options;
    report(`trail of ${rows} records`);
    const trail = join(cache, `trail-${rows}`);
    writeTrail(trail, rows);
    const state = join(cache, 'audit-state.json');
    writeFileSync(state, JSON.stringify({ deployment: { resources: [{ type: alarmType, id: mutedAlarm }] } }));
    return Promise.resolve(measureInRounds(subjects({ trail, state }, options), options));
  },
};

interface AuditData {
  readonly trail: string;
  readonly state: string;
}

function subjects({ trail, state }: AuditData, { rows }: BenchmarkOptions): Subject[] {
  const ask = (...args: readonly string[]) =>
    measureFile(join('bench', 'audit', 'tasks', 'askTrail.ts'), [trail, ...args]);
  const atMostMegabytes = 500;
  return [
    {
      id: 'who',
      what: 'audit who --alarm',
      aim: { atMostSeconds: Math.max(1, (5 * rows) / 1_000_000), atMostMegabytes },
      measure: () => ask('who', '--alarm', mutedAlarm),
    },
    {
      id: 'unexplained',
      what: "audit unexplained, on the stack's resources",
      aim: { atMostMegabytes },
      measure: () => ask('unexplained', '--state', state),
    },
  ];
}
