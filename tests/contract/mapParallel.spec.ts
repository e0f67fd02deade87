import assert from 'node:assert/strict';
import { mapParallel } from '../../contract/mapParallel';

describe('a parallel map', () => {
  it('keeps the order and the limit of calls at a time', async () => {
    let running = 0;
    let most = 0;
    const doubled = await mapParallel([1, 2, 3, 4, 5], 2, async (item) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return 2 * item;
    });
    assert.deepEqual([doubled, most], [[2, 4, 6, 8, 10], 2]);
    assert.deepEqual(await mapParallel([], 2, async () => 1), []);
  });

  it('begins no call after a failure, and lets those at work finish', async () => {
    const begun: number[] = [];
    const finished: number[] = [];
    const work = mapParallel([1, 2, 3, 4], 2, async (item) => {
      begun.push(item);
      if (item === 1) throw new Error('first');
      await new Promise((resolve) => setImmediate(resolve));
      finished.push(item);
    });
    await assert.rejects(work, { message: 'first' });
    assert.deepEqual([begun, finished], [[1, 2], [2]]);
  });
});
