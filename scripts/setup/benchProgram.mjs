import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, SetupError } from './step.mjs';

/**
 * Prepares what a program of `bench/` needs, runs it and exits with its code. `prepare` returns the environment
 * variables to set.
 */
export async function runBenchProgram({ name, program, args, prepare }) {
  try {
    const env = { ...process.env, ...(await prepare()) };
    const command = ['-r', './scripts/register.cjs', join(root, 'bench', program), ...args];
    const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit', env });
    process.exit(status ?? 1);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n${name} failed: ${error.message}`);
    process.exit(1);
  }
}
