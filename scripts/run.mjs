/** Runs a TypeScript program of the project: `node scripts/run.mjs cli/main.ts rehearse --keep`. */
import { spawn } from 'node:child_process';
import { environment } from './environment.mjs';

const child = spawn(process.execPath, ['-r', 'ts-node/register', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: environment('rehearsal'),
});
// A terminal sends an interrupt to both; a signal sent to this process alone is passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)));
