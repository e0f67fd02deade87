import assert from 'node:assert/strict';
import fc from 'fast-check';
import { groupByKeys } from '../../../policy/pack/groupByKeys';

describe('groupByKeys', () => {
  it('answers with what a filter finds, in the same order', () => {
    const keys = fc.constantFrom('a', 'b', 'c', undefined);
    const items = fc.array(fc.record({ id: fc.nat(), keys: fc.array(keys) }));
    fc.assert(
      fc.property(items, keys, (listed, key) => {
        const found = groupByKeys(listed, (item) => item.keys).get(key) ?? [];
        assert.deepEqual(
          found,
          listed.filter((item) => item.keys.includes(key)),
        );
      }),
    );
  });
});
