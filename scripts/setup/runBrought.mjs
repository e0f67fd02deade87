import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, SetupError } from './step.mjs';

/**
 * Brings what a program of `bench/` needs, runs it with that in its environment, and ends with its exit code. `bring`
 * answers the variables; what it lacks is said in one sentence.
 */
export async function runBrought({ name, program, args, bring }) {
  try {
    const env = { ...process.env, ...(await bring()) };
    const command = ['-r', 'ts-node/register', join(root, 'bench', program), ...args];
    const done = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit', env });
    process.exit(done.status ?? 1);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n${name} stopped: ${error.message}`);
    process.exit(1);
  }
}
