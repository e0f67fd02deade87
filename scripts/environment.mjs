import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup/step.mjs';

/** Returns this process's environment with the variables that the set-up wrote. Exits if there was no set-up. */
export function setUpEnvironment() {
  try {
    return { ...process.env, ...JSON.parse(readFileSync(join(root, '.cache', 'environment.json'), 'utf8')) };
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    console.error('set-up is missing; run npm run setup');
    process.exit(1);
  }
}
