import { writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { crashTasks } from './crashPoints';
import { faultSeedsPath, findFaults, readFaultSeeds } from './findFaults';
import { playHour } from './playHour';
import { playInWorkers, tasksOf } from './playInWorkers';
import { seededFaults } from './seededFaults';
import { SeedProgress } from './seedProgress';

const parseCount = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('use a whole number up to 999999999.');
  return Number(text);
};

/** Seconds between two lines of progress. */
const progressSeconds = 30;

/** Plays schedules of consecutive seeds and prints the seeds of those that break an invariant. */
async function simulate({ seed, count, from }: { seed?: number; count: number; from: number }): Promise<void> {
  const [first, total] = seed === undefined ? [from, count] : [seed, 1];
  const progress = new SeedProgress(first);
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1000;
  let [failed, shownAt] = [0, 0];
  await playInWorkers(tasksOf(first, total), (task, failures) => {
    progress.end(task);
    failed += failures.length;
    for (const { seed: failing, problems } of failures) {
      console.log(`seed ${failing} (npm run simulate -- --seed ${failing}):`);
      for (const problem of problems) console.log(`  ${problem}`);
    }
    if (seconds() < shownAt + progressSeconds) return;
    shownAt = seconds();
    const { played, next } = progress;
    const left = (seconds() / played) * (total - played);
    console.log(
      `${played} of ${total} schedules, ${failed} failed, about ${Math.ceil(left / 60)} min left; to resume: --from ${next} --count ${first + total - next}`,
    );
  });
  console.log(`${total} schedules, ${failed} failed, ${seconds().toFixed(1)} s`);
  if (failed > 0) process.exitCode = 1;
}

/** Records a seed that finds each seeded fault: the recorded one, or the first one if that does not find it anymore. */
async function recordFaultSeeds(): Promise<void> {
  const { seeds } = await findFaults(readFaultSeeds());
  const missing = Object.keys(seededFaults).filter((fault) => seeds[fault] === undefined);
  if (missing.length > 0) throw new Error(`no schedule finds: ${missing.join('; ')}`);
  writeFileSync(faultSeedsPath, `${JSON.stringify(seeds, null, 2)}\n`);
}

/** Stops an invocation at each call of another service, in each order of up to three events. */
async function crashEverywhere(): Promise<void> {
  let points = 0;
  await playInWorkers(crashTasks(1), (_, played) => {
    points += played.points;
    for (const problem of played.problems) {
      console.log(problem);
      process.exitCode = 1;
    }
  });
  console.log(`${points} crash points`);
}

/** Plays reports of many endpoints. Prints their figures, and what is wrong after them. */
async function simulateHour(seed: number, reports: number): Promise<void> {
  const { log, error } = console;
  // The functions' logs are of no use here.
  Object.assign(console, { log: () => undefined, error: () => undefined });
  const startedAt = performance.now();
  const { figures, problems } = await playHour(seed, reports);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  Object.assign(console, { log, error });
  for (const problem of problems) console.log(problem);
  for (const [name, figure] of Object.entries(figures)) console.log(`${name}: ${figure}`);
  console.log(`seed ${seed}, ${problems.length} problems, ${seconds} s`);
  if (problems.length > 0) process.exitCode = 1;
}

new Command('simulate')
  .description('play random schedules of the functions, the queues, the store, the index and the bus')
  .option('--count <n>', 'number of schedules', parseCount, 1_000)
  .option('--from <seed>', 'first seed', parseCount, 1)
  .option('--seed <seed>', 'play only the schedule of this seed', parseCount)
  .option('--faults', 'record a seed that finds each seeded fault')
  .option(
    '--crashes',
    'stop an invocation at each call, in each order of up to three events; CI takes every third call',
  )
  .addOption(
    new Option('--hour [reports]', 'play reports of many endpoints at a rate of 10,000 an hour (default: 10000)')
      .preset('10000')
      .argParser(parseCount),
  )
  .action(({ faults, crashes, hour, ...options }) => {
    if (faults) return recordFaultSeeds();
    if (hour !== undefined) return simulateHour(options.seed ?? options.from, hour);
    return crashes ? crashEverywhere() : simulate(options);
  })
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
