/**
 * Measures: `npm run bench -- [names] [options]`, and brings what it is measured beside first. What the command line
 * says wrong is refused before anything is made.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pulumiCli } from './setup/pulumiCli.mjs';
import { pythonEnvironment } from './setup/pythonEnvironment.mjs';
import { requireInstalled } from './setup/requireInstalled.mjs';
import { runBrought } from './setup/runBrought.mjs';
import { root, step } from './setup/step.mjs';

requireInstalled();
const require = createRequire(import.meta.url);
require('ts-node').register({ dir: root });
const { benchCommand } = require('../bench/benchCommand.ts');

const python = (peer, folder) =>
  step(`Python environment with ${peer}`, (says) => pythonEnvironment(says, join('tools', folder, 'requirements.txt')));

await benchCommand(async (names, { whylogs, checkov }) => {
  await runBrought({
    name: 'bench',
    program: 'main.ts',
    args: process.argv.slice(2),
    bring: async () => {
      const brought = {};
      if (names.includes('quality') && whylogs) brought.BENCH_PYTHON = await python('whylogs', 'bench-python');
      if (names.includes('policy')) {
        brought.BENCH_PULUMI = await step('Pulumi CLI', pulumiCli);
        if (checkov) brought.BENCH_CHECKOV_PYTHON = await python('checkov', 'checkov-python');
      }
      return brought;
    },
  });
}).parseAsync();
