import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ColumnAccumulator } from '../../../quality/profile/columnAccumulator';

function sketchOf(values: Iterable<number>): readonly (readonly number[])[] {
  const column = new ColumnAccumulator();
  for (const value of values) column.addText(String(value));
  return column.levels;
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('the sketch of the kernel', () => {
  it('keeps rows whole and in order below its first capacity', () => {
    const values = upTo(2049).map((i) => (i * 7919) % 2049);
    assert.deepEqual(sketchOf(values), [values]);
  });

  it('moves up every second item from the first on and keeps an odd last item', () => {
    const [lowest, above] = sketchOf(upTo(2051).reverse());
    assert.deepEqual(lowest, [0]);
    assert.deepEqual(
      above,
      upTo(1025).map((i) => 2 * i + 1),
    );
  });

  it('moves up the other half at the second and third compaction', () => {
    // Level 0 holds 2050; with level 1 (1314) the sum is 3364. The first compaction leaves 1 + 1025 items, so the
    // second comes when 3365 are held: 2340 at the lowest level.
    const values = upTo(2051 + 2339);
    const [lowest, above] = sketchOf(values);
    assert.deepEqual(lowest, []);
    assert.equal(above?.length, 1025 + 1170);
    assert.deepEqual(above.slice(1025, 1028), [2051, 2053, 2055]);
  });

  it('keeps the number of rows as weight', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 1, max: 1000 }), (n, step) => {
        const levels = sketchOf(upTo(n).map((i) => (i * step) % 997));
        const weight = levels.reduce((sum, items, level) => sum + items.length * 2 ** level, 0);
        assert.equal(weight, n);
      }),
      { numRuns: 25 },
    );
  });
});
