import assert from 'node:assert/strict';
import { playHour } from './playHour';
import { seededFaults } from './seededFaults';
import { loadFunctions } from './simulatedFunctions';

describe('reports of many endpoints at 10,000 an hour', function () {
  this.timeout(60_000);
  const { log, error } = console;
  before(() => Object.assign(console, { log: () => undefined, error: () => undefined }));
  after(() => Object.assign(console, { log, error }));

  it('leave each incident once, and each message delivered or in the dead-letter queue', async () => {
    const { figures, problems } = await playHour(1, 150);
    assert.deepEqual(problems, []);
    for (const [name, least] of [
      ['windows', 150],
      ['events that came twice', 100],
      ['kills', 5],
      ['refused calls', 5],
      ['incidents', 50],
      ['messages to pagerduty in the dead-letter queue', 50],
    ] as const) {
      assert.ok((figures[name] ?? 0) >= least, `${name}: ${figures[name]}`);
    }
  });

  for (const fault of [
    'messages: one that failed is not delivered again',
    'index: a canceled transaction counts as written',
  ]) {
    it(`find the seeded fault '${fault}'`, async () => {
      const { problems } = await playHour(1, 60, loadFunctions(seededFaults[fault]));
      assert.notDeepEqual(problems, []);
    });
  }
});
