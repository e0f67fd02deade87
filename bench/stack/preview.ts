import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { TestEngine } from '../../tests/support/testEngine';
import type { Measurement } from '../figure';
import { type ProcessUsage, watchProcessTree } from '../processTree';

/** Runs the CLI in a program's folder; throws with its output if it fails. */
export async function runPulumi(engine: TestEngine, cwd: string, args: readonly string[]): Promise<string> {
  const child = spawn('pulumi', [...args, '--non-interactive'], {
    cwd,
    env: { ...process.env, ...engine.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  if (code !== 0) throw new Error(`pulumi ${args.join(' ')} failed (exit code ${code}):\n${output}\n${errors}`);
  return output;
}

/** Measures `pulumi preview` from start to end. Processor time is that of all processes. */
export async function measurePreview(engine: TestEngine, cwd: string, stack: string): Promise<Measurement> {
  const watch = watchProcessTree();
  const start = performance.now();
  const output = await runPulumi(engine, cwd, ['preview', '--suppress-outputs', '--stack', stack]);
  const seconds = (performance.now() - start) / 1e3;
  const processes = watch.stop();
  const megabytesOf = (pattern: RegExp) =>
    Math.max(0, ...processes.filter(({ command }) => pattern.test(command)).map(({ megabytes }) => megabytes));
  return {
    seconds,
    cpuSeconds: processes.reduce((sum: number, { cpuSeconds }: ProcessUsage) => sum + cpuSeconds, 0),
    megabytes: megabytesOf(/@pulumi\/pulumi\/cmd\/run/),
    engineMegabytes: megabytesOf(/^pulumi preview/),
    resources: Number(/\+ (\d+) to create/.exec(output)?.[1] ?? 0),
  };
}
