/** Compares the policy pack with its peers, in their Python environments: `npm run accuracy -- [--write]`. */
import { join } from 'node:path';
import { runBenchProgram } from './setup/benchProgram.mjs';
import { requireNodeModules } from './setup/nodeModules.mjs';
import { pythonEnvironment } from './setup/pythonEnvironment.mjs';
import { step } from './setup/step.mjs';

requireNodeModules();
await runBenchProgram({
  name: 'accuracy',
  program: join('accuracy', 'main.ts'),
  args: process.argv.slice(2),
  prepare: async () => ({
    REHEARSAL_PYTHON: await step('Python environment with moto', pythonEnvironment),
    ACCURACY_PYTHON: await step('Python environment with cloudsplaining and parliament', (context) =>
      pythonEnvironment(context, join('tools', 'accuracy-python', 'requirements.txt')),
    ),
  }),
});
