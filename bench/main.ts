import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, homedir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { Benchmark } from './benchmark';
import { figureTable } from './figureTable';
import { policyBenchmark } from './policy/policyBenchmark';
import { qualityBenchmark } from './quality/qualityBenchmark';

const benchmarks: readonly Benchmark[] = [qualityBenchmark, policyBenchmark];
const out = resolve(__dirname, '..', 'out', 'bench');

interface Options {
  readonly rows: number;
  readonly repeat: number;
  readonly tenfold: boolean;
}

const names = benchmarks.map(({ name }) => name);

new Command('bench')
  .description(`measure; every figure stands beside something measured in the same run (${names.join(', ')})`)
  .argument('[names...]', 'which ones (default: all)')
  .option('--rows <number>', 'rows of the generated data', whole, 1_000_000)
  .option('--repeat <number>', 'runs of each thing, of which the median counts', whole, 3)
  .option('--tenfold', 'also with ten times as many rows', false)
  .action(run)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });

async function run(chosen: string[], { rows, repeat, tenfold }: Options): Promise<void> {
  const unknown = chosen.find((name) => !names.includes(name));
  if (unknown) throw new Error(`no benchmark is called '${unknown}'; there are ${names.join(', ')}`);
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'model-observability', 'bench');
  mkdirSync(cache, { recursive: true });
  mkdirSync(out, { recursive: true });
  for (const { name, title, run: measure } of benchmarks.filter(
    (b) => chosen.length === 0 || chosen.includes(b.name),
  )) {
    const say = (text: string) => console.error(`bench ${name}: ${text}`);
    const figures = await measure({ rows, repeat, tenfold, cache, say });
    const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
    const text = [
      `## ${title}`,
      '',
      `${name === 'quality' ? `${rows} rows, ` : ''}median of ${repeat}; ${machine}.`,
      '',
      figureTable(figures),
      '',
    ].join('\n');
    console.log(text);
    writeFileSync(join(out, `${name}.md`), text);
    writeFileSync(join(out, `${name}.json`), `${JSON.stringify({ rows, repeat, machine, figures }, null, 2)}\n`);
  }
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('a whole number from 1 on');
  return value;
}
