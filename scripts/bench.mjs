/**
 * Measures: `npm run bench -- [names] [options]`, and brings what it is measured beside first. `--no-whylogs` and
 * `--no-checkov` leave out what needs a Python environment of its own.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pulumiCli } from './setup/pulumiCli.mjs';
import { pythonEnvironment } from './setup/pythonEnvironment.mjs';
import { root, SetupError, step } from './setup/step.mjs';

const peers = ['whylogs', 'checkov'];
const given = process.argv.slice(2);
const args = given.filter((arg) => !peers.some((peer) => arg === `--no-${peer}`));
const named = args.filter((arg) => arg === 'quality' || arg === 'policy');
const runs = (name) => !args.includes('--help') && (named.length === 0 || named.includes(name));
const wanted = (peer) => !given.includes(`--no-${peer}`);

const python = (peer, folder) =>
  step(`Python environment with ${peer}`, (says) => pythonEnvironment(says, join('tools', folder, 'requirements.txt')));

try {
  const environment = { ...process.env };
  if (runs('quality') && wanted('whylogs')) environment.BENCH_PYTHON = await python('whylogs', 'bench-python');
  if (runs('policy')) {
    environment.BENCH_PULUMI = await step('Pulumi CLI', pulumiCli);
    if (wanted('checkov')) environment.BENCH_CHECKOV_PYTHON = await python('checkov', 'checkov-python');
  }
  const main = join(root, 'bench', 'main.ts');
  const done = spawnSync(process.execPath, ['-r', 'ts-node/register', main, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: environment,
  });
  process.exit(done.status ?? 1);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\nbench stopped: ${error.message}`);
  process.exit(1);
}
