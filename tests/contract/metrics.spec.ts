import assert from 'node:assert/strict';
import { completenessMetric, driftMetric } from '../../contract/metrics';

describe('the names of metrics', () => {
  it('are those of the managed monitor for a feature', () => {
    // "CloudWatch metrics" of the Model Monitor guide.
    assert.equal(driftMetric('age'), 'feature_baseline_drift_age');
    assert.equal(completenessMetric('age'), 'feature_completeness_age');
  });
});
