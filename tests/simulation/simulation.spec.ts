import assert from 'node:assert/strict';
import { crashTasks } from './crashPoints';
import { findFaults, readFaultSeeds } from './findFaults';
import type { PauseTask } from './pauses';
import { playInWorkers, tasksOf } from './playInWorkers';
import { pauseFaults, rareFaults } from './rareFaults';
import { seededFaults } from './seededFaults';
import { loadFunctions } from './simulatedFunctions';
import { playTask, type SimulationTask } from './simulationTask';

/** Plays tasks. Returns the first failure of each that has one, in a sentence, by the name of its fault. */
async function firstFailures(tasks: Iterable<SimulationTask>): Promise<Map<string, string>> {
  const failures = new Map<string, string>();
  await playInWorkers(tasks, ({ fault = '' }, [failed]) => {
    if (failed) failures.set(fault, `seed ${failed.seed}: ${failed.problems.join('; ')}`);
  });
  return failures;
}

describe('random schedules of the functions, the queues, the store, the index and the bus', function () {
  this.timeout(1_800_000);
  const { log, error } = console;
  before(() => Object.assign(console, { log: () => undefined, error: () => undefined }));
  after(() => Object.assign(console, { log, error }));

  it('lose no capture, incident or message, count none twice and end as an undisturbed run', async () => {
    assert.deepEqual([...(await firstFailures(tasksOf(1, 3000))).values()], []);
  });

  it('find each seeded fault', async () => {
    const faults = Object.keys(seededFaults);
    assert.ok(faults.length >= 75, String(faults.length));
    const { seeds, stale } = await findFaults(readFaultSeeds());
    for (const fault of stale) {
      log(`      ${fault}: its recorded seed does not find it; run 'npm run simulate -- --faults'`);
    }
    assert.deepEqual(Object.keys(seeds), faults);
    // A seed that fails without a fault would seem to find any.
    const unchanged = [...new Set(Object.values(seeds))].map((from) => ({ from, count: 1 }));
    assert.deepEqual([...(await firstFailures(unchanged)).values()], []);
  });

  it('survive a pause of an invocation at each call, and find the faults of two invocations at the same time', async () => {
    const tasks = [{}, ...Object.keys(pauseFaults).map((pauseFault) => ({ pauseFault }))];
    const detected: string[] = [];
    await playInWorkers<PauseTask>(tasks, ({ pauseFault = 'none' }, { pauses, problems }) => {
      assert.ok(pauseFault !== 'none' || pauses > 500, String(pauses));
      if (problems.length > 0) detected.push(pauseFault);
    });
    assert.deepEqual(detected.sort(), Object.keys(pauseFaults).sort());
  });

  it('have faults that they rarely or never find, which are changes of the source', () => {
    for (const changes of Object.values(rareFaults)) loadFunctions(changes);
  });

  it('end the same whether the arithmetic is computed or looked up', async () => {
    const task = { from: 1, count: 20, fault: 'captures: the last one of a listing is skipped' };
    assert.deepEqual(await playTask(task), await playTask({ ...task, computesEverything: true }));
    assert.deepEqual(await playTask({ from: 1, count: 20, computesEverything: true }), []);
  });

  it('survive crashes at every third call of up to three events', async () => {
    let points = 0;
    const problems: string[] = [];
    const tasks = crashTasks(3);
    await playInWorkers(tasks, (_, played) => {
      points += played.points;
      problems.push(...played.problems);
    });
    log(`      ${points} crash points in ${tasks.length} orders of events`);
    assert.deepEqual(problems, []);
    assert.ok(tasks.length === 39 && points > 3_000, `${points} points`);
  });
});
