import assert from 'node:assert/strict';
import fc from 'fast-check';
import { groupByKeys } from '../../../policy/pack/groupByKeys';

describe('groupByKeys', () => {
  it('returns the items of a filter, in the same order', () => {
    const keys = fc.constantFrom('a', 'b', 'c', undefined);
    const items = fc.array(fc.record({ id: fc.nat(), keys: fc.array(keys) }));
    fc.assert(
      fc.property(items, keys, (listed, key) => {
        const group = groupByKeys(listed, (item) => item.keys).get(key) ?? [];
        assert.deepEqual(
          group,
          listed.filter((item) => item.keys.includes(key)),
        );
      }),
    );
  });
});
