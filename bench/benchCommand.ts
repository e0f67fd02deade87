import { Command, InvalidArgumentError } from 'commander';
import { type BenchmarkName, benchmarkNames } from './benchmark';

export interface BenchCommandOptions {
  readonly rows: number;
  readonly repeat: number;
  readonly tenfold: boolean;
  readonly whylogs: boolean;
  readonly checkov: boolean;
  readonly peers: boolean;
}

type RunBenchmarks = (names: readonly BenchmarkName[], options: BenchCommandOptions) => Promise<void>;

/**
 * Returns the command line of the benchmarks. `scripts/bench.mjs` parses it before it installs anything, and `main.ts`
 * before it measures. `run` gets the selected names.
 */
export function benchCommand(run: RunBenchmarks): Command {
  const validNames = benchmarkNames.join(', ');
  return new Command('bench')
    .description('measure time and memory beside other tools, in the same run')
    .argument('[names...]', `benchmarks to run: ${validNames} (default: all)`)
    .option('--rows <number>', 'rows of the generated data', parseWholeNumber, 1_000_000)
    .option('--repeat <number>', 'runs of each subject; the median counts', parseWholeNumber, 3)
    .option('--tenfold', 'also run with ten times as many rows', false)
    .option('--no-whylogs', 'skip whylogs, which needs its own Python environment')
    .option('--no-checkov', 'skip checkov, which needs its own Python environment')
    .option('--no-peers', 'skip Evidently and NannyML, which need their own Python environments')
    .action(async (names: readonly string[], options: BenchCommandOptions, command: Command) => {
      const unknownName = names.find((name) => !benchmarkNames.some((valid) => valid === name));
      if (unknownName !== undefined) command.error(`unknown benchmark '${unknownName}': expected ${validNames}`);
      await run(names.length === 0 ? benchmarkNames : benchmarkNames.filter((name) => names.includes(name)), options);
    });
}

function parseWholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('expected a whole number of at least 1');
  return value;
}
