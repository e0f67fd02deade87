import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './step.mjs';

/** Ends with a sentence where the packages are not there yet; a program that begins with them would show a stack trace. */
export function requireInstalled() {
  if (existsSync(join(root, 'node_modules', 'ts-node'))) return;
  console.error('Nothing is installed yet: run npm run setup first.');
  process.exit(1);
}
