import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ColumnAccumulator } from '../../../quality/profile/columnAccumulator';
import { columnProfile } from '../../../quality/profile/columnStatistics';

/** A column's profile from its values. */
function profileOf(values: Iterable<string | null>, trackedValues: string[] = []) {
  const column = new ColumnAccumulator(trackedValues);
  for (const value of values) column.addText(value);
  return columnProfile('x', column);
}

const numbers = (n: number, seed = 1) => Array.from({ length: n }, (_, i) => ((i * 7919 * seed) % 100_003) / 8);

describe('ColumnAccumulator', () => {
  it('has the sums of a plain loop over all rows, to the last bit', () => {
    const values = numbers(3000, 3);
    let [sum, n, average, m2] = [0, 0, 0, 0];
    for (const value of values) {
      sum += value;
      n += 1;
      const delta = value - average;
      const deltaN = delta / n;
      average += deltaN;
      m2 += delta * (delta - deltaN);
    }
    const numerical = profileOf(values.map(String)).statistics.numerical_statistics;
    assert.deepEqual([numerical?.sum, numerical?.std_dev], [sum, Math.sqrt(m2 / n)]);
  });

  it('does not change when it is read between rows', () => {
    const texts = fc.array(fc.oneof(fc.double({ noNaN: true }).map(String), fc.constantFrom(null, '7', 'true', 'a')), {
      maxLength: 1500,
    });
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 700 }), (values, step) => {
        const column = new ColumnAccumulator();
        values.forEach((value, i) => {
          column.addText(value);
          if (i % step === 0) columnProfile('x', column);
        });
        assert.deepEqual(columnProfile('x', column), profileOf(values));
      }),
      { numRuns: 40 },
    );
  });

  it('counts up to 4,096 values exactly and estimates more within 3 %', () => {
    const different = (n: number) => Array.from({ length: 2 * n }, (_, i) => `v${i % n}`);
    assert.equal(profileOf(different(4096)).distinct, 4096);
    assert.equal(profileOf(different(4096)).counts.get('v17'), 2);
    for (const n of [4097, 20_000]) {
      const { distinct, counts, statistics } = profileOf(different(n));
      assert.ok(Math.abs(distinct / n - 1) < 0.03, `${distinct} of ${n}`);
      assert.equal(counts.size, 0);
      assert.equal(statistics.string_statistics?.distinct_count, distinct);
      assert.equal(statistics.string_statistics?.distribution, undefined);
    }
    const { statistics } = profileOf(numbers(20_000).map(String));
    const estimated = statistics.numerical_statistics?.approximate_num_distinct_values ?? 0;
    assert.ok(Math.abs(estimated / 20_000 - 1) < 0.03, String(estimated));
  });

  it('counts tracked values exactly, however many other values there are', () => {
    const others = Array.from({ length: 5000 }, (_, i) => `v${i}`);
    const { counts, distinct } = profileOf(['b', ...others, 'a', 'b'], ['a', 'b', 'never']);
    assert.deepEqual(
      [...counts],
      [
        ['a', 1],
        ['b', 2],
      ],
    );
    assert.ok(Math.abs(distinct / 5002 - 1) < 0.03);
  });

  it('counts equal numbers as one value but their texts separately', () => {
    const { distinct, counts } = profileOf(['1', '1.0', '0', '-0']);
    assert.deepEqual([distinct, counts.size], [2, 4]);
  });
});
