import { parentPort } from 'node:worker_threads';
import { type CrashTask, playCrashPoints } from './crashPoints';
import { playTask, type SimulationTask } from './simulationTask';

// The functions' logs are of no use here.
Object.assign(console, { log: () => undefined, error: () => undefined });

parentPort?.on('message', (task: SimulationTask | CrashTask) => {
  const played: Promise<unknown> = 'order' in task ? playCrashPoints(task) : playTask(task);
  played.then(
    (result) => parentPort?.postMessage({ result }),
    (error: unknown) => parentPort?.postMessage({ error: error instanceof Error ? error.stack : String(error) }),
  );
});
