import assert from 'node:assert/strict';
import { statisticsOf } from '../../../bench/causes/table';
import { featureHistograms } from '../../../quality/causes/featureHistograms';

const names = ['age', 'plan'];
const table = (count: number, ageOf: (i: number) => string | null, planOf: (i: number) => string) =>
  statisticsOf({ names, rows: Array.from({ length: count }, (_, i) => [ageOf(i), planOf(i)]) });
const all = new Set(names);

describe('small histograms', () => {
  it('have ten bins of equal width on both sides, with shares of the rows that have a value', () => {
    const baseline = table(
      200,
      (i) => String(i % 100),
      () => 'basic',
    );
    const window = table(
      100,
      (i) => (i % 2 === 0 ? null : '95'),
      () => 'basic',
    );
    const [age] = featureHistograms(baseline, window, new Set(['age']));
    assert.deepEqual(age?.range, [0, 99]);
    assert.deepEqual(age?.expected, Array(10).fill(0.1));
    assert.deepEqual(age?.observed, [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('put an outlier into the outermost bin', () => {
    const baseline = table(
      1_000,
      (i) => String(i === 0 ? 1e9 : i % 10),
      () => 'basic',
    );
    const [age] = featureHistograms(baseline, baseline, new Set(['age']));
    assert.deepEqual(age?.range, [0, 9]);
  });

  it('list the six most frequent categories of both sides, and the share of the others', () => {
    const baseline = table(
      100,
      () => '1',
      (i) => `plan-${i % 20}`,
    );
    const window = table(
      100,
      () => '1',
      (i) => (i < 40 ? 'new' : `plan-${i % 20}`),
    );
    const [plan] = featureHistograms(baseline, window, new Set(['plan']));
    assert.equal(plan?.categories?.length, 6);
    assert.deepEqual([plan?.categories?.[0], plan?.expected[0], plan?.observed[0]], ['new', 0, 0.4]);
    for (const side of [plan?.expected, plan?.observed]) {
      assert.equal(side?.length, 7);
      assert.equal(Number(side?.reduce((a, b) => a + b, 0).toFixed(2)), 1);
    }
  });

  it('leave out other features, those of another kind or without values, and windows of other columns', () => {
    const baseline = table(50, String, () => 'basic');
    assert.deepEqual(featureHistograms(baseline, baseline, new Set(['income'])), []);
    const swapped = table(50, () => 'basic', String);
    assert.deepEqual(featureHistograms(baseline, swapped, all), []);
    const short = { ...baseline, features: baseline.features.slice(1) };
    assert.deepEqual(featureHistograms(baseline, short, all), []);
  });
});
