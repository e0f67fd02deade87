import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, SetupError, tail } from './step.mjs';

const oldest = [20, 19];

/** `npm ci`, once for each state of the lock file. */
export function nodeModules({ say }) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    throw new SetupError(`Node ${process.versions.node} is too old; install Node ${oldest.join('.')} or newer`);
  }
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const mark = join(root, 'node_modules', '.installed-from');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return { note: 'in place' };
  say('npm ci');
  const installed = run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root });
  if (!installed.ok) throw new SetupError(`npm ci failed; is the npm registry reachable?\n${tail(installed.output)}`);
  writeFileSync(mark, lock);
  return { note: 'installed' };
}
