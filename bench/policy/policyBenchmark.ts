import { join } from 'node:path';
import type { Benchmark, BenchmarkOptions } from '../benchmark';
import { type Aim, type Figure, type Measurement, median } from '../figure';
import { measuredTask } from '../measuredChild';

const tasks = join('bench', 'policy', 'tasks');

interface Subject {
  readonly id: string;
  readonly what: string;
  readonly aim: Aim;
  readonly task: string;
  readonly args: readonly string[];
}

const subjects: readonly Subject[] = [
  ...[100, 800, 4_000].map((resources) => ({
    id: `pack-${resources}`,
    what: `all policies on ${resources} resources`,
    // Five times the resources take no more than five times as long: what is quadratic shows on any machine.
    aim: { atMostSeconds: resources / 1_000, ...(resources === 4_000 && { atMostTimes: { 'pack-800': 5 } }) },
    task: 'judgeGraph.ts',
    args: [String(resources)],
  })),
  {
    id: 'document-p95',
    what: "document rules on one of AWS's policies, p95",
    aim: { atMostSeconds: 0.005 },
    task: 'judgeDocuments.ts',
    args: [],
  },
];

/** The policy pack on stacks of endpoints, and on one IAM document. */
export const policyBenchmark: Benchmark = {
  name: 'policy',
  title: 'The policy pack: stacks of monitored endpoints',
  run: (options) => Promise.resolve(figuresOf(options)),
};

function figuresOf({ repeat, say }: BenchmarkOptions): Figure[] {
  const runs = new Map<Subject, Measurement[]>(subjects.map((subject) => [subject, []]));
  for (let round = 1; round <= repeat; round++) {
    for (const [{ id, task, args }, measured] of runs) {
      say(`${id}, ${round} of ${repeat}`);
      measured.push(measuredTask(join(tasks, task), args));
    }
  }
  return [...runs].map(([{ id, what, aim }, measured]) => ({ id, what, aim, ...median(measured) }));
}
