import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chiSquaredPValue } from '../../../quality/drift/chiSquaredPValue';
import { categoricalDistance, chiSquaredDistance, numericDistance } from '../../../quality/drift/distributionDistance';

describe('numericDistance', () => {
  it('counts each distinct value once', () => {
    // Shares after 1, 2, 3, 4: a 1/2, 1, 1, 1; b 0, 0, 1/2, 1.
    assert.equal(numericDistance([[1, 1, 1, 2]], [[3, 4, 4]], 'Simple'), 1);
    assert.equal(numericDistance([[1, 1, 1, 2]], [[1, 2, 2, 2]], 'Simple'), 0);
    assert.equal(numericDistance([[1, 2]], [[2, 3]], 'Simple'), 0.5);
  });

  it('weights a value by the highest level that holds it', () => {
    // a: 1 weighs 2, 5 weighs 1; b: both weigh 1.
    assert.equal(numericDistance([[1, 5], [1]], [[1, 5]], 'Simple'), 2 / 3 - 1 / 2);
  });

  it('subtracts 1.8 * sqrt((n + m) / (n * m)) for Robust', () => {
    const a = Array.from({ length: 100 }, (_, i) => i);
    const b = a.map((value) => value + 1000);
    assert.equal(numericDistance([a], [b], 'Robust'), 1 - 1.8 * Math.sqrt(200 / 10_000));
  });

  it('has no distance to an empty side', () => {
    assert.equal(numericDistance([[]], [[1]], 'Simple'), undefined);
  });

  it('matches its definition over several levels in any order', () => {
    const level = fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 30 });
    const levels = fc.array(level, { minLength: 1, maxLength: 4 }).filter((drawn) => drawn.flat().length > 0);
    const weightOf = (sketch: number[][], value: number) => {
      const highest = sketch.findLastIndex((items) => items.includes(value));
      return highest < 0 ? 0 : 2 ** highest;
    };
    const below = (sketch: number[][], bound: number) =>
      [...new Set(sketch.flat())].filter((v) => v <= bound).reduce((sum, v) => sum + weightOf(sketch, v), 0);
    fc.assert(
      fc.property(levels, levels, (a, b) => {
        const gaps = [...a.flat(), ...b.flat()].map((bound) =>
          Math.abs(below(a, bound) / below(a, 9) - below(b, bound) / below(b, 9)),
        );
        assert.equal(numericDistance(a, b, 'Simple'), Math.max(...gaps));
      }),
    );
  });

  it('ignores values of damaged files that are not numbers', () => {
    const damaged = [1, Number.NaN, 2, Number.POSITIVE_INFINITY];
    assert.equal(numericDistance([damaged], [[1, 2]], 'Simple'), 0);
    assert.equal(numericDistance([[Number.NaN]], [[1]], 'Simple'), undefined);
  });

  it('is 0 with itself, symmetric, and Robust never exceeds Simple', () => {
    const numbers = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        assert.equal(numericDistance([a], [a], 'Simple'), 0);
        const simple = numericDistance([a], [b], 'Simple') ?? Number.NaN;
        assert.equal(numericDistance([b], [a], 'Simple'), simple);
        assert.ok((numericDistance([a], [b], 'Robust') ?? Number.NaN) <= simple && simple <= 1);
      }),
    );
  });
});

describe('categoricalDistance', () => {
  const a = new Map([
    ['x', 30],
    ['y', 70],
  ]);
  const b = new Map([
    ['x', 50],
    ['z', 50],
  ]);

  it('is the largest gap of one share, corrected for Robust', () => {
    assert.equal(categoricalDistance(a, b, 'Simple'), 0.7);
    assert.equal(categoricalDistance(a, b, 'Robust'), 0.7 - 1.8 * Math.sqrt(200 / 10_000));
  });

  it('ChiSquared is 1 - p of the two-sample test', () => {
    // 3.841 and 5.991 are the textbook's 5 % points for 1 and 2 degrees of freedom, 23.685 for 14.
    assert.ok(Math.abs(chiSquaredPValue(3.841458820694124, 1) - 0.05) < 1e-9);
    assert.ok(Math.abs(chiSquaredPValue(5.991464547107979, 2) - 0.05) < 1e-9);
    assert.ok(Math.abs(chiSquaredPValue(23.684791304840576, 14) - 0.05) < 1e-9);
    assert.ok((chiSquaredDistance(a, b) ?? 0) > 0.999);
    assert.equal(chiSquaredDistance(a, a), 0);
  });
});
