import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, SetupError, tail } from './step.mjs';

const minimumVersion = [20, 19];

/** Runs `npm ci`, once per state of the lock file. Development packages are installed too. */
export function nodeModules({ report }) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < minimumVersion[0] || (major === minimumVersion[0] && minor < minimumVersion[1])) {
    throw new SetupError(`Node ${process.versions.node} is too old; install Node ${minimumVersion.join('.')} or newer`);
  }
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const installedFrom = join(root, 'node_modules', '.installed-from');
  if (existsSync(installedFrom) && readFileSync(installedFrom, 'utf8') === lock) return { note: 'up to date' };
  report('npm ci');
  const installation = run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], { cwd: root });
  if (!installation.ok) {
    throw new SetupError(`npm ci failed; check that the npm registry is reachable\n${tail(installation.output)}`);
  }
  writeFileSync(installedFrom, lock);
  return { note: 'installed' };
}

/** Exits with a message if the packages are not installed; without it Node prints a stack trace. */
export function requireNodeModules() {
  if (existsSync(join(root, 'node_modules', '@swc'))) return;
  console.error('packages are not installed; run npm ci');
  process.exit(1);
}
