import assert from 'node:assert/strict';
import fc from 'fast-check';
import { joinHours, missingHours } from '../../../cli/input/captureWindow';

const hour = (at: number) => new Date(Date.UTC(2026, 10, 2, at));

describe('missingHours', () => {
  it('returns the hours without captures, up to the open sides of the window', () => {
    assert.deepEqual(missingHours({ from: hour(7), to: hour(11) }, [hour(8), hour(9)]), [hour(7), hour(10)]);
    assert.deepEqual(missingHours({}, [hour(8), hour(10)]), [hour(9)]);
    assert.equal(missingHours({}, []), undefined);
  });

  it('completes the hours with captures to the window, also when joined to ranges', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1 }), (present) => {
        const hours = present.sort((a, b) => a - b).map(hour);
        const missing = missingHours({ from: hour(0), to: hour(61) }, hours) ?? [];
        const all = [...hours, ...missing].map((time) => time.getTime()).sort((a, b) => a - b);
        assert.deepEqual(
          all,
          Array.from({ length: 61 }, (_, i) => hour(i).getTime()),
        );
        const ranges = joinHours(missing);
        assert.equal(
          ranges.reduce((sum, { from, to }) => sum + (to.getTime() - from.getTime()), 0),
          missing.length * 3_600_000,
        );
        assert.ok(ranges.every(({ from }, i) => i === 0 || from > (ranges[i - 1]?.to ?? from)));
      }),
    );
  });
});
