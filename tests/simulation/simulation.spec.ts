import assert from 'node:assert/strict';
import { seededFaults } from './seededFaults';
import type { Mutation } from './simulation';
import { simulationProblems } from './simulationProblems';

/** The first seed whose schedule breaks an invariant. */
async function firstFailure(count: number, mutation?: Mutation): Promise<string | undefined> {
  for (let seed = 1; seed <= count; seed += 1) {
    const [problem] = await simulationProblems(seed, mutation);
    if (problem) return `seed ${seed}: ${problem}`;
  }
  return undefined;
}

describe('random schedules of the functions, the queue and the store', function () {
  this.timeout(120_000);
  const { log, error } = console;
  before(() => {
    console.log = () => undefined;
    console.error = () => undefined;
  });
  after(() => Object.assign(console, { log, error }));

  it('lose no capture, count none twice and leave the reports, metrics and incidents of an undisturbed run', async () => {
    assert.equal(await firstFailure(120), undefined);
  });

  for (const [fault, mutation] of Object.entries(seededFaults)) {
    it(`find a fault: ${fault}`, async () => {
      assert.match((await firstFailure(400, mutation)) ?? 'none', /^seed \d+: /);
    });
  }

  it('are the same for the same seed', async () => {
    const mutation = seededFaults['the last capture of a listing is skipped'];
    assert.ok(mutation);
    assert.deepEqual(await simulationProblems(7, mutation), await simulationProblems(7, mutation));
  });
});
