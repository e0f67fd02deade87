import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

/** Runs the command line in a process of its own, as `npm run cli --` does. */
export function runCli(...args: readonly string[]): { code: number | null; out: string; err: string } {
  const command = ['-r', 'ts-node/register', join(root, 'cli', 'main.ts'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  return { code: status, out: stdout.trim(), err: stderr.trim() };
}
