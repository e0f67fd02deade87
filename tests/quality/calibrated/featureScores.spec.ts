import assert from 'node:assert/strict';
import { featureBins } from '../../../quality/calibrated/featureBins';
import { countValues } from '../../../quality/calibrated/featureCounts';
import { compareCounts } from '../../../quality/calibrated/featureScores';
import type { FeatureValues } from '../../../quality/calibrated/featureValues';

const numbers = (...values: readonly (readonly [number, number])[]): FeatureValues => ({
  kind: 'numeric',
  nulls: 0,
  numbers: values,
});

const baseline = numbers(...Array.from({ length: 1000 }, (_, i): [number, number] => [40 + i / 50, 1]));
const bins = featureBins(baseline);
assert.ok(bins);
const reference = countValues(baseline, bins);
assert.ok(reference);

function compare(...values: readonly (readonly [number, number])[]) {
  assert.ok(bins && reference);
  const window = countValues(numbers(...values), bins);
  assert.ok(window);
  return compareCounts(window, reference, bins);
}

describe('comparison of a window with its reference', () => {
  it('tells by the mean how far all values lie outside of the range', () => {
    const [near, far] = [compare([39.5, 50]), compare([31, 50])];
    for (const check of ['shape', 'location', 'scale', 'unseen'] as const) assert.equal(near[check], far[check], check);
    assert.ok((far.mean ?? 0) > 1.5 * (near.mean ?? 0), `${far.mean} and ${near.mean}`);
  });

  it('gives a window of one usual value a limited share of that value', () => {
    const values = compare([40, 50]);
    for (const check of ['common', 'spike'] as const) {
      // The arcsine scale of a share ends at pi.
      assert.ok((values[check] ?? 0) < Math.PI * Math.sqrt(50), `${check} ${values[check]}`);
      assert.ok((values[check] ?? 0) > 15, `${check} ${values[check]}`);
    }
  });

  it('takes a sample of the reference for usual', () => {
    const sample = Array.from({ length: 50 }, (_, i): [number, number] => [40 + (i * 20) / 50, 1]);
    for (const [check, value] of Object.entries(compare(...sample))) assert.ok(value < 2.5, `${check} ${value}`);
  });
});
