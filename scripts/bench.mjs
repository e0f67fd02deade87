/**
 * Runs benchmarks: `npm run bench -- [names] [options]`. Options are checked first, then the Python environments and the
 * Pulumi CLI that the benchmarks compare with are installed.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runBenchProgram } from './setup/benchProgram.mjs';
import { languageHost } from './setup/goPrograms.mjs';
import { node24 } from './setup/node24.mjs';
import { requireNodeModules } from './setup/nodeModules.mjs';
import { pulumiCli } from './setup/pulumiCli.mjs';
import { pythonEnvironment } from './setup/pythonEnvironment.mjs';
import { step } from './setup/step.mjs';

requireNodeModules();
const require = createRequire(import.meta.url);
require('./register.cjs');
const { benchCommand } = require('../bench/benchCommand.ts');

const python = (peer, folder) =>
  step(`Python environment with ${peer}`, (context) =>
    pythonEnvironment(context, join('tools', folder, 'requirements.txt')),
  );

await benchCommand(async (names, { whylogs, checkov, peers }) => {
  await runBenchProgram({
    name: 'bench',
    program: 'main.ts',
    args: process.argv.slice(2),
    prepare: async () => {
      const environment = {};
      if (names.includes('quality') && whylogs) environment.BENCH_PYTHON = await python('whylogs', 'bench-python');
      if (names.includes('analyzer')) environment.REHEARSAL_NODE24 = await step('Node 24', node24);
      if (names.includes('stack')) {
        environment.REHEARSAL_PULUMI = await step('Pulumi CLI', pulumiCli);
        environment.REHEARSAL_LANGUAGE_HOST = await step('Pulumi language host', languageHost);
      }
      if (names.includes('policy')) {
        environment.BENCH_PULUMI = await step('Pulumi CLI', pulumiCli);
        if (checkov) environment.BENCH_CHECKOV_PYTHON = await python('checkov', 'checkov-python');
      }
      if (names.includes('alarms') && peers) {
        environment.BENCH_EVIDENTLY_PYTHON = await python('Evidently', 'evidently-python');
        environment.BENCH_NANNYML_PYTHON = await python('NannyML', 'nannyml-python');
      }
      return environment;
    },
  });
}).parseAsync();
