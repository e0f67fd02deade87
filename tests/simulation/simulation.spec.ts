import assert from 'node:assert/strict';
import { playInWorkers, tasksOf } from './playInWorkers';
import type { SimulationTask } from './simulationTask';

/** Plays tasks. Returns the first failure of each that has one, in a sentence. */
async function failuresOf(tasks: Iterable<SimulationTask>): Promise<string[]> {
  const failures: string[] = [];
  await playInWorkers(tasks, (_, [failed]) => {
    if (failed) failures.push(`seed ${failed.seed}: ${failed.problems.join('; ')}`);
  });
  return failures;
}

describe('random schedules of the functions, the queue and the store', function () {
  this.timeout(300_000);

  it('lose no capture, count none twice and leave the reports, metrics and incidents of an undisturbed run', async () => {
    assert.deepEqual(await failuresOf(tasksOf(1, 1_000)), []);
  });
});
