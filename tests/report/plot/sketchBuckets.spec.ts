import assert from 'node:assert/strict';
import fc from 'fast-check';
import { columnStatistics } from '../../../quality/profile/columnStatistics';
import { sketchBuckets } from '../../../report/plot/sketchBuckets';

const numbers = (values: readonly number[]) =>
  columnStatistics('x', values.map(String)).statistics.numerical_statistics;
const total = (buckets: readonly { count: number }[]) => buckets.reduce((sum, { count }) => sum + count, 0);

describe('sketchBuckets', () => {
  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 300 });

  it('counts every row once, on common edges, in the bucket of its value', () => {
    fc.assert(
      fc.property(values, values, (before, after) => {
        const buckets = sketchBuckets(numbers(before), numbers(after), false);
        assert.ok(buckets);
        assert.deepEqual([total(buckets.before), total(buckets.after)], [before.length, after.length]);
        const edges = (side: 'before' | 'after') => buckets[side].map(({ lower, upper }) => [lower, upper]);
        assert.deepEqual(edges('before'), edges('after'));
        buckets.after.slice(1, -1).forEach(({ lower, upper, count }) => {
          assert.equal(count, after.filter((value) => value >= lower && value < upper).length);
        });
      }),
    );
  });

  it('counts every row of a sketch that was compacted', () => {
    const many = Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 1000);
    const buckets = sketchBuckets(numbers(many), undefined, false);
    assert.deepEqual([total(buckets?.before ?? []), total(buckets?.after ?? [])], [50_000, 0]);
  });

  it('has one bucket per whole number, centered on it', () => {
    const buckets = sketchBuckets(numbers([1, 2, 2, 4]), numbers([3]), true);
    assert.deepEqual(
      buckets?.before.map(({ lower, upper, count }) => [(lower + upper) / 2, count]),
      [
        [1, 1],
        [2, 2],
        [3, 0],
        [4, 1],
      ],
    );
  });

  it('cuts the axis at an outlier that would squeeze all other values into a bar, and still counts it', () => {
    const usual = Array.from({ length: 1000 }, (_, i) => i / 10);
    const buckets = sketchBuckets(numbers(usual), numbers([...usual, 1e9]), false);
    assert.equal(buckets?.outerOpen, true);
    assert.ok((buckets?.after.at(-1)?.upper ?? 0) <= 100);
    assert.equal(total(buckets?.after ?? []), 1001);
    assert.equal(sketchBuckets(numbers(usual), numbers(usual), false)?.outerOpen, false);
  });

  it('is undefined without a sketch, or for a range beyond a double', () => {
    assert.equal(sketchBuckets(undefined, undefined, false), undefined);
    assert.equal(sketchBuckets(numbers([-1.7e308, 1.7e308]), undefined, false), undefined);
    const { distribution: _, ...bare } = numbers([1, 2]) ?? assert.fail('no numbers');
    assert.equal(sketchBuckets(bare, numbers([1]), false), undefined);
  });
});
