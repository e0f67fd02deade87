import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ColumnAccumulator } from '../../../quality/profile/columnAccumulator';

function sketchOf(values: Iterable<number>): readonly (readonly number[])[] {
  const column = new ColumnAccumulator();
  for (const value of values) column.addText(Object.is(value, -0) ? '-0' : String(value));
  return column.levels;
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

/** The first compaction takes 2,050 values, sorts them and moves up every second one. */
function sortsAlike(values: readonly number[]): void {
  const compacted = upTo(2050).map((i) => values[i % values.length] ?? 0);
  const [, above = []] = sketchOf([...compacted, 0]);
  const expected = Float64Array.from(compacted)
    .sort()
    .filter((_, i) => i % 2 === 0);
  // Bit for bit: -0 and 0 differ.
  assert.deepEqual(new BigUint64Array(Float64Array.from(above).buffer), new BigUint64Array(expected.buffer));
}

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

  it('sorts as sort() does, to the last bit', () => {
    const double = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, -0, 1, -1));
    fc.assert(fc.property(fc.array(double, { minLength: 1, maxLength: 300 }), sortsAlike), { numRuns: 50 });
  });

  it('sorts values that share their upper bits, such as timestamps', () => {
    sortsAlike(upTo(2050).map((i) => 1.7e9 + ((i * 7919) % 5003) / 8));
  });

  it('sorts values with some outliers of either sign', () => {
    const outlier = (i: number) => (i % 1000 ? -1e300 : 1e300);
    sortsAlike(upTo(2050).map((i) => (i % 500 === 0 ? outlier(i) : ((i * 7919) % 5003) / 8 - 300)));
    sortsAlike(upTo(2050).map((i) => (i % 7 ? -0 : 0) * (i % 3) + (i % 11 === 0 ? -1e-310 : 0)));
  });

  it('sorts a few runs, ascending or not, of any lengths', () => {
    const run = fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: -5, max: 5 }));
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 9 }), (drawn) =>
        sortsAlike(drawn.flatMap(([length, step]) => upTo(length).map((i) => (i * step) / 3))),
      ),
      { numRuns: 50 },
    );
  });
});
