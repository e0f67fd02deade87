import { Command, InvalidArgumentError } from 'commander';
import { type BenchmarkName, benchmarkNames } from './benchmark';

/** What the command line of the benchmarks says. */
export interface BenchCommandOptions {
  readonly rows: number;
  readonly repeat: number;
  readonly tenfold: boolean;
  /** Whether whylogs and checkov are measured beside. */
  readonly whylogs: boolean;
  readonly checkov: boolean;
}

type RunBenchmarks = (names: readonly BenchmarkName[], options: BenchCommandOptions) => Promise<void>;

/**
 * The command line of the benchmarks. `scripts/bench.mjs` reads it before it brings anything, and `main.ts` before it
 * measures. `run` gets names that exist: all where none is given.
 */
export function benchCommand(run: RunBenchmarks): Command {
  const known = benchmarkNames.join(', ');
  return new Command('bench')
    .description(`measure; every figure stands beside something measured in the same run (${known})`)
    .argument('[names...]', 'which ones (default: all)')
    .option('--rows <number>', 'rows of the generated data', whole, 1_000_000)
    .option('--repeat <number>', 'runs of each thing, of which the median counts', whole, 3)
    .option('--tenfold', 'also with ten times as many rows', false)
    .option('--no-whylogs', 'leave out whylogs, which needs a Python environment of its own')
    .option('--no-checkov', 'leave out checkov, which needs one as well')
    .action(async (names: readonly string[], options: BenchCommandOptions, command: Command) => {
      const unknown = names.find((name) => !isName(name));
      if (unknown !== undefined) command.error(`no benchmark is called '${unknown}'; there are ${known}`);
      await run(names.length === 0 ? benchmarkNames : benchmarkNames.filter((name) => names.includes(name)), options);
    });
}

const isName = (name: string): name is BenchmarkName => benchmarkNames.some((each) => each === name);

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('a whole number from 1 on');
  return value;
}
