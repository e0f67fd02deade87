import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** The variables that the set-up found (`rehearsal` or `tests`), over the caller's environment. */
export function environment(name) {
  try {
    return { ...process.env, ...JSON.parse(readFileSync(join(root, '.cache', `${name}.json`), 'utf8')) };
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    console.error(`${name}: not set up yet; run npm run setup${name === 'tests' ? ' -- --tests' : ''} first`);
    process.exit(1);
  }
}
