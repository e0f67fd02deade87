import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { Measurement } from './figure';

const root = resolve(__dirname, '..');

/** Runs a TypeScript task (see `task`) in a process of its own, so that its peak of memory is its own too. */
export function measuredTask(file: string, args: readonly string[]): Measurement {
  return measuredChild(process.execPath, ['-r', 'ts-node/register', resolve(root, file), ...args]);
}

/** Runs a program whose last line of output is a Measurement as JSON. */
export function measuredChild(command: string, args: readonly string[]): Measurement {
  const done = spawnSync(command, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(`${args.join(' ')} failed:\n${done.stderr.slice(-2000)}`);
  return JSON.parse(done.stdout.trimEnd().split('\n').at(-1) ?? '') as Measurement;
}
