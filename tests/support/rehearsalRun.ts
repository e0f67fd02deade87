import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(__dirname, '..', '..');

/** A `rehearse` command in its own process. */
export interface RehearsalRun {
  readonly child: ChildProcess;
  /** Output so far, of both streams. */
  output(): string;
  /** Resolves when the output has the text; rejects when the run ends without it. */
  printed(text: string): Promise<void>;
  /** Resolves with the exit code, null after a signal. */
  readonly ended: Promise<number | null>;
}

export function startRehearsal(args: readonly string[], env: NodeJS.ProcessEnv = {}): RehearsalRun {
  const child = spawn(process.execPath, ['-r', './scripts/register.cjs', 'cli/main.ts', 'rehearse', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      for (const listener of listeners) listener();
    });
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const printed = (text: string) =>
    new Promise<void>((fulfil, reject) => {
      const check = () => {
        if (output.includes(text)) fulfil();
      };
      listeners.add(check);
      check();
      void ended.then(() => reject(new Error(`the rehearsal ended before it printed '${text}':\n${output}`)));
    });
  return { child, output: () => output, printed, ended };
}

/** Ids of all processes below one, from the process table. */
export function descendantsOf(pid: number): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const descendants: number[] = [];
  const visit = (parent: number) => {
    for (const [child] of table.filter(([, of]) => of === parent)) {
      descendants.push(child);
      visit(child);
    }
  };
  visit(pid);
  return descendants;
}

/** Prints the ids of the processes that are still running after a time. The kernel reports the end of each by its pidfd. */
const waitScript = `
import os, select, sys, time
deadline = time.monotonic() + float(sys.argv[1])
running = {}
for pid in map(int, sys.argv[2:]):
    try:
        running[os.pidfd_open(pid)] = pid
    except ProcessLookupError:
        pass
while running and time.monotonic() < deadline:
    for fd in select.select(list(running), [], [], max(0, deadline - time.monotonic()))[0]:
        del running[fd]
print(*running.values())
`;

/** Waits until all the processes have ended; returns the ids of those that are still running after the time. */
export async function waitForEnd(pids: readonly number[], seconds: number): Promise<number[]> {
  const python = process.env['REHEARSAL_PYTHON'] ?? 'python3';
  const { stdout } = await promisify(execFile)(python, ['-c', waitScript, String(seconds), ...pids.map(String)]);
  return stdout.split(/\s+/).filter(Boolean).map(Number);
}
