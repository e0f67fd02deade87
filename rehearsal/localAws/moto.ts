import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { UserError } from '../../contract/userError';

interface MotoOptions {
  /** Path of a Python interpreter that has moto. */
  readonly python: string;
  /** Where the simulated clock begins; IAM's creation times go by it. @default the real time */
  readonly start?: Date;
  /** Called once, with one sentence, when moto ends unexpectedly. */
  readonly onExit?: (problem: string) => void;
}

interface Moto {
  readonly url: string;
  readonly pid: number;
  /** Stops the process; resolves when it has ended. */
  stop(): Promise<void>;
}

const launcher = join(__dirname, 'motoServer.py');
const installHint = "run 'npm run setup', or install it with 'pip install \"moto[server]\"'";

/** The last line of a Python traceback, which has the error. */
function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

async function readPort(child: ChildProcessWithoutNullStreams, python: string, errors: () => string): Promise<number> {
  const lines = createInterface({ input: child.stdout });
  const [first] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'error').then(([error]) => {
      throw new UserError(
        `cannot start Python at '${python}': ${(error as Error).message}; use a Python interpreter that has moto`,
      );
    }),
    once(child, 'close').then(() => {
      const hint = errors().includes('ModuleNotFoundError') ? `; ${installHint}` : '';
      throw new UserError(`moto failed to start with '${python}': ${lastLine(errors())}${hint}`);
    }),
  ])) as [string];
  return (JSON.parse(first) as { port: number }).port;
}

/** Starts moto on a free loopback port. It ends with this process, however this process ends. */
export async function startMoto({ python, start, onExit }: MotoOptions): Promise<Moto> {
  const child = spawn(python, [launcher], {
    stdio: 'pipe',
    // Pagers listen on loopback: messages to them must not go through a proxy.
    env: { ...process.env, NO_PROXY: '*', PYTHONDONTWRITEBYTECODE: '1', LOCAL_AWS_START: start?.toISOString() },
  });
  let errors = '';
  let stopping = false;
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000);
  });
  const port = await readPort(child, python, () => errors);
  const closed = once(child, 'close');
  child.on('close', (code, signal) => {
    if (stopping) return;
    onExit?.(
      `moto ended unexpectedly (${signal ?? `exit code ${code}`}); the state of the local AWS is lost, start again`,
    );
  });
  // Unread logs of requests would fill the pipe.
  child.stdout.resume();
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: async () => {
      stopping = true;
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await closed;
    },
  };
}
