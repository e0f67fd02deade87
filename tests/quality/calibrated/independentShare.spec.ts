import assert from 'node:assert/strict';
import fc from 'fast-check';
import { independentShare } from '../../../quality/calibrated/independentShare';
import { seededRandom } from '../../support/syntheticWindows';

describe('share of windows that do not depend on each other', () => {
  const random = seededRandom(3);
  const values = Array.from({ length: 4000 }, random);

  it('is nearly 1 for independent windows, and falls with the length of high values', () => {
    assert.ok(independentShare(values) > 0.85);
    const lasting = values.flatMap((value) => Array.from({ length: 8 }, () => value));
    const share = independentShare(lasting);
    assert.ok(share > 0.1 && share <= 1 / 8, String(share));
  });

  it('is 1 for few windows and for windows that do not differ', () => {
    assert.equal(independentShare(values.slice(0, 39)), 1);
    assert.equal(independentShare(values.map(() => 2)), 1);
  });

  it('is a share, whatever the values, and does not depend on their scale', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 200 }), (of) => {
        const share = independentShare(of);
        assert.ok(share > 0 && share <= 1);
        assert.equal(independentShare(of.map((value) => 3 * value + 1)), share);
      }),
    );
  });
});
