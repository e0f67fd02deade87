import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { UserError } from '../../contract/userError';
import { type AskMoto, downError } from './protocol/modelCheck';

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
  readonly ask: AskMoto;
  /** Stops the process; resolves when it has ended. */
  stop(): Promise<void>;
}

const launcher = join(__dirname, 'motoServer.py');
const installHint = "run 'npm run setup', or install it with 'pip install \"moto[server]\"'";

/** The last line of a Python traceback, which has the error. */
function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

async function readPort(
  lines: Interface,
  child: ChildProcessWithoutNullStreams,
  python: string,
  errors: () => string,
): Promise<number> {
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

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly problem?: string;
}

/** Asks moto's process by a line of JSON each. */
function makeAsk(child: ChildProcessWithoutNullStreams, lines: Interface): AskMoto {
  const ended = () => downError(new Error('its process has ended'));
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  let asked = 0;
  lines.on('line', (line) => {
    const { id, result, problem } = JSON.parse(line) as Reply;
    const asker = waiting.get(id);
    waiting.delete(id);
    if (problem === undefined) asker?.resolve(result);
    else asker?.reject(new Error(`moto's process failed: ${problem}`));
  });
  const rejectAll = () => {
    for (const { reject } of waiting.values()) reject(ended());
    waiting.clear();
  };
  child.on('close', rejectAll);
  // A write after the end: the process's end rejects what waits.
  child.stdin.on('error', rejectAll);
  return <T>(name: string, content: object = {}) =>
    new Promise<T>((resolve, reject) => {
      if (child.exitCode !== null || child.signalCode !== null) return reject(ended());
      asked += 1;
      waiting.set(asked, { resolve: resolve as (result: unknown) => void, reject });
      child.stdin.write(`${JSON.stringify({ id: asked, name, content })}\n`);
    });
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
  const lines = createInterface({ input: child.stdout });
  const port = await readPort(lines, child, python, () => errors);
  const closed = once(child, 'close');
  child.on('close', (code, signal) => {
    if (stopping) return;
    onExit?.(
      `moto ended unexpectedly (${signal ?? `exit code ${code}`}); the state of the local AWS is lost, start again`,
    );
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    ask: makeAsk(child, lines),
    stop: async () => {
      stopping = true;
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await closed;
    },
  };
}
