import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CrashPoints, CrashTask } from './crashPoints';
import type { Pauses, PauseTask } from './pauses';
import type { FailedSchedule, SimulationTask } from './simulationTask';

/** What a worker returns for a task. */
type ResultOf<T> = T extends CrashTask ? CrashPoints : T extends SimulationTask ? readonly FailedSchedule[] : Pauses;

type Reply<T> = { readonly result: ResultOf<T> } | { readonly error: string };

/** Plays tasks in a worker thread for each core. `onEnd` is called with each task that ended, in order of their ends. */
export async function playInWorkers<T extends SimulationTask | CrashTask | PauseTask>(
  tasks: Iterable<T>,
  onEnd: (task: T, result: ResultOf<T>) => void,
): Promise<void> {
  const queue = tasks[Symbol.iterator]();
  const work = async () => {
    let worker: Worker | undefined;
    try {
      for (let next = queue.next(); !next.done; next = queue.next()) {
        worker ??= new Worker(resolve(__dirname, 'simulationWorker.ts'), {
          execArgv: ['-r', './scripts/register.cjs'],
        });
        worker.postMessage(next.value);
        const [reply] = (await once(worker, 'message')) as [Reply<T>];
        if ('error' in reply) throw new Error(reply.error);
        onEnd(next.value, reply.result);
      }
    } finally {
      await worker?.terminate();
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

/** Tasks for consecutive seeds, each short enough to show progress. */
export function* tasksOf(from: number, count: number, perTask = 100): Generator<SimulationTask> {
  for (let seed = from; seed < from + count; seed += perTask) {
    yield { from: seed, count: Math.min(perTask, from + count - seed) };
  }
}
