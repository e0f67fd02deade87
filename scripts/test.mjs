/** Runs the tests, integration tests included: `node scripts/test.mjs [mocha options]`. */
import { spawnSync } from 'node:child_process';
import { setUpEnvironment } from './environment.mjs';
import { root } from './setup/step.mjs';

const args = [
  'node_modules/mocha/bin/mocha.js',
  '--no-config',
  '--require=ts-node/register',
  '--forbid-only',
  ...(process.env.CI ? ['--forbid-pending'] : []),
  '--timeout=300000',
  '--reporter=scripts/reporter.cjs',
  ...(process.argv.length > 2 ? process.argv.slice(2) : ['tests/**/*.spec.ts']),
];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: setUpEnvironment() });
process.exit(status ?? 1);
