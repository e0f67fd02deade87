import assert from 'node:assert/strict';
import fc from 'fast-check';
import { percentText } from '../../../report/text/percentText';

describe('percentText', () => {
  it('is short', () => {
    assert.deepEqual([0, 0.25, 2 / 3, 0.9996, 1].map(percentText), ['0%', '25%', '66.67%', '99.96%', '100%']);
  });

  it('never rounds a share to none or all', () => {
    assert.deepEqual([0.999999, 0.00001].map(percentText), ['99.9999%', '0.001%']);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        assert.equal(Number.parseFloat(percentText(share)) === 0, share * 100 === 0);
        assert.equal(percentText(share) === '100%', share * 100 === 100);
      }),
    );
  });
});
