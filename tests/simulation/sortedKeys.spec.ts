import assert from 'node:assert/strict';
import { seededRandom } from './seededRandom';
import { SortedKeys } from './sortedKeys';

describe('sorted keys', () => {
  it('have those of a prefix, in order, after keys were added twice and deleted', () => {
    const random = seededRandom(1);
    const [keys, expected] = [new SortedKeys(), new Set<string>()];
    for (let i = 0; i < 2_000; i += 1) {
      const key = `${'abc'[random.below(3)]}/${random.below(300)}`;
      if (random.chance(0.3)) {
        keys.delete(key);
        expected.delete(key);
      } else {
        keys.add(key);
        expected.add(key);
      }
    }
    for (const prefix of ['', 'a', 'b/', 'b/1', 'b/11', 'c/299', 'd', '0']) {
      const own = [...expected].filter((key) => key.startsWith(prefix)).sort();
      assert.deepEqual(keys.withPrefix(prefix), own, prefix);
    }
  });
});
