import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** The caller's environment with the variables that the set-up found. */
export function environment() {
  try {
    return { ...process.env, ...JSON.parse(readFileSync(join(root, '.cache', 'environment.json'), 'utf8')) };
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    console.error('not set up yet; run npm run setup first');
    process.exit(1);
  }
}
