import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { schemaFaults } from './jsonSchema';

const root = join(__dirname, '..', '..');

/** Runs the command line in a process of its own, as `npm run cli --` does; what it prints as JSON must fit its schema. */
export function runCli(...args: readonly string[]): { code: number | null; out: string; err: string } {
  const command = ['-r', 'ts-node/register', join(root, 'cli', 'main.ts'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  if (args.includes('--json') && stdout !== '') {
    assert.deepEqual(schemaFaults(`cli/schemas/${args[0]}-${args[1]}.schema.json`, JSON.parse(stdout)), []);
  }
  return { code: status, out: stdout.trim(), err: stderr.trim() };
}
