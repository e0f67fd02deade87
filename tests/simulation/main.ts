import { Command, InvalidArgumentError } from 'commander';
import { simulationProblems } from './simulationProblems';

const parseCount = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('use a whole number up to 999999999.');
  return Number(text);
};

/** Plays schedules of consecutive seeds and prints the seeds of those that break an invariant. */
async function simulate({ seed, count, from }: { seed?: number; count: number; from: number }): Promise<void> {
  const print = console.log;
  console.log = () => undefined;
  console.error = () => undefined;
  const [first, end] = seed === undefined ? [from, from + count] : [seed, seed + 1];
  const startedAt = performance.now();
  let failed = 0;
  for (let current = first; current < end; current += 1) {
    const problems = await simulationProblems(current);
    if (problems.length === 0) continue;
    failed += 1;
    print(`seed ${current} (npm run simulate -- --seed ${current}):`);
    for (const problem of problems) print(`  ${problem}`);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  print(`${end - first} schedules, ${failed} failed, ${seconds.toFixed(1)} s`);
  if (failed > 0) process.exitCode = 1;
}

new Command('simulate')
  .description('play random schedules of the analyzer, the incident function, the queue and the store')
  .option('--count <n>', 'number of schedules', parseCount, 1_000)
  .option('--from <seed>', 'first seed', parseCount, 1)
  .option('--seed <seed>', 'play only the schedule of this seed', parseCount)
  .action(simulate)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
