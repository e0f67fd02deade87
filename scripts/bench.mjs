/**
 * Measures: `npm run bench -- [names] [options]`, and brings what it is measured beside first. `--no-whylogs` and
 * `--no-checkov` leave out what needs a Python environment of its own.
 */
import { join } from 'node:path';
import { pulumiCli } from './setup/pulumiCli.mjs';
import { pythonEnvironment } from './setup/pythonEnvironment.mjs';
import { runBrought } from './setup/runBrought.mjs';
import { step } from './setup/step.mjs';

const peers = ['whylogs', 'checkov'];
const given = process.argv.slice(2);
const args = given.filter((arg) => !peers.some((peer) => arg === `--no-${peer}`));
const named = args.filter((arg) => arg === 'quality' || arg === 'policy');
const runs = (name) => !args.includes('--help') && (named.length === 0 || named.includes(name));
const wanted = (peer) => !given.includes(`--no-${peer}`);

const python = (peer, folder) =>
  step(`Python environment with ${peer}`, (says) => pythonEnvironment(says, join('tools', folder, 'requirements.txt')));

await runBrought({
  name: 'bench',
  program: 'main.ts',
  args,
  bring: async () => {
    const brought = {};
    if (runs('quality') && wanted('whylogs')) brought.BENCH_PYTHON = await python('whylogs', 'bench-python');
    if (runs('policy')) {
      brought.BENCH_PULUMI = await step('Pulumi CLI', pulumiCli);
      if (wanted('checkov')) brought.BENCH_CHECKOV_PYTHON = await python('checkov', 'checkov-python');
    }
    return brought;
  },
});
