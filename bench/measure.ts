import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { BenchmarkOptions } from './benchmark';
import { type Aim, type Figure, type Measurement, median } from './figure';

const root = resolve(__dirname, '..');

/** One subject of a benchmark, measured in a process of its own. */
export interface Subject {
  readonly id: string;
  readonly what: string;
  readonly aim: Aim;
  readonly measure: () => Measurement;
}

/** Measures the subjects in rounds, so that other load on the machine slows all of them. */
export function measureInRounds(subjects: readonly Subject[], { repeat, report }: BenchmarkOptions): Figure[] {
  const runs = new Map<Subject, Measurement[]>(subjects.map((subject) => [subject, []]));
  for (let round = 1; round <= repeat; round++) {
    for (const [{ id, measure }, measurements] of runs) {
      report(`${id}, ${round} of ${repeat}`);
      measurements.push(measure());
    }
  }
  return [...runs].map(([{ id, what, aim }, measurements]) => ({ id, what, aim, ...median(measurements) }));
}

/** Runs a TypeScript file that calls `measureTask`, in a process of its own because of its peak memory. */
export function measureFile(file: string, args: readonly string[]): Measurement {
  return measureProgram(process.execPath, ['-r', './scripts/register.cjs', resolve(root, file), ...args]);
}

/** Runs a program whose last line of output is a Measurement as JSON. */
export function measureProgram(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Measurement {
  const child = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  if (child.error) throw child.error;
  if (child.status !== 0) throw new Error(`${args.join(' ')} failed:\n${child.stderr.slice(-2000)}`);
  return JSON.parse(child.stdout.trimEnd().split('\n').at(-1) ?? '') as Measurement;
}

/** Runs `work` in this process and prints its Measurement: time without loading modules, memory with it. */
export async function measureTask(work: (args: readonly string[]) => Promise<void> | void): Promise<void> {
  const [start, cpu] = [process.hrtime.bigint(), process.cpuUsage()];
  await work(process.argv.slice(2));
  const { user, system } = process.cpuUsage(cpu);
  printMeasurement(Number(process.hrtime.bigint() - start) / 1e9, (user + system) / 1e6);
}

/** Prints times that this process measured as its Measurement, with its memory. */
export function printMeasurement(seconds: number, cpuSeconds: number): void {
  const megabytes = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ seconds, cpuSeconds, megabytes } satisfies Measurement));
}
