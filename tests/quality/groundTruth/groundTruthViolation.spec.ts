import assert from 'node:assert/strict';
import { groundTruthViolation } from '../../../quality/groundTruth/groundTruthViolation';

describe('groundTruthViolation', () => {
  it('is undefined without a limit and up to the limit itself', () => {
    assert.equal(groundTruthViolation({}, { latencies: [900], waiting: [900] }), undefined);
    assert.equal(groundTruthViolation({ groundTruthHours: 24 }, { latencies: [1, 24], waiting: [24] }), undefined);
    assert.equal(groundTruthViolation({ groundTruthHours: 24 }, { latencies: [], waiting: [] }), undefined);
  });

  it('counts late and missing ground truth and names the longest wait', () => {
    assert.equal(
      groundTruthViolation({ groundTruthHours: 24 }, { latencies: [1, 25, 31.5], waiting: [2, 30] }),
      'Ground truth latency requirement is not met. Expected: within 24 hour(s). Observed: of 5 record(s), 2 had it later and 1 have none yet; the longest wait is 31.5 hour(s).',
    );
  });
});
