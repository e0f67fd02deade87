/**
 * Brings what the rehearsal and the tests need, and nothing by hand: node_modules from the lock file, a Python
 * environment with moto, the Pulumi CLI, and with --tests the Node language host and a browser. Needs no package
 * itself. What is expensive is kept in the user's cache folder, keyed by version, so that a second clone starts at once.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { browser } from './setup/browser.mjs';
import { languageHost } from './setup/languageHost.mjs';
import { nodeModules } from './setup/nodeModules.mjs';
import { pulumiCli } from './setup/pulumiCli.mjs';
import { pythonEnvironment } from './setup/pythonEnvironment.mjs';
import { root, SetupError, step } from './setup/step.mjs';

const forTests = process.argv.includes('--tests');

try {
  await step('node_modules', nodeModules);
  const environment = {
    REHEARSAL_PYTHON: await step('Python environment with moto', pythonEnvironment),
    REHEARSAL_PULUMI: await step('Pulumi CLI', pulumiCli),
    ...(forTests
      ? {
          REHEARSAL_LANGUAGE_HOST: await step('Pulumi language host', languageHost),
          REHEARSAL_CHROMIUM: await step('Chromium', browser),
        }
      : {}),
  };
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(join(root, '.cache', 'environment.json'), `${JSON.stringify(environment, null, 2)}\n`);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\nset-up stopped: ${error.message}`);
  process.exit(1);
}
