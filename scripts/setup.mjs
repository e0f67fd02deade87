/**
 * Installs what the rehearsal and the tests need: node_modules, a Python environment with moto, the Pulumi CLI and the
 * functions' Node 24; with --tests also the Node language host, Trino's parser and a browser. Uses no package itself. Large downloads and
 * builds are kept in the user's cache folder for other clones.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { browser } from './setup/browser.mjs';
import { languageHost } from './setup/goPrograms.mjs';
import { node24 } from './setup/node24.mjs';
import { nodeModules } from './setup/nodeModules.mjs';
import { pulumiCli } from './setup/pulumiCli.mjs';
import { pythonEnvironment } from './setup/pythonEnvironment.mjs';
import { root, SetupError, step } from './setup/step.mjs';
import { javaEnvironment, trinoJars } from './setup/trinoParser.mjs';

const forTests = process.argv.includes('--tests');

try {
  await step('node_modules', nodeModules);
  const trinoPython = forTests ? await step('Python environment with Java', javaEnvironment) : undefined;
  const environment = {
    REHEARSAL_PYTHON: await step('Python environment with moto', pythonEnvironment),
    REHEARSAL_PULUMI: await step('Pulumi CLI', pulumiCli),
    REHEARSAL_NODE24: await step('Node 24', node24),
    ...(forTests
      ? {
          REHEARSAL_LANGUAGE_HOST: await step('Pulumi language host', languageHost),
          TRINO_PARSER_PYTHON: trinoPython,
          TRINO_PARSER_JARS: await step("jars of Trino's parser", (context) => trinoJars(context, trinoPython)),
          REHEARSAL_CHROMIUM: await step('Chromium', browser),
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
