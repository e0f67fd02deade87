import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark, BenchmarkOptions } from '../benchmark';
import type { Measurement } from '../figure';
import { measureFile, measureInRounds, type Subject } from '../measure';
import { initTerraform } from './terraform';

const tasks = join('bench', 'stack', 'tasks');

/** Endpoints of a stack. */
const sizes: readonly number[] = [10, 100, 500];

/** The Pulumi program: previews by the plain CLI, beside bare resources and `terraform plan` of an endpoint's resources. */
export const stackBenchmark: Benchmark = {
  name: 'stack',
  title: 'The stack: previews of monitored endpoints',
  run: (options) => Promise.resolve(measureInRounds(subjects(options), options)),
};

function subjects({ cache, report }: BenchmarkOptions): Subject[] {
  if (process.platform !== 'linux') throw new Error('the benchmark stack reads processes from /proc: run it on Linux');
  const terraform = join(cache, 'terraform');
  mkdirSync(terraform, { recursive: true });
  const reason = initTerraform(terraform);
  if (reason !== undefined) report(`terraform-* are left out: ${reason}`);
  return [emptySubject(), ...sizes.flatMap((size) => subjectsOf(size, reason === undefined ? terraform : undefined))];
}

function emptySubject(): Subject {
  return {
    id: 'empty',
    what: 'preview of an empty program',
    aim: {},
    measure: () => measureFile(join(tasks, 'previewBare.ts'), ['0']),
  };
}

/** Every round measures a stack before the same number of bare resources. */
function subjectsOf(endpoints: number, terraform: string | undefined): Subject[] {
  let stack: Measurement | undefined;
  const previewStack = () => {
    stack = measureFile(join(tasks, 'previewStack.ts'), [String(endpoints)]);
    return stack;
  };
  const plan = terraform && {
    id: `terraform-${endpoints}`,
    what: `terraform plan -refresh=false of the resources of ${endpoints} endpoints`,
    aim: {},
    measure: () => measureFile(join(tasks, 'planTerraform.ts'), [String(endpoints), terraform]),
  };
  return [
    {
      id: `stack-${endpoints}`,
      what: `pulumi preview of ${endpoints} endpoints`,
      aim: {
        atMostTimes: { [`bare-${endpoints}`]: 2, ...(endpoints >= 100 && { [`terraform-${endpoints}`]: 1 }) },
        ...(endpoints === 500 && { atMostMegabytes: 1_000 }),
      },
      measure: previewStack,
    },
    {
      id: `bare-${endpoints}`,
      what: 'pulumi preview of as many bare resources',
      aim: {},
      measure: () => measureFile(join(tasks, 'previewBare.ts'), [String(stack?.resources ?? 0)]),
    },
    ...(plan ? [plan] : []),
  ];
}
