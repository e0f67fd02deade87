import assert from 'node:assert/strict';
import { featureBins } from '../../../quality/calibrated/featureBins';
import type { FeatureValues } from '../../../quality/calibrated/featureValues';
import { heldOutUnseen } from '../../../quality/calibrated/heldOutUnseen';

const texts = (...values: readonly (readonly [string, number])[]): FeatureValues => ({
  kind: 'category',
  nulls: 0,
  categories: new Map(values),
});

const numbers = (...values: readonly (readonly [number, number])[]): FeatureValues => ({
  kind: 'numeric',
  nulls: 0,
  numbers: values,
});

function unseen(baseline: FeatureValues, windows: readonly FeatureValues[], folds: readonly number[]) {
  const bins = featureBins(baseline);
  assert.ok(bins);
  return heldOutUnseen(windows, folds, bins);
}

describe('unseen values of past windows', () => {
  it('are those that no other week has than the own one and those beside it', () => {
    const baseline = texts(['a', 5], ['b', 3], ['c', 2]);
    const windows = [texts(['a', 5]), texts(['a', 4], ['b', 3]), texts(['b', 1], ['c', 2]), texts(['a', 1])];
    assert.deepEqual(unseen(baseline, windows, [0, 1, 2, 5]), [0, 3, 3, 0]);
  });

  it('leave out categories that the baseline lacks, which are counted anyway', () => {
    assert.deepEqual(unseen(texts(['a', 5]), [texts(['a', 2], ['new', 1]), texts(['a', 2])], [0, 5]), [0, 0]);
  });

  it('lie within the range of the other weeks, if the baseline knows a range', () => {
    const steps = Array.from({ length: 40 }, (_, i): [number, number] => [i, 50]);
    const windows = [numbers([0, 1], [39, 1]), numbers([7, 4], [50, 2]), numbers([0, 1], [39, 1])];
    assert.deepEqual(unseen(numbers(...steps), windows, [0, 3, 6]), [0, 4, 0]);
    const rising = [numbers([0, 1], [20, 1]), numbers([39, 4]), numbers([0, 1], [20, 1])];
    assert.deepEqual(unseen(numbers(...steps), rising, [0, 3, 6]), [0, 0, 0]);
  });

  it('are none for measurements whose numbers hardly repeat', () => {
    const measurements = numbers(...Array.from({ length: 400 }, (_, i): [number, number] => [i + 0.5, 1]));
    assert.deepEqual(unseen(measurements, [numbers([1.5, 1]), numbers([2.5, 1], [9.5, 1])], [0, 5]), [0, 0]);
  });
});
