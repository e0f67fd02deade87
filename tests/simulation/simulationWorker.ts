import { parentPort } from 'node:worker_threads';
import { type CrashTask, playCrashPoints } from './crashPoints';
import { type PauseTask, playPauses } from './pauses';
import { playTask, type SimulationTask } from './simulationTask';

// The functions' logs are of no use here.
Object.assign(console, { log: () => undefined, error: () => undefined });

parentPort?.on('message', (task: SimulationTask | CrashTask | PauseTask) => {
  const played: Promise<unknown> =
    'order' in task ? playCrashPoints(task) : 'from' in task ? playTask(task) : playPauses(task);
  played.then(
    (result) => parentPort?.postMessage({ result }),
    (error: unknown) => parentPort?.postMessage({ error: error instanceof Error ? error.stack : String(error) }),
  );
});
