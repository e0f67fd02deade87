import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { UserError } from '../../contract/userError';

export interface MotoOptions {
  /** Path of a Python interpreter that has moto. */
  readonly python: string;
  /** Called once, with one sentence, when moto ends without having been asked to. */
  readonly onExit?: (problem: string) => void;
}

export interface Moto {
  readonly url: string;
  readonly pid: number;
  /** Ends the process; resolves when it is gone. */
  stop(): Promise<void>;
}

const launcher = join(__dirname, 'motoServer.py');
const installHint = 'install it with \'pip install "moto[server]"\' or let the set-up step make the Python environment';

/** The last line of a traceback says what went wrong. */
function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

async function portOf(child: ChildProcessWithoutNullStreams, python: string, errors: () => string): Promise<number> {
  const lines = createInterface({ input: child.stdout });
  const [first] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'error').then(([error]) => {
      throw new UserError(`cannot start Python at '${python}': ${(error as Error).message}; name one that has moto`);
    }),
    once(child, 'close').then(() => {
      const hint = errors().includes('ModuleNotFoundError') ? `; ${installHint}` : '';
      throw new UserError(`moto did not start with '${python}': ${lastLine(errors())}${hint}`);
    }),
  ])) as [string];
  return (JSON.parse(first) as { port: number }).port;
}

/** Starts moto on a free loopback port. It also ends when this process does, however this process ends. */
export async function startMoto({ python, onExit }: MotoOptions): Promise<Moto> {
  const child = spawn(python, [launcher], {
    stdio: 'pipe',
    // Pagers live on loopback: a proxy of the user's must not see their messages.
    env: { ...process.env, NO_PROXY: '*', PYTHONDONTWRITEBYTECODE: '1' },
  });
  let errors = '';
  let stopping = false;
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000);
  });
  const port = await portOf(child, python, () => errors);
  const gone = once(child, 'close');
  child.on('close', (code, signal) => {
    if (stopping) return;
    onExit?.(
      `moto ended by itself (${signal ?? `exit code ${code}`}); what ran on the local AWS is lost, start it again`,
    );
  });
  // Logs of every request would fill the pipe otherwise.
  child.stdout.resume();
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: async () => {
      stopping = true;
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await gone;
    },
  };
}
