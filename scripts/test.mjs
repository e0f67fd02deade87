/** Runs every test, the integration tests included: `node scripts/test.mjs [mocha's options]`. */
import { spawnSync } from 'node:child_process';
import { environment, root } from './environment.mjs';

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
const done = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: environment() });
process.exit(done.status ?? 1);
