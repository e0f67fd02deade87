#!/usr/bin/env node
/** The command `model-observability`: runs cli/main.ts in the caller's folder. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
if (!existsSync(join(root, 'node_modules', '@swc'))) {
  console.error(`model-observability: packages are not installed; run 'npm ci --omit=dev' in ${root}`);
  process.exit(1);
}
// Paths that `npm run setup` recorded; only `rehearse` and `policy` need them.
const recorded = join(root, '.cache', 'environment.json');
if (existsSync(recorded)) Object.assign(process.env, JSON.parse(readFileSync(recorded, 'utf8')));
const require = createRequire(join(root, 'package.json'));
require(join(root, 'scripts', 'register.cjs'));
require(join(root, 'cli', 'main.ts'));
