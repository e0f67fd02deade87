import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, homedir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { alarmBenchmark } from './alarms/alarmBenchmark';
import { analyzerBenchmark } from './analyzer/analyzerBenchmark';
import { auditBenchmark } from './audit/auditBenchmark';
import { type BenchCommandOptions, benchCommand } from './benchCommand';
import type { Benchmark, BenchmarkName } from './benchmark';
import { figureTable } from './figure';
import { incidentBenchmark } from './incidents/incidentBenchmark';
import { policyBenchmark } from './policy/policyBenchmark';
import { qualityBenchmark } from './quality/qualityBenchmark';
import { stackBenchmark } from './stack/stackBenchmark';

const benchmarks = {
  quality: qualityBenchmark,
  analyzer: analyzerBenchmark,
  policy: policyBenchmark,
  stack: stackBenchmark,
  audit: auditBenchmark,
  alarms: alarmBenchmark,
  incidents: incidentBenchmark,
} satisfies Record<BenchmarkName, Benchmark>;
const out = resolve(__dirname, '..', 'out', 'bench');

benchCommand(run)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });

async function run(names: readonly BenchmarkName[], options: BenchCommandOptions): Promise<void> {
  const { rows, repeat, tenfold } = options;
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'model-observability', 'bench');
  mkdirSync(cache, { recursive: true });
  mkdirSync(out, { recursive: true });
  for (const name of names) {
    const { title, run: measure, describe, details }: Benchmark = benchmarks[name];
    const report = (text: string) => console.error(`bench ${name}: ${text}`);
    const save = () => {
      if (details) writeFileSync(join(out, `${name}-details.json`), `${JSON.stringify(details(), null, 2)}\n`);
    };
    const figures = await measure({ rows, repeat, tenfold, cache, report, save });
    const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
    const text = [
      `## ${title}`,
      '',
      `${name === 'quality' || name === 'audit' ? `${rows} rows, ` : ''}median of ${repeat}; ${machine}.`,
      '',
      figureTable(figures),
      '',
      ...(describe ? [describe(figures), ''] : []),
    ].join('\n');
    console.log(text);
    writeFileSync(join(out, `${name}.md`), text);
    writeFileSync(join(out, `${name}.json`), `${JSON.stringify({ rows, repeat, machine, figures }, null, 2)}\n`);
    save();
  }
}
