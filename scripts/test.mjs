/** Runs the tests, integration tests included: `node scripts/test.mjs [mocha options]`. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setUpEnvironment } from './environment.mjs';
import { root } from './setup/step.mjs';

/** Folders whose specs take minutes: they start first, so that no process ends long after the others. */
const slowFolders = ['simulation', 'integration'];

/** Every spec, those of slow folders first. */
function everySpec() {
  const specs = readdirSync(join(root, 'tests'), { recursive: true }).filter((file) => file.endsWith('.spec.ts'));
  const isSlow = (spec) => slowFolders.some((folder) => spec.startsWith(`${folder}/`));
  return [...specs.filter(isSlow), ...specs.filter((spec) => !isSlow(spec))].map((spec) => join('tests', spec));
}

const args = [
  'node_modules/mocha/bin/mocha.js',
  '--no-config',
  '--require=./scripts/register.cjs',
  '--forbid-only',
  ...(process.env.CI ? ['--forbid-pending'] : []),
  '--timeout=300000',
  '--reporter=scripts/reporter.cjs',
  ...(process.argv.length > 2
    ? process.argv.slice(2)
    : ['--parallel', `--jobs=${Math.min(4, Math.max(2, availableParallelism()))}`, ...everySpec()]),
];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: setUpEnvironment() });
process.exit(status ?? 1);
