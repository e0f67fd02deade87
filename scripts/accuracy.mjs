/** Compares the policy pack with its peers: `npm run accuracy -- [--write]`. Brings both Python environments itself. */
import { join } from 'node:path';
import { pythonEnvironment } from './setup/pythonEnvironment.mjs';
import { requireInstalled } from './setup/requireInstalled.mjs';
import { runBrought } from './setup/runBrought.mjs';
import { step } from './setup/step.mjs';

requireInstalled();
await runBrought({
  name: 'accuracy',
  program: join('accuracy', 'main.ts'),
  args: process.argv.slice(2),
  bring: async () => ({
    REHEARSAL_PYTHON: await step('Python environment with moto', pythonEnvironment),
    ACCURACY_PYTHON: await step('Python environment with cloudsplaining and parliament', (says) =>
      pythonEnvironment(says, join('tools', 'accuracy-python', 'requirements.txt')),
    ),
  }),
});
