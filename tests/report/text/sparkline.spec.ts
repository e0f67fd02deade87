import assert from 'node:assert/strict';
import { sparkline } from '../../../report/text/sparkline';

describe('sparkline', () => {
  it('draws a value from 0 to the highest as a bar', () => {
    assert.equal(sparkline([0, 0.5, 1], 1, Math.max), '▁▅█');
    assert.equal(sparkline([2], 1, Math.max), '█');
    assert.equal(sparkline([0, 0], 0, Math.max), '▁▁');
    assert.equal(sparkline([], 0, Math.max), '');
  });

  it('joins values that do not fit, so that the worst of them shows', () => {
    assert.equal(sparkline([0, 1, 0, 0], 1, Math.max, 2), '█▁');
    assert.equal(sparkline([1, 0, 1, 1, 1], 1, Math.min, 3), '▁██');
  });
});
