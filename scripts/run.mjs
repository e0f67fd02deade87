/** Runs a TypeScript program of the project in this process: `node scripts/run.mjs cli/main.ts rehearse --keep`. */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { setUpEnvironment } from './environment.mjs';
import { requireNodeModules } from './setup/nodeModules.mjs';
import { root } from './setup/step.mjs';

const [program = 'cli/main.ts', ...args] = process.argv.slice(2);
requireNodeModules();
Object.assign(process.env, setUpEnvironment());
process.argv = [process.argv[0], resolve(root, program), ...args];
const require = createRequire(import.meta.url);
require('./register.cjs');
require(process.argv[1]);
