import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark, BenchmarkOptions } from '../benchmark';
import { measureFile, measureInRounds, measureProgram, type Subject } from '../measure';
import { endpointGraph } from './endpointGraph';
import { graphPlan } from './graphPlan';

const tasks = join('bench', 'policy', 'tasks');
const emptyPack = join('bench', 'policy', 'emptyPack');

/** One resource shows what is fixed. */
const sizes: readonly number[] = [1, 100, 800, 4_000];

/** What the pack's modules and tables may take before the first resource. */
const loadingSeconds = 0.3;

/** The policy pack on stacks of endpoints, by itself and in the engine, beside checkov, and on one IAM document. */
export const policyBenchmark: Benchmark = {
  name: 'policy',
  title: 'The policy pack: stacks of monitored endpoints',
  run: (options) => Promise.resolve(measureInRounds(subjects(options), options)),
};

function subjects({ cache, report }: BenchmarkOptions): Subject[] {
  const hasProc = process.platform === 'linux';
  if (!hasProc)
    report('engine-* and empty-* are left out: what the pack takes in the engine is read from /proc, on Linux');
  return [
    ...sizes.flatMap((resources) => [
      ...(hasProc ? engineSubjects(resources) : []),
      ...checkovSubjects(resources, cache),
    ]),
    ...sizes.slice(1).map(packSubject),
    {
      id: 'document-p95',
      what: "document rules on one of AWS's policies, p95",
      aim: { atMostSeconds: 0.005 },
      measure: () => measureFile(join(tasks, 'judgeDocuments.ts'), []),
    },
    {
      id: 'own-p95',
      what: "document rules on the monitor's own rights, p95",
      aim: { atMostSeconds: 0.005 },
      measure: () => measureFile(join(tasks, 'judgeDocuments.ts'), ['own']),
    },
  ];
}

function engineSubjects(resources: number): Subject[] {
  const analyze = (...pack: readonly string[]) =>
    measureFile(join(tasks, 'engineAnalyze.ts'), [String(resources), ...pack]);
  return [
    {
      id: `engine-${resources}`,
      what: `pulumi policy analyze, ${counted(resources)}`,
      aim: {
        ...(resources === 1 && { atMostSeconds: 1.5 }),
        ...(resources > 1 && { atMostMore: { [`empty-${resources}`]: loadingSeconds + resources / 1_000 } }),
        atMostTimes: { [`checkov-${resources}`]: 1 },
      },
      measure: () => analyze(),
    },
    {
      id: `empty-${resources}`,
      what: `the same with a pack of no policy, ${counted(resources)}`,
      aim: {},
      measure: () => analyze(emptyPack),
    },
  ];
}

function checkovSubjects(resources: number, cache: string): Subject[] {
  const python = process.env['BENCH_CHECKOV_PYTHON'];
  if (!python) return [];
  const plan = join(cache, `plan-${resources}.json`);
  writeFileSync(plan, JSON.stringify(graphPlan(endpointGraph(resources))));
  return [
    {
      id: `checkov-${resources}`,
      what: `checkov on the same as a plan, ${counted(resources)}`,
      aim: {},
      measure: () => measureProgram(python, [join(tasks, 'checkovPlan.py'), plan, String(resources)]),
    },
  ];
}

function packSubject(resources: number): Subject {
  return {
    id: `pack-${resources}`,
    what: `all policies without the engine, ${counted(resources)}`,
    // Five times the resources take no more than five times as long: what is quadratic shows on any machine.
    aim: { atMostSeconds: resources / 1_000, ...(resources === 4_000 && { atMostTimes: { 'pack-800': 5 } }) },
    measure: () => measureFile(join(tasks, 'judgeGraph.ts'), [String(resources)]),
  };
}

const counted = (resources: number) => (resources === 1 ? '1 resource' : `${resources} resources`);
