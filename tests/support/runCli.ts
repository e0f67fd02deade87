import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { schemaFaults } from './jsonSchema';

const root = join(__dirname, '..', '..');

/** How a run of the command line ended, and what it printed. */
interface CliRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const command = (args: readonly string[]) => ['-r', 'ts-node/register', join(root, 'cli', 'main.ts'), ...args];

/** Runs the command line in a process of its own, as `npm run cli --` does; what it prints as JSON must fit its schema. */
export function runCli(...args: readonly string[]): CliRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, command(args), { cwd: root, encoding: 'utf8' });
  return checked(args, status, stdout, stderr);
}

/** The same against a local AWS, whose gateway runs in this process and would stand still if this one did. */
export async function runCliOn(endpointUrl: string, ...args: readonly string[]): Promise<CliRun> {
  const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'eu-west-1' };
  const child = spawn(process.execPath, command([...args, '--endpoint-url', endpointUrl]), {
    cwd: root,
    env: { ...process.env, ...keys },
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return checked(args, code, out, err);
}

function checked(args: readonly string[], code: number | null, stdout: string, stderr: string): CliRun {
  if (args.includes('--json') && stdout !== '') {
    assert.deepEqual(schemaFaults(schemaOf(args), JSON.parse(stdout)), []);
  }
  return { code, out: stdout.trim(), err: stderr.trim() };
}

/** Of what a command prints; `policy` writes the same to a file, whose schema lies with the pack. */
function schemaOf([group, command]: readonly string[]): string {
  return group === 'policy' ? 'policy/schemas/policy.schema.json' : `cli/schemas/${group}-${command}.schema.json`;
}
