import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Command, CommanderError } from 'commander';
import { createProgram, runProgram } from '../../cli/program';
import { schemaFaults } from './jsonSchema';

const root = join(__dirname, '..', '..');
const streams = ['stdout', 'stderr'] as const;

/** How a run of the command line ended, and what it printed. */
interface CliRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let running = false;

/**
 * Runs the command line in the test's own process, one run at a time; what it prints as JSON must fit its schema.
 * Afterwards exit code, environment and streams are as before. A fault that no sentence is made of is thrown.
 */
export async function runCli(...args: readonly string[]): Promise<CliRun> {
  return runWith({}, args);
}

/** The same against a local AWS. */
export function runCliOn(endpointUrl: string, ...args: readonly string[]): Promise<CliRun> {
  return runCliAs({ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }, endpointUrl, ...args);
}

/** The same with other environment variables for the credentials. */
export function runCliAs(
  credentials: Readonly<Record<string, string>>,
  endpointUrl: string,
  ...args: readonly string[]
): Promise<CliRun> {
  const keys = { ...credentials, AWS_REGION: 'eu-west-1' };
  // The SDK prints its warning about Node 20 once per process, so stderr would depend on the order of the tests.
  const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  return runWith({ ...keys, ...quiet }, [...args, '--endpoint-url', endpointUrl]);
}

/** The same in a process of its own, as `npx model-observability` does, for what only a process shows. */
export function runCliProcess(...args: readonly string[]): CliRun {
  const command = ['-r', './scripts/register.cjs', join('cli', 'main.ts'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  return checked(args, status, stdout, stderr);
}

async function runWith(variables: Readonly<Record<string, string>>, args: readonly string[]): Promise<CliRun> {
  assert.ok(!running, 'the command line runs once at a time: await the run before');
  running = true;
  const printed = { stdout: '', stderr: '' };
  const { exitCode } = process;
  const environment = { ...process.env };
  const writes = { stdout: process.stdout.write, stderr: process.stderr.write };
  try {
    process.exitCode = undefined;
    Object.assign(process.env, variables);
    for (const name of streams) {
      process[name].write = (chunk: string | Uint8Array) => {
        printed[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
        return true;
      };
    }
    const code = await exitCodeOf(args);
    return checked(args, code, printed.stdout, printed.stderr);
  } finally {
    for (const name of streams) process[name].write = writes[name];
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
    process.exitCode = exitCode;
    running = false;
  }
}

async function exitCodeOf(args: readonly string[]): Promise<number> {
  try {
    await runProgram(args, throwingAtExit(createProgram()));
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
}

/** Commander ends the process for a mistake and after its help, unless it is told to throw. */
function throwingAtExit(command: Command): Command {
  command.commands.forEach(throwingAtExit);
  return command.exitOverride();
}

function checked(args: readonly string[], code: number | null, stdout: string, stderr: string): CliRun {
  if (args.includes('--json') && stdout !== '') {
    assert.deepEqual(schemaFaults(schemaOf(args), JSON.parse(stdout)), []);
  }
  return { code, out: stdout.trim(), err: stderr.trim() };
}

/** Of what a command prints; `policy` writes the same to a file, whose schema lies with the pack. */
function schemaOf([group, command = '']: readonly string[]): string {
  if (group === 'policy') return 'policy/schemas/policy.schema.json';
  return `cli/schemas/${group === 'profile' || command.startsWith('--') ? group : `${group}-${command}`}.schema.json`;
}
