import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');

/** A `rehearse` of its own process. */
export interface RehearsalRun {
  readonly child: ChildProcess;
  /** What it printed so far, both streams. */
  output(): string;
  /** Resolves when the output has the text; rejects when the run ends without it. */
  printed(text: string): Promise<void>;
  /** Resolves with the exit code, null after a signal. */
  readonly ended: Promise<number | null>;
}

export function startRehearsal(args: readonly string[], env: NodeJS.ProcessEnv = {}): RehearsalRun {
  const child = spawn(process.execPath, ['-r', 'ts-node/register', 'cli/main.ts', 'rehearse', ...args], {
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

/** Ids of the processes that descend from one, by the process table. */
export function descendantsOf(pid: number): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const found: number[] = [];
  const visit = (parent: number) => {
    for (const [child] of table.filter(([, of]) => of === parent)) {
      found.push(child);
      visit(child);
    }
  };
  visit(pid);
  return found;
}

/** Waits until none of the processes runs any more; answers those that still do after the time. */
export async function stillRunning(pids: readonly number[], seconds: number): Promise<number[]> {
  const until = Date.now() + seconds * 1000;
  let left = pids.filter(isRunning);
  while (left.length > 0 && Date.now() < until) {
    await new Promise((next) => setTimeout(next, 100));
    left = left.filter(isRunning);
  }
  return left;
}

function isRunning(pid: number): boolean {
  try {
    const state = execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    // A zombie has ended; nobody has asked for its exit code yet.
    return state !== '' && !state.startsWith('Z');
  } catch {
    return false;
  }
}
