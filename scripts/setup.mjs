/**
 * Installs what the rehearsal and the tests need: node_modules, a Python environment with moto and the Pulumi CLI; with
 * --tests also the Node language host, a browser and Node 22. Uses no package itself. Large downloads and builds are kept
 * in the user's cache folder for other clones.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { browser } from './setup/browser.mjs';
import { languageHost } from './setup/goPrograms.mjs';
import { node22 } from './setup/node22.mjs';
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
          REHEARSAL_NODE22: await step('Node 22', node22),
        }
      : {}),
  };
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(join(root, '.cache', 'environment.json'), `${JSON.stringify(environment, null, 2)}\n`);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\nset-up failed: ${error.message}`);
  process.exit(1);
}
