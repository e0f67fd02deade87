import assert from 'node:assert/strict';
import fc from 'fast-check';
import { columnStatistics } from '../../../quality/profile/columnStatistics';

describe('columnStatistics', () => {
  it('has the numbers of a numeric column, computed by hand', () => {
    const { statistics } = columnStatistics('x', ['1', '3', null, '5', '7']);
    const { distribution, ...numbers } = statistics.numerical_statistics ?? {};
    assert.equal(statistics.inferred_type, 'Integral');
    assert.deepEqual(numbers, {
      common: { num_present: 4, num_missing: 1 },
      mean: 4,
      sum: 16,
      std_dev: Math.sqrt(5),
      min: 1,
      max: 7,
      approximate_num_distinct_values: 4,
      completeness: 0.8,
    });
    assert.deepEqual(distribution?.kll.sketch, { parameters: { c: 0.64, k: 2048 }, data: [[1, 3, 5, 7]] });
    assert.deepEqual(
      distribution.kll.buckets.map((bucket) => bucket.count),
      [1, 0, 0, 1, 0, 0, 1, 0, 0, 1],
    );
    assert.deepEqual(distribution.kll.buckets[9], { lower_bound: 1 + (6 * 9) / 10, upper_bound: 7, count: 1 });
  });

  it('closes the last bucket at its computed bound, which may miss the maximum', () => {
    const values = ['-0.1', '0.7'];
    const buckets = columnStatistics('x', values).statistics.numerical_statistics?.distribution?.kll.buckets ?? [];
    const bound = -0.1 + ((0.7 - -0.1) * 10) / 10;
    assert.equal(buckets[9]?.upper_bound, bound);
    assert.equal(buckets[9]?.count, 0.7 <= bound ? 1 : 0);
  });

  it('puts a constant column into the last bucket', () => {
    const buckets = columnStatistics('x', ['2', '2']).statistics.numerical_statistics?.distribution?.kll.buckets;
    assert.deepEqual(
      buckets?.map((bucket) => bucket.count),
      [0, 0, 0, 0, 0, 0, 0, 0, 0, 2],
    );
  });

  it('is Fractional with one fraction, String with one text and Unknown with only nulls', () => {
    const typeOf = (...values: (string | null)[]) => columnStatistics('x', values).statistics.inferred_type;
    assert.equal(typeOf('1', '2.0'), 'Fractional');
    assert.equal(typeOf('1', '2.0', 'n/a'), 'String');
    assert.equal(typeOf('1', 'true'), 'String');
    assert.equal(typeOf(null, null), 'Unknown');
  });

  it('counts the values of a String column, up to 120 of them', () => {
    const { statistics } = columnStatistics('c', ['b', 'a', null, 'b']);
    assert.deepEqual(statistics.string_statistics, {
      common: { num_present: 3, num_missing: 1 },
      distinct_count: 2,
      completeness: 0.75,
      distribution: {
        categorical: {
          buckets: [
            { value: 'b', count: 2 },
            { value: 'a', count: 1 },
          ],
        },
      },
    });
    const many = (n: number) =>
      columnStatistics(
        'c',
        Array.from({ length: n }, (_, i) => `v${i}`),
      ).statistics.string_statistics?.distribution;
    assert.equal(many(120)?.categorical.buckets.length, 120);
    assert.equal(many(121), undefined);
  });

  it('has a mean between the extremes and counts every row', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: -1000, max: 1000 }))), (numbers) => {
        const profile = columnStatistics(
          'x',
          numbers.map((n) => (n === null ? null : String(n))),
        );
        const numeric = profile.statistics.numerical_statistics;
        assert.equal(profile.present + profile.missing, numbers.length);
        assert.ok(!numeric || (numeric.min <= numeric.mean + 1e-9 && numeric.mean <= numeric.max + 1e-9));
      }),
    );
  });
});
