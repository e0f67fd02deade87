/** Measures: `npm run bench -- [names] [options]`. `--no-whylogs` leaves out what needs a Python environment of its own. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pythonEnvironment } from './setup/pythonEnvironment.mjs';
import { root, SetupError, step } from './setup/step.mjs';

const args = process.argv.slice(2).filter((arg) => arg !== '--no-whylogs');
try {
  const environment = { ...process.env };
  if (args.length + 2 === process.argv.length && !args.includes('--help')) {
    environment.BENCH_PYTHON = await step('Python environment with whylogs', (says) =>
      pythonEnvironment(says, join('tools', 'bench-python', 'requirements.txt')),
    );
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
