/** Compares the policy pack with its peers: `npm run accuracy -- [--write]`. Brings both Python environments itself. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { nodeModules } from './setup/nodeModules.mjs';
import { pythonEnvironment } from './setup/pythonEnvironment.mjs';
import { root, SetupError, step } from './setup/step.mjs';

try {
  await step('node_modules', nodeModules);
  const environment = {
    ...process.env,
    REHEARSAL_PYTHON: await step('Python environment with moto', pythonEnvironment),
    ACCURACY_PYTHON: await step('Python environment with cloudsplaining and parliament', (says) =>
      pythonEnvironment(says, join('tools', 'accuracy-python', 'requirements.txt')),
    ),
  };
  const main = join(root, 'bench', 'accuracy', 'main.ts');
  const done = spawnSync(process.execPath, ['-r', 'ts-node/register', main, ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: environment,
  });
  process.exit(done.status ?? 1);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\naccuracy stopped: ${error.message}`);
  process.exit(1);
}
