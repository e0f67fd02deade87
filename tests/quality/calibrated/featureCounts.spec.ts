import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BinIndex } from '../../../quality/calibrated/binIndex';
import { featureBins } from '../../../quality/calibrated/featureBins';
import { countsOf, countValues, sumCounts } from '../../../quality/calibrated/featureCounts';
import { featureValues } from '../../../quality/calibrated/featureValues';
import { statisticsOfColumns } from '../../support/syntheticWindows';

const number = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => Number(value.toPrecision(6))),
);
const numbers = fc.array(fc.option(number.map(String), { freq: 5 }), { minLength: 1, maxLength: 60 });
const texts = fc.array(fc.option(fc.constantFrom('a', 'b', 'c', 'new'), { freq: 5 }), { minLength: 1, maxLength: 60 });

function valuesOf(texts: readonly (string | null)[]) {
  const [feature] = statisticsOfColumns({ x: texts }).features;
  return feature && featureValues(feature);
}

function countsIn(baseline: readonly string[], window: readonly (string | null)[]) {
  const reference = valuesOf(baseline);
  const bins = reference && featureBins(reference);
  const values = valuesOf(window);
  return bins && values && countValues(values, bins);
}

const hasValue = (window: readonly (string | null)[]) => window.some((value) => value !== null);

const noCounts = { rows: 0, nulls: 0, common: 0, zeros: 0, unseen: 0, bins: [] };

describe('counts of a window', () => {
  for (const [kind, windows, baseline] of [
    ['numbers', numbers, ['-3', '0', '0', '0', '1', '2.5', '100']],
    ['categories', texts, ['a', 'a', 'b', 'c']],
  ] as const) {
    it(`are those of its parts added up, for ${kind}`, () => {
      fc.assert(
        fc.property(windows.filter(hasValue), windows.filter(hasValue), (first, second) => {
          const [a, b] = [countsIn(baseline, first), countsIn(baseline, second)];
          assert.ok(a && b);
          assert.deepEqual(countsIn(baseline, [...first, ...second]), sumCounts([a, b]));
          assert.equal(a.rows, first.length);
        }),
        { seed: 1 },
      );
    });

    it(`do not depend on the order of rows, for ${kind}`, () => {
      fc.assert(
        fc.property(windows.filter(hasValue), (window) => {
          assert.deepEqual(countsIn(baseline, [...window].reverse()), countsIn(baseline, window));
        }),
        { seed: 2 },
      );
    });
  }

  it('tell the most frequent value, zeros, missing values and categories that the baseline lacks apart', () => {
    const numeric = countsIn(['7', '7', '0', '1'], ['7', '0', '0', null]);
    assert.deepEqual({ ...numeric, bins: [] }, { ...noCounts, rows: 4, nulls: 1, common: 1, zeros: 2, bins: [] });
    const texts = countsIn(['a', 'a', 'b'], ['b', 'PHL', 'PHL', null]);
    assert.deepEqual(texts, { ...noCounts, rows: 4, nulls: 1, unseen: 2, bins: [0, 1] });
  });

  it('are undefined for texts in the place of numbers', () => {
    assert.equal(countsIn(['1', '2'], ['x', 'y']), undefined);
  });
});

describe('bins of a baseline', () => {
  it('give a value that many rows share a bin of its own', () => {
    const many = Array.from({ length: 1000 }, (_, i) => String(i < 300 ? 0 : i - 500.5));
    const values = valuesOf(many);
    const bins = values && featureBins(values);
    assert.ok(bins?.kind === 'numeric');
    const index = new BinIndex(bins.edges);
    for (const other of [-1.5, -0.5, 0.5, 1.5]) assert.notEqual(index.binOf(other), index.binOf(0));
    assert.ok(bins.edges.length >= 130 && bins.edges.length <= 200, String(bins.edges.length));
    assert.equal(bins.common, 0);
  });

  it('have the bin whose edge is the first that is not below a value', () => {
    const any = fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -9, max: 9 }), fc.constant(Number.MAX_VALUE));
    fc.assert(
      fc.property(fc.uniqueArray(any, { maxLength: 40 }), any, (values, value) => {
        const edges = values.filter(Number.isFinite).sort((a, b) => a - b);
        const index = new BinIndex(edges);
        for (const at of [value, ...edges]) assert.equal(index.binOf(at), edges.filter((edge) => edge < at).length);
      }),
    );
  });

  it('know each of few numbers, and of many a range that a season does not leave', () => {
    const few = valuesOf(['0', '1', '2']);
    const fewBins = few && featureBins(few);
    assert.deepEqual(fewBins?.kind === 'numeric' && fewBins.known, { values: [0, 1, 2] });
    const many = valuesOf(Array.from({ length: 101 }, (_, i) => String(i)));
    const bins = many && featureBins(many);
    assert.deepEqual(bins?.kind === 'numeric' && bins.known, { low: -50, high: 150 });
    const counts = (texts: string[], of = bins) => {
      const values = valuesOf(texts);
      return values && of && countValues(values, of)?.unseen;
    };
    assert.equal(counts(['120', '-40', '151', '-51']), 2);
    assert.equal(counts(['1', '1.5', '2'], fewBins), 1);
  });

  it('know each number of a feature whose numbers repeat, and a range around them', () => {
    const steps = (step: number) => Array.from({ length: 2000 }, (_, i) => String((i % 40) * step));
    const values = valuesOf(steps(1.15));
    const bins = values && featureBins(values);
    assert.ok(bins?.kind === 'numeric' && 'low' in bins.known);
    assert.equal(bins.known.listed?.length, 40);
    const unseen = (texts: readonly string[]) => {
      const window = valuesOf(texts);
      return window && countValues(window, bins)?.unseen;
    };
    assert.equal(unseen(steps(1.15)), 0);
    // Below the least and above the greatest number, a season goes on; in another unit, numbers lie between the steps.
    assert.equal(unseen(['-1', '50', '60']), 0);
    assert.equal(unseen(['1.15', '1.2', '1000']), 2);
  });

  it('weigh the items of a sketch by their level', () => {
    const feature = statisticsOfColumns({ x: Array.from({ length: 5000 }, (_, i) => String(i)) }).features[0];
    const values = feature && featureValues(feature);
    assert.ok(values?.kind === 'numeric');
    const rows = values.numbers.reduce((sum, [, count]) => sum + count, 0);
    assert.ok(Math.abs(rows - 5000) <= 64, String(rows));
  });

  it('are the same from the items of a sketch as from its sorted values', () => {
    const column = Array.from({ length: 5000 }, (_, i) => (i % 7 === 0 ? null : String((i * 37) % 1009)));
    const [feature] = statisticsOfColumns({ x: column }).features;
    const values = feature && featureValues(feature);
    assert.ok(values?.kind === 'numeric');
    const distinct = values.numbers.map(([value]) => value);
    assert.deepEqual(
      distinct,
      [...new Set(distinct)].sort((a, b) => a - b),
    );
    for (const baseline of [valuesOf(['0', '1', '2', '700']), valuesOf(column.slice(0, 800))]) {
      const bins = baseline && featureBins(baseline);
      assert.ok(bins);
      assert.deepEqual(countsOf(feature, bins), countValues(values, bins));
    }
  });
});
