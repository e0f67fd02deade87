import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatInstant, formatPercent, formatSeconds } from '../../../report/text/formats';

describe('formatPercent', () => {
  it('has at most two decimals', () => {
    assert.deepEqual([0, 0.25, 2 / 3, 0.9996, 1].map(formatPercent), ['0%', '25%', '66.67%', '99.96%', '100%']);
  });

  it('never rounds a share to 0% or 100%', () => {
    assert.deepEqual([0.999999, 0.00001].map(formatPercent), ['99.9999%', '0.001%']);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        assert.equal(Number.parseFloat(formatPercent(share)) === 0, share * 100 === 0);
        assert.equal(formatPercent(share) === '100%', share * 100 === 100);
      }),
    );
  });
});

describe('formatSeconds', () => {
  it('has tenths for short times, and minutes for long ones', () => {
    assert.deepEqual([0.44, 9.94, 9.97, 52.36, 59.6, 112].map(formatSeconds), [
      '0.4 s',
      '9.9 s',
      '10.0 s',
      '52 s',
      '1 min 0 s',
      '1 min 52 s',
    ]);
  });
});

describe('formatInstant', () => {
  it('has day and minute in UTC', () => {
    assert.equal(formatInstant('2026-11-02T14:05:59.999Z'), '2026-11-02 14:05');
    assert.equal(formatInstant('2026-11-02T14:05:00+02:00'), '2026-11-02 12:05');
  });

  it('returns any other text unchanged', () => {
    assert.equal(formatInstant('soon'), 'soon');
  });
});
